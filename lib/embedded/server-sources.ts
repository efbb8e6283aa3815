/** Where a redis-server can come from, in the order in which they are tried. */
export type ServerSource =
  | { readonly kind: "binary"; readonly path: string }
  | { readonly kind: "apt-install" }
  | { readonly kind: "apt-download" }
  | { readonly kind: "none" };

export type Machine = {
  /** A binary that the user named (`FLOWLOCK_REDIS_SERVER`). */
  readonly named: string | null;
  /** `redis-server` or `valkey-server` on PATH. */
  readonly onPath: string | null;
  /** In the project's own cache folder. */
  readonly cached: string | null;
  readonly hasApt: boolean;
  readonly isRoot: boolean;
};

/** Decides where the embedded server comes from; nothing is installed where a binary is at hand. */
export function chooseServerSource(machine: Machine): ServerSource {
  const path = machine.named ?? machine.onPath ?? machine.cached;
  if (path !== null) return { kind: "binary", path };
  if (!machine.hasApt) return { kind: "none" };
  return { kind: machine.isRoot ? "apt-install" : "apt-download" };
}

/** What to do on a machine where no server can be had by itself. */
export function missingServerMessage(platform: string): string {
  const command = platform === "darwin" ? "brew install redis" : "install redis-server 7 with your package manager";
  return `No redis-server was found. Run: ${command} - or name a binary in FLOWLOCK_REDIS_SERVER, or set REDIS_URL.`;
}

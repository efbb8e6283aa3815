export type DemoOptions =
  | { readonly kind: "demo"; readonly port: number | null }
  | { readonly kind: "seed-only"; readonly redisUrl: string; readonly force: boolean }
  | { readonly kind: "help" };

/** A mistake on the command line, in one line. */
export class DemoUsageError extends Error {
  override readonly name = "DemoUsageError";
}

const flags = new Set(["--seed-only", "--force", "--help"]);

/** Reads what `npm run demo` was asked for; throws DemoUsageError. */
export function parseDemoOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoOptions {
  const unknown = args.find((arg) => !flags.has(arg));
  if (unknown !== undefined) {
    throw new DemoUsageError(`The demo does not know ${unknown}; it takes --seed-only, --force and --help.`);
  }
  if (args.includes("--help")) return { kind: "help" };
  if (args.includes("--seed-only")) {
    return {
      kind: "seed-only",
      redisUrl: parseRedisUrl(env["REDIS_URL"]),
      force: args.includes("--force"),
    };
  }
  if (args.includes("--force")) throw new DemoUsageError("--force belongs to --seed-only.");
  return { kind: "demo", port: parsePort(env["PORT"]) };
}

function parseRedisUrl(value: string | undefined): string {
  if (value === undefined || value === "") {
    throw new DemoUsageError("--seed-only needs REDIS_URL, such as redis://127.0.0.1:6379.");
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || (url.protocol !== "redis:" && url.protocol !== "rediss:") || url.hostname === "") {
    throw new DemoUsageError("REDIS_URL must look like redis://host:6379 or rediss://user:password@host:6379/0.");
  }
  return value;
}

function parsePort(value: string | undefined): number | null {
  if (value === undefined || value === "") return null;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65_535) {
    throw new DemoUsageError("PORT must be a whole number from 1 to 65535.");
  }
  return port;
}

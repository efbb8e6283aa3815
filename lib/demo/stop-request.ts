export type StopRequest = {
  /** Aborts when the demo is asked to end. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly requested: Promise<void>;
  /** Ends this process with `code`. */
  exit(code: number): void;
};

// npm, tsx and the terminal may each deliver one and the same Ctrl-C.
const sameKeyPressMs = 700;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens for Ctrl-C, kill, a closed terminal and the end of the process that started this one; a second Ctrl-C calls `force`. */
export function listenForStop(force: () => void): StopRequest {
  const controller = new AbortController();
  let firstAtMs: number | null = null;
  let hungUp = false;
  const ask = (signal: NodeJS.Signals) => {
    hungUp ||= signal === "SIGHUP";
    if (firstAtMs === null) {
      firstAtMs = Date.now();
      controller.abort();
      return;
    }
    if (Date.now() - firstAtMs > sameKeyPressMs) force();
  };
  for (const signal of signals) process.on(signal, ask);
  if (process.connected) {
    process.once("disconnect", () => controller.abort());
    process.channel?.unref();
  }
  const requested = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return { signal: controller.signal, requested, exit: (code) => exit(code, hungUp) };
}

function exit(code: number, hungUp: boolean): void {
  if (!hungUp) process.exit(code);
  // Node aborts in process.exit() when its terminal is gone (`ResetStdio` in src/node.cc), a plain hang-up does not.
  process.removeAllListeners("SIGHUP");
  process.kill(process.pid, "SIGHUP");
}

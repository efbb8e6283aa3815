import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

export type ProcessEnd = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type OwnProcess = {
  readonly label: string;
  readonly child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;
  /** The last of what it wrote. */
  output(): string;
};

export type ProcessStart = {
  readonly label: string;
  /** Arguments of this same node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
};

const graceMs = 2_000;
const outputMax = 16_384;
const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

/**
 * The processes that the demo started. Each leads a process group of its own, so that a Ctrl-C reaches only the
 * demo, which ends them in order; each ends with the demo even when that is killed (pdeathsig on Linux, else by
 * the closing of its IPC channel, which every one of them watches).
 */
export class OwnProcesses {
  readonly #running = new Set<OwnProcess>();
  readonly #stopping = new AbortController();

  /** Aborts when all are being ended: from then on no process is started, and none is missed. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  start({ label, args, cwd, env }: ProcessStart): OwnProcess {
    this.stopping.throwIfAborted();
    const command = setpriv === undefined ? process.execPath : setpriv;
    const prefix = setpriv === undefined ? [] : ["--pdeathsig", "TERM", process.execPath];
    const child = spawn(command, [...prefix, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-outputMax);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once("error", (error) => {
        keep(Buffer.from(error.message));
        resolve({ code: 1, signal: null });
      });
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    const own: OwnProcess = { label, child, ended, output: () => output };
    this.#running.add(own);
    void ended.then(() => this.#running.delete(own));
    return own;
  }

  /** What has not ended yet. */
  runningLabels(): readonly string[] {
    return [...this.#running].map(({ label }) => label);
  }

  /** Asks all to end, and kills after two seconds what has not. */
  async stopAll(): Promise<void> {
    this.#stopping.abort();
    const running = [...this.#running];
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.killAll(), graceMs);
    await Promise.all(running.map((own) => own.ended));
    clearTimeout(timer);
  }

  killAll(): void {
    this.#stopping.abort();
    this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    for (const own of this.#running) signalGroup(own, signal);
  }
}

function signalGroup({ child }: OwnProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: it ended in the meantime, which is what was asked for.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

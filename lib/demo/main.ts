import { type DemoOptions, parseDemoOptions } from "./demo-options";
import { OwnProcesses } from "./own-processes";
import { projectRoot } from "./project-root";
import { runDemo } from "./run-demo";
import { runSeedOnly } from "./run-seed-only";
import { listenForStop } from "./stop-request";

const help = `npm run demo                                  a shop with real trouble, its Redis, its workers and the dashboard
REDIS_URL=… npm run demo -- --seed-only       the same shop in a Redis of your own, without the dashboard
                             --force          even where that Redis holds other BullMQ queues`;

const processes = new OwnProcesses();

// A closed terminal takes the output with it; the demo still has to end in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const stop = listenForStop(() => {
  processes.killAll();
  process.exit(130);
});

stop.exit(await main());

async function main(): Promise<number> {
  try {
    await run(parseDemoOptions(process.argv.slice(2), process.env));
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    warn(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await processes.stopAll();
  }
}

async function run(options: DemoOptions): Promise<void> {
  if (options.kind === "help") return say(help);
  if (options.kind === "seed-only") return runSeedOnly({ ...options, processes, stop, say, warn });
  return runDemo({ ...options, root: projectRoot, processes, stop, say, warn });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

import { Redis } from "ioredis";

import type { Figures } from "./figures";

/** Commands of the measuring itself. */
const ownCommands = /^cmdstat_(?:info|slowlog|config|latency|monitor|hello|select|client\|set)/;
/** Faster commands are not logged, so that the log itself costs next to nothing. */
const loggedFromUs = 200;
const logMax = 10_000;

type Totals = { readonly redisCpuMs: number; readonly commands: number; readonly bytes: number };

/** Measures what a work costs the client and Redis, on a connection of its own beside those that do the work. */
export class Meter {
  readonly #redis: Redis;

  constructor(redisUrl: string) {
    this.#redis = new Redis(redisUrl);
  }

  /** `clientIsHere`: the client's work runs in this process, so that its CPU time can be told. */
  async measure(work: () => Promise<unknown>, { clientIsHere }: { readonly clientIsHere: boolean }): Promise<Figures> {
    await this.#redis.config("SET", "slowlog-log-slower-than", String(loggedFromUs), "slowlog-max-len", String(logMax));
    await this.#redis.config("SET", "latency-monitor-threshold", "1");
    await this.#redis.slowlog("RESET");
    await this.#redis.latency("RESET");
    const before = await this.#readTotals();
    const cpu = process.cpuUsage();
    const startedAtMs = performance.now();
    await work();
    const wallMs = performance.now() - startedAtMs;
    const { user, system } = process.cpuUsage(cpu);
    const after = await this.#readTotals();
    return {
      wallMs,
      clientCpuMs: clientIsHere ? (user + system) / 1_000 : null,
      redisCpuMs: after.redisCpuMs - before.redisCpuMs,
      commands: after.commands - before.commands,
      bytes: Math.max(0, after.bytes - before.bytes),
      slowestMs: await this.#readSlowestMs(),
    };
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #readTotals(): Promise<Totals> {
    const ownBytes = this.#redis.stream.bytesRead;
    const [cpu, stats, commandstats] = await Promise.all(
      ["cpu", "stats", "commandstats"].map((section) => this.#redis.info(section)),
    );
    const seconds = fieldOf(cpu, "used_cpu_user") + fieldOf(cpu, "used_cpu_sys");
    return {
      redisCpuMs: seconds * 1_000,
      commands: countCommands(commandstats ?? ""),
      bytes: fieldOf(stats, "total_net_output_bytes") - ownBytes,
    };
  }

  /** SLOWLOG has single commands, those of a MULTI one by one; the latency monitor has the MULTI as a whole, in whole ms. */
  async #readSlowestMs(): Promise<number> {
    const [slow, latest] = await Promise.all([
      this.#redis.slowlog("GET", String(logMax)),
      this.#redis.latency("LATEST"),
    ]);
    const slowestUs = rowsOf(slow)
      .filter((row) => !isOwn(row[3]))
      .map((row) => Number(row[2]));
    const blockedMs = rowsOf(latest)
      .filter(([event]) => event === "command" || event === "fast-command")
      .map((row) => Number(row[3]));
    return Math.max(0, Math.max(...slowestUs, 0) / 1_000, ...blockedMs.filter((ms) => ms > 1));
  }
}

function countCommands(commandstats: string): number {
  let count = 0;
  for (const line of commandstats.split("\r\n")) {
    const calls = /calls=(\d+)/.exec(line)?.[1];
    if (calls !== undefined && !ownCommands.test(line)) count += Number(calls);
  }
  return count;
}

function fieldOf(info: string | undefined, name: string): number {
  return Number(new RegExp(`^${name}:(.*)$`, "m").exec(info ?? "")?.[1] ?? Number.NaN);
}

function rowsOf(reply: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(reply) ? reply.filter((row) => Array.isArray(row)) : [];
}

function isOwn(command: unknown): boolean {
  const name = Array.isArray(command) ? String(command[0]).toLowerCase() : "";
  return ["info", "slowlog", "config", "latency"].includes(name);
}

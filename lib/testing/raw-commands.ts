import type { Redis } from "ioredis";

type Command = readonly (string | number)[];

/** Lua unpacks some 8,000 values at most, and a call should be short. */
const membersPerCommand = 1_000;
const commandsPerCall = 300;
const callsAtOnce = 8;

const runAll = `
for _, command in ipairs(cjson.decode(ARGV[1])) do
  redis.call(unpack(command))
end`;

/**
 * Sends many writing commands with few calls of one argument each: a client spends more on a command and on each of its
 * arguments than Redis does. For a Redis that is no cluster.
 */
export class RawCommands {
  readonly #redis: Redis;
  #waiting: Command[] = [];

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  add(...command: Command): void {
    this.#waiting.push(command);
  }

  /** One command for many members, cut into several where they are too many for one. */
  addMany(command: string, key: string, members: Command): void {
    for (let start = 0; start < members.length; start += membersPerCommand)
      this.add(command, key, ...members.slice(start, start + membersPerCommand));
  }

  /** Sends what has gathered once it is enough. */
  async sendSome(): Promise<void> {
    if (this.#waiting.length >= commandsPerCall * callsAtOnce) await this.send();
  }

  async send(): Promise<void> {
    const commands = this.#waiting;
    this.#waiting = [];
    const calls: Promise<unknown>[] = [];
    for (let start = 0; start < commands.length; start += commandsPerCall) {
      // Numbers would pass through Lua's own, which are printed with 14 digits.
      const texts = commands.slice(start, start + commandsPerCall).map((command) => command.map(String));
      calls.push(this.#redis.eval(runAll, 0, JSON.stringify(texts)));
    }
    await Promise.all(calls);
  }
}

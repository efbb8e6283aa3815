import { Redis } from "ioredis";

/** What Flowlock's own connections send to a Redis, by MONITOR. */
export type CommandWatch = {
  /** Lower-case names of all commands that were sent so far, sorted. */
  sent(): Promise<readonly string[]>;
  stop(): void;
};

/**
 * Watches from now on. Start it before anything else uses Redis: ioredis takes what MONITOR shows right after its OK for
 * the reply of another command; and before the dashboard, whose connections are known by the names they give themselves.
 */
export async function watchCommands(redisUrl: string): Promise<CommandWatch> {
  const asked = new Redis(redisUrl);
  const monitor = await asked.monitor();
  const ours = new Set<string>();
  const sent = new Set<string>();
  let marks = 0;
  monitor.on("monitor", (_time: string, args: readonly string[], source: string) => {
    const [name, subcommand, value] = args.map((arg) => arg.toLowerCase());
    if (name === "echo") marks += 1;
    if (name === "client" && subcommand === "setname" && value?.startsWith("flowlock:")) ours.add(source);
    if (ours.has(source) && name !== undefined) sent.add(name);
  });
  return {
    sent: async () => {
      // What the monitor shows up to this mark is all that was sent before it.
      const before = marks;
      await asked.echo("mark");
      while (marks === before) await new Promise((done) => setImmediate(done));
      return [...sent].sort();
    },
    stop: () => {
      monitor.disconnect();
      asked.disconnect();
    },
  };
}

/** Redis itself refuses a script that writes where it is run by this command. */
const harmless = ["evalsha_ro"];

/** Of these commands those that can write, run a script that can, or block Redis over all keys. */
export async function dangerousOf(redis: Redis, commands: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    ["write", "scripting"].map((category) => redis.call("COMMAND", "LIST", "FILTERBY", "ACLCAT", category)),
  );
  const dangerous = new Set(["keys", ...lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []))]);
  return commands.filter((command) => dangerous.has(command) && !harmless.includes(command));
}

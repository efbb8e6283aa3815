import type { Redis } from "ioredis";
import { onTestFinished } from "vitest";

export type SeenCommand = {
  /** In lower case, as ACL rules have it. */
  readonly name: string;
  readonly args: readonly string[];
  /** Run by a script. */
  readonly scripted: boolean;
};

/** What Redis is told by MONITOR while `act` runs, by whomever. */
export async function watchCommands<T>(
  redis: Redis,
  act: () => Promise<T>,
): Promise<{ readonly answer: T; readonly commands: readonly SeenCommand[] }> {
  const monitor = await redis.monitor();
  onTestFinished(() => monitor.disconnect());
  const commands: SeenCommand[] = [];
  const last = `the last ${Math.random()}`;
  const seenLast = new Promise<void>((done) => {
    monitor.on("monitor", (_time: string, [name = "", ...args]: string[], source: string) => {
      if (args[0] === last) return done();
      commands.push({ name: name.toLowerCase(), args, scripted: source === "lua" });
    });
  });
  const answer = await act();
  await redis.echo(last);
  await seenLast;
  monitor.disconnect();
  return { answer, commands };
}

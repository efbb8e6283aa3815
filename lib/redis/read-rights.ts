import type { Redis } from "ioredis";

import type { RightsReading } from "@/lib/core/doctor/doctor-reading";

import { toRedisFailure } from "./redis-failures";
import { runCommand } from "./run-pipeline";

/** A command with arguments that satisfy its arity, named as ACL rules spell it. */
export type AskedCommand = { readonly rule: string; readonly words: readonly [name: string, ...args: string[]] };

const noSha = "0".repeat(40);

/** What reading needs or may use, and does without where it is refused. */
export const readCommands: readonly AskedCommand[] = [
  { rule: "time", words: ["time"] },
  { rule: "evalsha_ro", words: ["evalsha_ro", noSha, "0"] },
  { rule: "script|load", words: ["script", "load", "return 1"] },
];

/** Which of these commands the connected user may not send, by ACL DRYRUN: nothing is tried out, so no refusal is logged. */
export async function readRights(redis: Redis, commands: readonly AskedCommand[]): Promise<RightsReading> {
  try {
    const user = String(await redis.call("ACL", "WHOAMI"));
    const pipeline = redis.pipeline();
    for (const { words } of commands) pipeline.call("ACL", "DRYRUN", user, ...words);
    const replies = (await runCommand(pipeline.exec())) ?? [];
    const refused: string[] = [];
    for (const [index, [error, reply]] of replies.entries()) {
      if (error !== null) throw error;
      if (reply !== "OK") refused.push(commands[index]?.rule ?? "a command");
    }
    return { kind: "told", asked: commands.length, refused };
  } catch (error) {
    return withoutDryRun(error);
  }
}

/** Redis' error code is a reply's first word: ERR here means that it does not know the subcommand. */
function withoutDryRun(error: unknown): RightsReading {
  const [code] = error instanceof Error ? error.message.split(" ", 1) : [];
  if (code === "NOPERM") return { kind: "denied" };
  if (code === "ERR") return { kind: "no-dry-run" };
  throw toRedisFailure(error);
}

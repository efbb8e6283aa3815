import type { ChainableCommander, Redis } from "ioredis";

type Script = { readonly lua: string; readonly numberOfKeys: number };

/**
 * Adds a script of BullMQ's to a transaction as its text. By its digest it is missing there after a `SCRIPT FLUSH`, and
 * ioredis, which sends the text after such an answer everywhere else, is not told of those within a transaction.
 */
export function addBullmqScript(
  multi: ChainableCommander,
  redis: Redis,
  { name, args }: { readonly name: string; readonly args: readonly (string | number)[] },
): void {
  const { lua, numberOfKeys } = findScript(redis, name);
  multi.eval(lua, numberOfKeys, ...args);
}

/** BullMQ defines its scripts on the client as `<name>:<version>` (`src/classes/redis-connection.ts`, `loadCommands`). */
function findScript({ scriptsSet }: Redis, name: string): Script {
  const [, script] = Object.entries(scriptsSet).find(([key]) => key.startsWith(`${name}:`)) ?? [];
  if (!isScript(script)) throw new Error(`BullMQ has not defined its script ${name} on this connection.`);
  return script;
}

function isScript(script: unknown): script is Script {
  return (
    typeof script === "object" &&
    script !== null &&
    "lua" in script &&
    typeof script.lua === "string" &&
    "numberOfKeys" in script &&
    typeof script.numberOfKeys === "number"
  );
}

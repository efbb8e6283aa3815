import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { jobHashKey } from "@/lib/redis/keys";

import type { BullmqJobs } from "./bullmq-jobs";
import { addBullmqScript } from "./bullmq-script";
import { runTransaction } from "./run-transaction";

type Tools = { readonly redis: Redis; readonly jobs: BullmqJobs };

/** A field that no BullMQ knows. */
const mark = "flowlock:parent";

/**
 * BullMQ detaches only a job that exists (`src/commands/removeChildDependency-1.lua`), and deletes whatever parent that
 * job names. So an orphan gets a hash for that instant, and a child that names another parent has it put aside.
 */
const before = `
if redis.call("EXISTS", KEYS[1]) == 0 then
  redis.call("HSET", KEYS[1], ARGV[1], "")
  return 1
end
local link = redis.call("HMGET", KEYS[1], "parentKey", "parent")
if link[1] and link[1] ~= ARGV[2] then
  redis.call("HSET", KEYS[1], ARGV[1], cjson.encode({ link[1], link[2] or "" }))
  redis.call("HDEL", KEYS[1], "parentKey", "parent")
end
return 1
`;

const after = `
local kept = redis.call("HGET", KEYS[1], ARGV[1])
if not kept then return 0 end
redis.call("HDEL", KEYS[1], ARGV[1])
if kept ~= "" then
  local link = cjson.decode(kept)
  redis.call("HSET", KEYS[1], "parentKey", link[1])
  if link[2] ~= "" then redis.call("HSET", KEYS[1], "parent", link[2]) end
end
return 1
`;

/** Takes a pending child off a parent, as one transaction. Answers whether that parent had it. */
export async function detachChild({ redis, jobs }: Tools, child: JobRef, parent: JobRef): Promise<boolean> {
  const [childKey, parentKey] = [jobHashKey(child), jobHashKey(parent)];
  await jobs.defineScripts(child.queue);
  const [, answer] = await runTransaction(redis, (multi) => {
    multi.eval(before, 1, childKey, mark, parentKey);
    // BullMQ looks for its own keys by what it is given, so the child's queue is the right one here.
    addBullmqScript(multi, redis, { name: "removeChildDependency", args: [`${child.queue}:`, childKey, parentKey] });
    multi.eval(after, 1, childKey, mark);
  });
  return answer === 0;
}

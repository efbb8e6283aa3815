import type { Redis } from "ioredis";

import { queueKey } from "@/lib/redis/keys";

/** Ids that one command moves from list to list: 3 ms for all of them. */
export const movedAtOnceMax = 10_000;

/**
 * BullMQ 6's own resume (`src/commands/pause-7.lua`) renames the list that BullMQ 5 pauses into, which takes a right
 * that nothing else needs, or empties it by several calls, between which a BullMQ 5 that pauses or resumes loses jobs.
 * This one does the same as one: what was put aside runs first. All is read before anything is changed, and the first
 * change is one that a Redis without memory takes, so that the others follow.
 */
const resumeScript = `
local aside, wait, meta, events, marker = KEYS[1], KEYS[2], KEYS[3], KEYS[5], KEYS[7]
local putAside, waiting = redis.call("LLEN", aside), redis.call("LLEN", wait)
if redis.call("HEXISTS", meta, "paused") == 0 and putAside == 0 then return 0 end
local prioritized = redis.call("ZCARD", KEYS[4])
local delayed = redis.call("ZRANGE", KEYS[6], 0, 0, "WITHSCORES")
redis.call("HDEL", meta, "paused")
if ARGV[1] == "rename" and waiting < putAside then
  for last = waiting - 1, 0, -1000 do
    local ids, turned = redis.call("LRANGE", wait, math.max(0, last - 999), last), {}
    for at = #ids, 1, -1 do turned[#turned + 1] = ids[at] end
    redis.call("LPUSH", aside, unpack(turned))
  end
  redis.call("RENAME", aside, wait)
elseif putAside > 0 then
  for first = 0, putAside - 1, 1000 do
    redis.call("RPUSH", wait, unpack(redis.call("LRANGE", aside, first, first + 999)))
  end
  redis.call("DEL", aside)
end
if putAside + waiting + prioritized > 0 then
  redis.call("ZADD", marker, 0, "0")
elseif delayed[2] then
  redis.call("ZADD", marker, tonumber(delayed[2]) / 4096, "1")
end
redis.call("XADD", events, "*", "event", "resumed")
return 1
`;

const parts = ["paused", "wait", "meta", "prioritized", "events", "delayed"] as const;

/** Resumes a queue that BullMQ 5 or 6 paused. Answers whether it was paused. */
export async function resumeQueue(redis: Redis, queue: string, how: "rename" | "move"): Promise<boolean> {
  const keys = [...parts.map((part) => queueKey(queue, part)), `${queue}:marker`];
  return (await redis.eval(resumeScript, keys.length, ...keys, how)) === 1;
}

import { luaPrelude } from "./lua-prelude";

/**
 * Reads the beginning of the lists of jobs at work, until its time is used up. Reads only.
 *
 * KEYS[1] a key of the queues' slot. ARGV: microseconds, ids of a list, the queues as a JSON list. Answers for each
 * queue that it came to 1 where its `stalled-check` exists, and the ids.
 */
export const activeScript = `${luaPrelude}
local budgetUs, idsMax, queues = tonumber(ARGV[1]), tonumber(ARGV[2]), cjson.decode(ARGV[3])
local rows = {}
for at, queue in ipairs(queues) do
  rows[at] = { ask('EXISTS', queue .. ':stalled-check'), ask('LRANGE', queue .. ':active', 0, idsMax - 1) }
  if now() - startUs >= budgetUs then break end
end
return cjson.encode(rows)
`;

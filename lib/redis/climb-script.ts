import { luaPrelude } from "./lua-prelude";

/**
 * Climbs from a job to its root by the stored `parent` JSON, until its time is used up.
 * KEYS[1] the job; ARGV: microseconds, its queue's key, its id. Answers the parents passed, nearest first, and whether
 * the way ended.
 */
export const climbScript = `${luaPrelude}
local budgetUs = tonumber(ARGV[1])
local queue, id, path, seen, ended = ARGV[2], ARGV[3], {}, {}, 0
for hop = 1, 1000 do
  local key = queue .. ':' .. id
  if seen[key] then break end
  seen[key] = true
  local text = ask('HGET', key, 'parent')
  local isRead, parent = pcall(cjson.decode, text or '')
  if not isRead or type(parent) ~= 'table' then ended = 1 break end
  local isId = type(parent.id) == 'string' or type(parent.id) == 'number'
  if type(parent.queueKey) ~= 'string' or not isId then ended = 1 break end
  queue, id = parent.queueKey, type(parent.id) == 'number' and string.format('%.17g', parent.id) or parent.id
  path[#path + 1], path[#path + 2] = queue, id
  if hop % 16 == 0 and now() - startUs >= budgetUs then break end
end
return cjson.encode({ path, ended })
`;

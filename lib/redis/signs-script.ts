import { luaPrelude } from "./lua-prelude";

/**
 * Reads what shows that processors move, of many jobs, until its time is used up: digests, no payload. Reads only.
 *
 * KEYS[1] a key of the jobs' slot. ARGV: microseconds, bytes up to which a value is digested, the jobs' keys as a JSON
 * list. Answers for each job that it came to three values: of its progress and its data a digest, or the length where
 * that is above the bound or none, and between them how many lines its log has.
 */
export const signsScript = `${luaPrelude}
local budgetUs, bytesMax, keys = tonumber(ARGV[1]), tonumber(ARGV[2]), cjson.decode(ARGV[3])
local function signOf(key, field)
  local bytes = ask('HSTRLEN', key, field) or 0
  if bytes == 0 or bytes > bytesMax then return bytes end
  local text = ask('HGET', key, field)
  return text == '0' and 0 or sub(redis.sha1hex(text), 1, 12)
end
local signs = {}
for at, key in ipairs(keys) do
  signs[at * 3 - 2] = signOf(key, 'progress')
  signs[at * 3 - 1] = ask('LLEN', key .. ':logs') or 0
  signs[at * 3] = signOf(key, 'data')
  if at % 20 == 0 and now() - startUs >= budgetUs then break end
end
return cjson.encode(signs)
`;

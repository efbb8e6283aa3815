import { luaPrelude } from "./lua-prelude";

/**
 * Reads tokens, remaining times and some fields of many jobs, each job's of one instant, until its time is used up;
 * a job costs two commands and a part of a third. Reads only. Needs Redis 7.
 *
 * KEYS[1] a key of the jobs' slot. ARGV: microseconds, the fields as a JSON list, the jobs as a JSON list of a queue
 * and its ids in turns. Answers the instant, how many jobs it came to, and of each: its token or false, the remaining
 * milliseconds (-3 where there is no hash but something else), its fields or false.
 */
export const sweepScript = `${luaPrelude}
local budgetUs = tonumber(ARGV[1])
local fields, groups = cjson.decode(ARGV[2]), cjson.decode(ARGV[3])
local fieldCount, chunk = #fields, 50
local isLong = { opts = true, parent = true, parentKey = true }
local out, width, read = {}, 0, 0

local function readSome(queue, ids, first, last)
  local keys, locks = {}, {}
  for at = first, last do
    local key = queue .. ids[at]
    keys[#keys + 1], locks[#locks + 1] = key, key .. ':lock'
  end
  local tokens = ask('MGET', unpack(locks))
  for at = 1, #keys do
    local token = tokens[at]
    local hash = ask('HMGET', keys[at], unpack(fields))
    out[width + 1] = token
    if not hash then out[width + 2] = -3
    elseif token then out[width + 2] = ask('PTTL', locks[at])
    else out[width + 2] = -2 end
    width = width + 2
    for index = 1, fieldCount do
      local value = hash and hash[index]
      local longest = isLong[fields[index]] and 100000 or 4004
      if value and #value > longest then value = string.sub(value, 1, longest) end
      out[width + index] = value or false
    end
    width = width + fieldCount
  end
  read = read + #keys
end

local isLate = false
for group = 1, #groups, 2 do
  local queue, ids = groups[group] .. ':', groups[group + 1]
  for first = 1, #ids, chunk do
    readSome(queue, ids, first, math.min(first + chunk - 1, #ids))
    isLate = now() - startUs >= budgetUs
    if isLate then break end
  end
  if isLate then break end
end
return cjson.encode({ math.floor(startUs / 1000), read, out })
`;

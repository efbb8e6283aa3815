import { jobHashFields } from "./job-hash";
import { luaPrelude } from "./lua-prelude";
import { walkFollowScript } from "./walk-follow-script";
import { luaPlaceOf, walkStateScript } from "./walk-state-script";

/** Fields whose texts repeat from job to job, or are long: each text crosses the wire once per reply. */
export const internedFields: ReadonlySet<string> = new Set(["name", "parent", "parentKey", "opts", "pb"]);

const luaFields = jobHashFields.map((name) => `'${name}'`).join(", ");
const luaInterned = [...internedFields].map((name) => `[${jobHashFields.findIndex((one) => one === name) + 1}]=true`);

/** Bits of a row's mask beyond those of the hash's fields. */
export const rowBits = {
  lock: 1 << jobHashFields.length,
  counts: 1 << (jobHashFields.length + 1),
  waitingChildren: 1 << (jobHashFields.length + 2),
  delayed: 1 << (jobHashFields.length + 3),
  wrongType: 1 << (jobHashFields.length + 4),
} as const;

/**
 * Reads jobs, and what lies below them, until its time or its number of commands is used up; what it did not come to
 * is handed back. Reads only, depth first, and never `data`, `returnvalue` or a long list. Needs Redis 7.
 *
 * KEYS[1] a key of the flow's slot. ARGV: microseconds, commands, buckets to follow (of "dufp"), members of a
 * collection that is followed, number of queues, the queues, the tasks as JSON: key, queue's place, flag of each
 * (r: read, p: its parent says that it completed).
 */
export const walkScript = `${luaPrelude}
local budgetUs, callsMax, follow, membersMax = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local fields = { ${luaFields} }
local interned = { ${luaInterned.join(", ")} }
local bits, fieldCount = {}, #fields
for at = 1, fieldCount do bits[at] = 2 ^ (at - 1) end

local queues, known = {}, {}
local queuesEnd = 5 + tonumber(ARGV[5])
for at = 6, queuesEnd do
  queues[at - 5] = ARGV[at]
  known[ARGV[at]] = true
end
local function queueOf(key)
  local plain = string.match(key, '^([^:]+:[^:]+):[^:]+$')
  if plain then return plain end
  for at = #key, 1, -1 do
    if string.byte(key, at) == 58 then
      local queue = sub(key, 1, at - 1)
      if known[queue] then return queue end
    end
  end
  return nil
end

local keys, queueAt, flags, stack, seen = {}, {}, {}, {}, {}
local size = 0
local given = cjson.decode(ARGV[queuesEnd + 1])
for at = 1, #given, 3 do
  size = size + 1
  keys[size], queueAt[size], flags[size] = given[at], queues[given[at + 1]], given[at + 2]
end
local tasks, depth = size, 0
for at = size, 1, -1 do
  depth = depth + 1
  stack[depth] = at
end

local values, places, valueCount = {}, {}, 0
local function intern(text)
  local place = places[text]
  if not place then
    place = valueCount
    valueCount = valueCount + 1
    values[valueCount] = text
    places[text] = place
  end
  return place
end

${walkStateScript}local rows, width, edges, edgesEnd = {}, 0, {}, 0
local function put(value)
  width = width + 1
  rows[width] = value
end

${walkFollowScript}local function putHash(hash)
  local mask, slot = 0, width + 1
  width = slot
  for index = 1, fieldCount do
    local value = hash[index]
    -- A zero says what an absent field says.
    if value and (value ~= '0' or index == ${luaPlaceOf("timestamp")}) then
      mask = mask + bits[index]
      if interned[index] then value = intern(#value > 100000 and sub(value, 1, 100000) or value)
      elseif #value > 4004 then value = sub(value, 1, 4004) end
      width = width + 1
      rows[width] = value
    end
  end
  rows[slot] = mask
  return slot
end

local function read(at)
  local key, queue, isTrusted = keys[at], queueAt[at], flags[at] == 'p'
  isWrong = false
  local hash = ask('HMGET', key, unpack(fields))
  local isHash = hash ~= false
  hash = hash or {}
  local counts, token, ttlMs
  if ask('EXISTS', key .. ':dependencies', key .. ':unsuccessful', key .. ':failed', key .. ':processed', key .. ':lock') > 0 then
    local d, u = ask('SCARD', key .. ':dependencies') or 0, ask('ZCARD', key .. ':unsuccessful') or 0
    local f, p = ask('HLEN', key .. ':failed') or 0, ask('HLEN', key .. ':processed') or 0
    if d + u + f + p > 0 then counts = { d = d, u = u, f = f, p = p } end
    token = ask('GET', key .. ':lock')
    if token then ttlMs = ask('PTTL', key .. ':lock') end
  end
  rows[width + 1], rows[width + 2] = at - 1, intern(queue)
  local stateSlot = width + 3
  width = stateSlot
  local slot = putHash(hash)
  local exists = not isHash or rows[slot] > 0
  local state, score = 9, nil
  if not exists then state = isTrusted and 1 or 8
  elseif isTrusted and hash[${luaPlaceOf("finishedOn")}] then state = 1
  else state, score = stateOf(queue, sub(key, #queue + 2), hash, counts, token) end
  if not isHash and state == 7 then state = 9 end
  local mask = rows[slot]
  if token then
    mask = mask + ${rowBits.lock}
    put(token) put(ttlMs)
  end
  if counts then
    mask = mask + ${rowBits.counts}
    put(counts.p) put(counts.d) put(counts.f) put(counts.u)
  end
  if score then
    mask = mask + (state == 3 and ${rowBits.waitingChildren} or ${rowBits.delayed})
    put(score)
  end
  if isWrong then mask = mask + ${rowBits.wrongType} end
  rows[stateSlot], rows[slot] = state, mask
  if counts then followAll(at, counts) end
end

local sinceLook, left = 0, {}
while depth > 0 do
  local at = stack[depth]
  depth = depth - 1
  -- Where no known queue fits, the caller cuts the key, and asks again.
  if not queueAt[at] then left[#left + 1] = at - 1
  elseif not seen[keys[at]] then
    seen[keys[at]] = true
    read(at)
  end
  sinceLook = sinceLook + 1
  if calls >= callsMax then break end
  if sinceLook >= 8 then
    sinceLook = 0
    if now() - startUs >= budgetUs then break end
  end
end

local found = {}
for at = tasks + 1, size do found[at - tasks] = keys[at] end
for at = 1, depth do left[#left + 1] = stack[at] - 1 end
return cjson.encode({ math.floor(startUs / 1000), calls, values, found, edges, rows, left })
`;

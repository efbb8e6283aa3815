/**
 * Reads what is new in event streams, newest first, and leaves payloads (return values, reasons, progress) in Redis.
 * Each stream is read up to a time and a number of entries; what is older than that is passed over and said so. Reads
 * only. Needs Redis 7.
 *
 * KEYS[1] a key of the streams' slot. ARGV: microseconds after which no further stream is begun, microseconds and
 * entries per stream, the streams as a JSON list of a queue and the last id seen there ('' where none) in turns.
 * Answers how many streams it came to, and of each with news: its place, its newest id, 1 where all since the last id
 * was read, and six values per event: its instant, a letter (`a` added, `s` started, `c` completed, `f` failed), the
 * job's id, its name, when it finished by its worker's clock, and that worker's name; each `false` where not known.
 */
export const followScript = `#!lua flags=no-writes
local function ask(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    if string.sub(reply.err, 1, 9) ~= 'WRONGTYPE' then error(reply.err) end
    return nil
  end
  return reply
end
local function now()
  local time = ask('TIME')
  return time[1] * 1000000 + time[2]
end
local budgetUs, streamUs, entriesMax = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local streams, startUs = cjson.decode(ARGV[4]), now()
local letters = { added = 'a', active = 's', completed = 'c', failed = 'f' }
local textMax, chunkMax = 512, 16

local function short(text)
  if text and #text <= textMax then return text end
  return false
end

local function fieldsOf(entry)
  local event, jobId, name
  local fields = entry[2]
  for at = 1, #fields, 2 do
    local field = fields[at]
    if field == 'event' then event = fields[at + 1]
    elseif field == 'jobId' then jobId = fields[at + 1]
    elseif field == 'name' then name = fields[at + 1] end
  end
  return letters[event], jobId, name
end

local function take(queue, entry, events, ended)
  local letter, jobId, name = fieldsOf(entry)
  if not letter or not short(jobId) then return end
  local finishedOn, worker
  if letter ~= 'a' then
    -- A run that ended in this slice was asked for already: the newest event comes first.
    local hash = not ended[jobId] and ask('HMGET', queue .. ':' .. jobId, 'name', 'finishedOn', 'pb')
    if hash then name = hash[1] end
    if letter ~= 's' then
      ended[jobId] = true
      if hash then finishedOn, worker = hash[2], hash[3] end
    end
  end
  local instant = string.match(entry[1], '^%d+')
  local count = #events
  events[count + 1], events[count + 2], events[count + 3] = instant, letter, jobId
  events[count + 4], events[count + 5], events[count + 6] = short(name), short(finishedOn), short(worker)
end

local function readStream(place, queue, last)
  local key, before, beganUs = queue .. ':events', '+', now()
  local oldest = last == '' and '-' or '(' .. last
  local newest, whole, seen, chunk, events, ended = nil, 0, 0, 1, {}, {}
  local atUs = beganUs
  repeat
    local entries = ask('XREVRANGE', key, before, oldest, 'COUNT', chunk)
    if not entries or #entries == 0 then whole = 1 break end
    newest = newest or entries[1][1]
    for at = 1, #entries do take(queue, entries[at], events, ended) end
    seen = seen + #entries
    if #entries < chunk then whole = 1 break end
    before = '(' .. entries[#entries][1]
    -- Entries with large payloads are slow: fewer of them at once.
    local laterUs = now()
    local tookUs = laterUs - atUs
    atUs = laterUs
    if tookUs < 200 then chunk = math.min(chunk * 2, chunkMax)
    elseif tookUs > 500 then chunk = math.max(1, math.floor(chunk / 2)) end
  until seen >= entriesMax or atUs - beganUs >= streamUs
  if newest then return { place, newest, whole, events } end
end

local out, read = {}, 0
for at = 1, #streams, 2 do
  local news = readStream(read, streams[at], streams[at + 1])
  if news then out[#out + 1] = news end
  read = read + 1
  if now() - startUs >= budgetUs then break end
end
return cjson.encode({ read, out })
`;

import { streamPrelude } from "./stream-prelude";

/**
 * Reads what is new in event streams, newest first, and leaves payloads (return values, reasons, progress) in Redis.
 * Each stream is read for a time; the next call goes on back from there. Reads only. Needs Redis 7.
 *
 * KEYS[1] a key of the streams' slot. ARGV: microseconds after which no further stream is begun, microseconds per
 * stream, the streams as a JSON list of a queue, the last id seen there ('' where none) and the oldest one read since
 * ('' at first) in turns. Answers how many streams it came to, the instant, and of each with news: its place, the newest and the
 * oldest id read or `false`, 1 where all since the last id was read, how many entries that were, and six values per
 * event: its instant, a letter (`a` added, `s` started, `c` completed, `f` failed), the job's id, its name, when it
 * finished by its worker's clock, and that worker's name; each `false` where not known.
 */
export const followScript = `${streamPrelude}
local budgetUs, streamUs = tonumber(ARGV[1]), tonumber(ARGV[2])
local streams = cjson.decode(ARGV[3])
local letters = { added = 'a', active = 's', completed = 'c', failed = 'f' }
local textMax = 512

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

local function readStream(place, queue, last, readTo)
  local key, beganUs = queue .. ':events', now()
  local before = readTo == '' and '+' or '(' .. readTo
  local stop = last == '' and '-' or '(' .. last
  local newest, oldest, whole, seen, chunk, events, ended = false, false, 0, 0, 1, {}, {}
  local atUs = beganUs
  repeat
    local entries = ask('XREVRANGE', key, before, stop, 'COUNT', chunk)
    if not entries or #entries == 0 then whole = 1 break end
    newest = newest or entries[1][1]
    for at = 1, #entries do take(queue, entries[at], events, ended) end
    seen = seen + #entries
    oldest = entries[#entries][1]
    if #entries < chunk then whole = 1 break end
    before = '(' .. oldest
    local laterUs = now()
    chunk = nextChunk(chunk, laterUs - atUs)
    atUs = laterUs
  until atUs - beganUs >= streamUs
  if newest or readTo ~= '' then return { place, newest, oldest, whole, seen, events } end
end

local out, read = {}, 0
for at = 1, #streams, 3 do
  local news = readStream(read, streams[at], streams[at + 1], streams[at + 2])
  if news then out[#out + 1] = news end
  read = read + 1
  if now() - startUs >= budgetUs then break end
end
return cjson.encode({ read, out, math.floor(now() / 1000) })
`;

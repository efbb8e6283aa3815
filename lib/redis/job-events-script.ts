import { streamPrelude } from "./stream-prelude";

/**
 * Looks back through an event stream for what concerns one job, until its time is used up; payloads stay in Redis, and
 * of the progress between two other events only the last is told. Reads only. Needs Redis 7.
 * KEYS[1] the stream; ARGV: microseconds, the job's id, the id to go back from or `+`, the event to end at or ''.
 * Answers what was found, newest first, as instant, event and the state before it or `false` in turns; the id to go on
 * from, or `false` where the end was reached; and how many entries were looked at.
 */
export const jobEventsScript = `${streamPrelude}
local budgetUs, jobId, last = tonumber(ARGV[1]), ARGV[2], ARGV[4]
local before, seen, chunk, atUs = ARGV[3], 0, 1, startUs
local found, ended, wasProgress = {}, false, false

local function take(entry)
  local fields, event, from, ofJob = entry[2], nil, false, false
  for place = 1, #fields, 2 do
    local field = fields[place]
    if field == 'event' then event = fields[place + 1]
    elseif field == 'prev' then from = fields[place + 1]
    elseif field == 'jobId' then ofJob = fields[place + 1] == jobId end
  end
  if not ofJob or not event or #event > 64 or (event == 'progress' and wasProgress) then return end
  if from and #from > 64 then from = false end
  wasProgress = event == 'progress'
  found[#found + 1] = string.match(entry[1], '^%d+')
  found[#found + 1], found[#found + 2] = event, from
  if event == last then ended = true end
end

repeat
  local entries = ask('XREVRANGE', KEYS[1], before, '-', 'COUNT', chunk) or {}
  for at = 1, #entries do
    if not ended then take(entries[at]) end
  end
  seen = seen + #entries
  if ended or #entries < chunk then before = false break end
  before = '(' .. entries[#entries][1]
  local laterUs = now()
  chunk = nextChunk(chunk, laterUs - atUs)
  atUs = laterUs
until atUs - startUs >= budgetUs
return cjson.encode({ found, before, seen })
`;

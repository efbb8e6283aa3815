/**
 * Looks back through an event stream for one job's last start and last progress, until its time is used up; payloads
 * stay in Redis. Reads only. Needs Redis 7.
 * KEYS[1] the stream; ARGV: microseconds, the job's id, the id to go back from, or `+`. Answers the instants of the
 * start and the progress or `false`, the id to go on from or `false` where the end was reached, and how many entries
 * were looked at.
 */
export const runEventsScript = `#!lua flags=no-writes
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
local budgetUs, startUs, jobId = tonumber(ARGV[1]), now(), ARGV[2]
local before, seen, chunk, atUs = ARGV[3], 0, 1, startUs
local active, progress = false, false
repeat
  local entries = redis.pcall('XREVRANGE', KEYS[1], before, '-', 'COUNT', chunk)
  if entries.err then
    if string.sub(entries.err, 1, 9) ~= 'WRONGTYPE' then error(entries.err) end
    entries = {}
  end
  for at = 1, #entries do
    local fields, event, ofJob = entries[at][2], nil, false
    for place = 1, #fields, 2 do
      if fields[place] == 'event' then event = fields[place + 1]
      elseif fields[place] == 'jobId' then ofJob = fields[place + 1] == jobId end
    end
    if ofJob and not active then
      local instant = string.match(entries[at][1], '^%d+')
      if event == 'progress' and not progress then progress = instant end
      if event == 'active' then active = instant end
    end
  end
  seen = seen + #entries
  if active or #entries < chunk then before = false break end
  before = '(' .. entries[#entries][1]
  -- Entries with large payloads are slow: fewer of them at once.
  local laterUs = now()
  local tookUs = laterUs - atUs
  atUs = laterUs
  if tookUs < 200 then chunk = math.min(chunk * 2, 16)
  elseif tookUs > 500 then chunk = math.max(1, math.floor(chunk / 2)) end
until atUs - startUs >= budgetUs
return cjson.encode({ active, progress, before, seen })
`;

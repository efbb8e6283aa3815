/**
 * What the scripts over event streams share: commands that answer nil to a wrong type, a clock in µs, and how many
 * entries to read at once, fewer where large payloads make them slow.
 */
export const streamPrelude = `#!lua flags=no-writes
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
local function nextChunk(chunk, tookUs)
  if tookUs < 200 then return math.min(chunk * 2, 16) end
  if tookUs > 500 then return math.max(1, math.floor(chunk / 2)) end
  return chunk
end
local startUs = now()
`;

/**
 * What each read-only script of ours begins with: commands that answer false to a wrong type and note it, how many ran,
 * and Redis' clock in µs. Needs Redis 7.
 */
export const luaPrelude = `#!lua flags=no-writes
local call, sub, unpack = redis.pcall, string.sub, unpack
local calls, isWrong = 0, false
local function ask(...)
  calls = calls + 1
  local reply = call(...)
  if type(reply) == 'table' and reply.err then
    if sub(reply.err, 1, 9) ~= 'WRONGTYPE' then error(reply.err) end
    isWrong = true
    return false
  end
  return reply
end
local function now()
  local time = ask('TIME')
  return time[1] * 1000000 + time[2]
end
local startUs = now()
`;

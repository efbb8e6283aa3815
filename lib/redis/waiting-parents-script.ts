/**
 * Reads parents of one queue that wait for children, with their pending children where those are few, until its time
 * is used up. Of each job only what judging a wait needs, as four commands do for a parent and a child; who did more than
 * wait or waits for many is named, to be read whole. The caller makes sure that a child is in a list of waiting ones.
 *
 * KEYS[1] a key of the queue's slot. ARGV: microseconds, pending children that are followed, the queue, ids as JSON.
 *
 * Replies: ms, ids that it came to, texts, rows. A row: its id's place and -1 (to be read whole), or place, name, time,
 * parent, parentKey, score, and how many pending children follow. A child: key and -1 (to be read whole), or key, name,
 * time. Names and parents are places of texts, 0 for none.
 */
export const waitingParentsScript = `#!lua flags=no-writes
local call, sub = redis.pcall, string.sub
local budgetUs, pendingMax, queue = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local ids = cjson.decode(ARGV[4])
local scoresAtOnce = 10
local asked = 0
local function ask(...)
  asked = asked + 1
  local reply = call(...)
  if type(reply) == 'table' and reply.err then
    if sub(reply.err, 1, 9) ~= 'WRONGTYPE' then error(reply.err) end
    return false
  end
  return reply
end
local function now()
  local time = ask('TIME')
  return time[1] * 1000000 + time[2]
end
local startUs = now()

local values, places, valueCount = {}, {}, 0
local function intern(text)
  if not text then return 0 end
  local place = places[text]
  if not place then
    valueCount = valueCount + 1
    place = valueCount
    values[place] = sub(text, 1, 100000)
    places[text] = place
  end
  return place
end
local rows, width = {}, 0
local function put(value)
  width = width + 1
  rows[width] = value
end

local function anyExists(keys)
  return #keys > 0 and ask('EXISTS', unpack(keys)) ~= 0
end

local function putChild(key, mayBeParent)
  put(key)
  local hash = ask('HMGET', key, 'name', 'timestamp', 'defa')
  if not hash or not hash[2] or hash[3] or (mayBeParent and anyExists({ key .. ':dependencies' })) then put(-1)
  else
    put(intern(hash[1])) put(hash[2])
  end
end

local function readParent(at, score)
  local key = queue .. ':' .. ids[at]
  put(at - 1)
  local hash = score and ask('HMGET', key, 'name', 'timestamp', 'parent', 'parentKey', 'defa')
  if not hash or not hash[2] or hash[5] then
    put(-1)
    return
  end
  -- All members where these are as many as may follow, else one too many of them.
  local children = ask('SRANDMEMBER', key .. ':dependencies', pendingMax + 1) or {}
  if #children > pendingMax then
    put(-1)
    return
  end
  put(intern(hash[1])) put(hash[2]) put(intern(hash[3])) put(intern(hash[4])) put(score) put(#children)
  local below = {}
  for index, child in ipairs(children) do below[index] = child .. ':dependencies' end
  local mayBeParent = anyExists(below)
  for _, child in ipairs(children) do putChild(child, mayBeParent) end
end

local done, lookAt, scores = 0, 0, false
while done < #ids do
  if done % scoresAtOnce == 0 then
    scores = ask('ZMSCORE', queue .. ':waiting-children', unpack(ids, done + 1, math.min(done + scoresAtOnce, #ids)))
  end
  done = done + 1
  readParent(done, scores and scores[(done - 1) % scoresAtOnce + 1])
  if asked >= lookAt then
    if now() - startUs >= budgetUs then break end
    lookAt = asked + 60
  end
end
return cjson.encode({ math.floor(startUs / 1000), done, values, rows })
`;

import { luaPrelude } from "./lua-prelude";

/** What the scripts over waiting parents share. */
const prelude = `${luaPrelude}
local budgetUs, pendingMax, queue = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local ids = cjson.decode(ARGV[4])
local rows, width = {}, 0
local function put(value)
  width = width + 1
  rows[width] = value
end
local parentsAtOnce, childrenAtOnce = 20, 60
local function countExisting(keys)
  return #keys == 0 and 0 or ask('EXISTS', unpack(keys))
end
local done = 0
local function scoresOfNext()
  local last = math.min(done + parentsAtOnce, #ids)
  return ask('ZMSCORE', queue .. ':waiting-children', unpack(ids, done + 1, last)) or {}
end
local function childrenOf(key)
  -- All members where these are as many as may follow, else one too many of them.
  return ask('SRANDMEMBER', key .. ':dependencies', pendingMax + 1) or {}
end
`;

/**
 * Reads parents of one queue that wait for children, with their pending children where those are few, until its time
 * is used up. Of each job only what judging a wait needs, as three commands do for a parent and a child; who did more than
 * wait or waits for many is named, to be read whole. The caller makes sure that a child is in a list of waiting ones.
 *
 * KEYS[1] a key of the queue's slot. ARGV: microseconds, pending children that are followed, the queue, ids as JSON.
 *
 * Replies: ms, ids that it came to, texts, rows. A row: its id's place and -1 (to be read whole), or place, name, time,
 * parent, parentKey, score, and how many pending children follow. A child: key and -1 (to be read whole), or key, name,
 * time. Names and parents are places of texts, 0 for none.
 */
export const waitingParentsScript = `${prelude}
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

local function putChild(key, mayBeParent)
  put(key)
  local hash = ask('HMGET', key, 'name', 'timestamp', 'defa')
  if not hash or not hash[2] or hash[3] or (mayBeParent and countExisting({ key .. ':dependencies' }) ~= 0) then put(-1)
  else
    put(intern(hash[1])) put(hash[2])
  end
end

local function readParent(key, score)
  local hash = score and ask('HMGET', key, 'name', 'timestamp', 'parent', 'parentKey', 'defa')
  if not hash or not hash[2] or hash[5] then return false end
  local children = childrenOf(key)
  if #children > pendingMax then return false end
  return { hash = hash, score = score, children = children }
end

local function putParent(parent, mayBeParents)
  local hash = parent.hash
  put(intern(hash[1])) put(hash[2]) put(intern(hash[3])) put(intern(hash[4])) put(parent.score) put(#parent.children)
  for _, child in ipairs(parent.children) do putChild(child, mayBeParents) end
end

while done < #ids do
  local scores, parents, below = scoresOfNext(), {}, {}
  for at = 1, math.min(parentsAtOnce, #ids - done) do
    local parent = readParent(queue .. ':' .. ids[done + at], scores[at])
    parents[at] = parent
    if parent then for _, child in ipairs(parent.children) do below[#below + 1] = child .. ':dependencies' end end
    if #below >= childrenAtOnce then break end
  end
  local mayBeParents = countExisting(below) ~= 0
  for at, parent in ipairs(parents) do
    put(done + at - 1)
    if parent then putParent(parent, mayBeParents) else put(-1) end
  end
  done = done + #parents
  if now() - startUs >= budgetUs then break end
end
return cjson.encode({ math.floor(startUs / 1000), done, values, rows })
`;

/**
 * Looks whether parents without a parent, whose children merely waited when they were read, still wait for as many
 * children, and whether these still exist: one command each, besides some for twenty at once.
 *
 * KEYS and ARGV as above, the ids each followed by their wait's score, the number of their children and these children's keys.
 * Replies: parents that it came to, and the places (from zero) of those that are to be read again.
 */
export const waitingCheckScript = `${prelude}
local wanted, at = ids, 1
local function nextParents()
  local parents, members, jobs = {}, {}, {}
  while wanted[at] and #parents < parentsAtOnce and #jobs < childrenAtOnce do
    local key, count = queue .. ':' .. wanted[at], wanted[at + 2]
    parents[#parents + 1] = { key = key, score = wanted[at + 1], count = count }
    members[#members + 1] = wanted[at]
    jobs[#jobs + 1] = key
    for child = at + 3, at + 2 + count do jobs[#jobs + 1] = wanted[child] end
    at = at + 3 + count
  end
  return parents, members, jobs
end

while wanted[at] do
  local parents, members, jobs = nextParents()
  local scores = ask('ZMSCORE', queue .. ':waiting-children', unpack(members)) or {}
  local isLacking = countExisting(jobs) ~= #jobs
  for index, parent in ipairs(parents) do
    local isAsBefore = not isLacking and scores[index] == parent.score
    if not isAsBefore or ask('SCARD', parent.key .. ':dependencies') ~= parent.count then put(done + index - 1) end
  end
  done = done + #parents
  if now() - startUs >= budgetUs then break end
end
return cjson.encode({ done, rows })
`;

/** The part of the walk that goes from a parent that was just read to its children, where they are few. */
export const walkFollowScript = `
local collections = { d = ':dependencies', u = ':unsuccessful', f = ':failed', p = ':processed' }
local function followOne(at, bucket)
  local key = keys[at] .. collections[bucket]
  local found
  if bucket == 'd' then found = ask('SMEMBERS', key)
  elseif bucket == 'u' then found = ask('ZRANGE', key, 0, -1)
  else found = ask('HKEYS', key) end
  found = found or {}
  edges[edgesEnd + 1], edges[edgesEnd + 2], edges[edgesEnd + 3] = at - 1, bucket, size
  edges[edgesEnd + 4] = #found
  edgesEnd = edgesEnd + 4
  for index = #found, 1, -1 do
    local child = size + index
    keys[child], queueAt[child], flags[child] = found[index], queueOf(found[index]), bucket == 'p' and 'p' or 'r'
    depth = depth + 1
    stack[depth] = child
  end
  size = size + #found
end

local follows = {}
for _, bucket in ipairs({ 'p', 'f', 'u', 'd' }) do
  if string.find(follow, bucket, 1, true) then follows[#follows + 1] = bucket end
end
local function followAll(at, counts)
  local sum = 0
  for _, bucket in ipairs(follows) do sum = sum + counts[bucket] end
  if sum == 0 or sum > membersMax then return end
  for _, bucket in ipairs(follows) do
    if counts[bucket] > 0 then followOne(at, bucket) end
  end
end
`;

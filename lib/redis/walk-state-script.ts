import { jobHashFields } from "./job-hash";

/** Where a field stands in HMGET's reply, as Lua counts. */
export function luaPlaceOf(name: (typeof jobHashFields)[number]): number {
  return jobHashFields.indexOf(name) + 1;
}

/**
 * The part of the walk that finds a job's state without touching a long list: the sorted sets that its fields hint at,
 * and the active list where it is short. What is in none of them (7) is told waiting from lost by the caller.
 */
export const walkStateScript = `
local actives = {}
local function isActive(queue, id)
  local key = queue .. ':active'
  local ids = actives[queue]
  if not ids then
    local length = ask('LLEN', key) or 0
    ids = { isLong = length > 500, set = {} }
    if not ids.isLong then
      for _, one in ipairs(ask('LRANGE', key, 0, -1) or {}) do ids.set[one] = true end
    end
    actives[queue] = ids
  end
  if not ids.isLong then return ids.set[id] == true end
  return (ask('LPOS', key, id, 'RANK', -1, 'MAXLEN', 500) or ask('LPOS', key, id, 'MAXLEN', 500)) and true or false
end

-- 1 completed 2 failed 3 waiting-children 4 delayed 5 prioritized 6 active 7 in no set 8 missing 9 no hash's type
local function stateOf(queue, id, hash, counts, token)
  local started = hash[${luaPlaceOf("processedOn")}]
  if hash[${luaPlaceOf("finishedOn")}] then
    if ask('ZSCORE', queue .. ':completed', id) then return 1 end
    if ask('ZSCORE', queue .. ':failed', id) then return 2 end
  end
  if (started or token) and isActive(queue, id) then return 6 end
  if counts or not started then
    local score = ask('ZSCORE', queue .. ':waiting-children', id)
    if score then return 3, score end
  end
  local delay, priority, made = hash[${luaPlaceOf("delay")}], hash[${luaPlaceOf("priority")}], hash[${luaPlaceOf("atm")}]
  if (delay and delay ~= '0') or (started and made and made ~= '0') then
    local score = ask('ZSCORE', queue .. ':delayed', id)
    if score then return 4, score end
  end
  if priority and priority ~= '0' and ask('ZSCORE', queue .. ':prioritized', id) then return 5 end
  return 7
end
`;

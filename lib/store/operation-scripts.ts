/** KEYS: ids by their starts, the open ones, totals by id. ARGV: id, start, total, ms until all of it expires, oldest start. */
export const openOperationScript = `
for index = 1, 2 do
  redis.call('ZADD', KEYS[index], ARGV[2], ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', '(' .. ARGV[5])
end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
for index = 1, 3 do redis.call('PEXPIRE', KEYS[index], ARGV[4]) end
return 1`;

/** KEYS: head, lease. ARGV: holder, lease in ms. */
export const holdOperationScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1`;

/** KEYS: head, lease, results. ARGV: holder, lease in ms, place. */
export const beginJobScript = `
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'endedAtMs') == 1 then return 'lost' end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 'lost' end
if redis.call('LLEN', KEYS[3]) ~= tonumber(ARGV[3]) then return 'lost' end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
if redis.call('HEXISTS', KEYS[1], 'stopping') == 1 then return 'stop' end
redis.call('HSET', KEYS[1], 'begun', ARGV[3] + 1)
return 'go'`;

/** KEYS: head, lease, results, jobs. ARGV: holder, place, result, its kind, ms until all of it expires. */
export const appendResultScript = `
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 0 end
local acted = redis.call('LLEN', KEYS[3])
if acted > tonumber(ARGV[2]) and holder then return 1 end
if acted ~= tonumber(ARGV[2]) or redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('RPUSH', KEYS[3], ARGV[3])
redis.call('HINCRBY', KEYS[1], ARGV[4], 1)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[3], ARGV[5])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
return 1`;

/** KEYS: head. Nothing comes back that has expired. */
export const stopOperationScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], 'stopping', 1)`;

/** KEYS: head, lease, the open ones. ARGV: holder, id, instant. */
export const endOperationScript = `
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('ZREM', KEYS[3], ARGV[2])
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'endedAtMs', ARGV[3]) end
return 1`;

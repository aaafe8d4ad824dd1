-- Take the first row of a lane for a while. The fence rises with each holder, so that a late one cannot settle; no number
-- comes twice, not even for a timer that was taken away and set anew.
-- KEYS: lane, due. ARGV: lane name, now, end of the lease (milliseconds). Returns {id, body, fence, attempt,
-- when it was first taken} or nothing.
local head = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
if not head then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return {}
end
local row = 'k:row:' .. head
local found = redis.call('HMGET', row, 'due', 'lease', 'body')
local due, lease = tonumber(found[1] or '0'), tonumber(found[2] or '0')
if not found[3] then
  redis.call('ZREM', KEYS[1], head)
  return {}
end
local free = math.max(due, lease)
if free > tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[2], free, ARGV[1])
  return {}
end
local fence = redis.call('INCR', 'k:order')
redis.call('HSET', row, 'lease', ARGV[3], 'fence', fence)
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('HSETNX', row, 'first', ARGV[2])
return {head, found[3], fence, redis.call('HINCRBY', row, 'attempts', 1), redis.call('HGET', row, 'first')}

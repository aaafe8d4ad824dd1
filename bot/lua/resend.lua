-- A message that a carrier took and then refused, because its window was closed, waits for the citizen's next message.
-- KEYS: the kept message, lane, due. ARGV: lane name, row, body, due at the latest (milliseconds). Returns 1, or 0 for
-- a second report of the same message.
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.call('HSET', 'k:row:' .. ARGV[2], 'body', ARGV[3], 'due', ARGV[4], 'lease', 0, 'waits', 1)
redis.call('ZADD', KEYS[2], redis.call('INCR', 'k:order'), ARGV[2])
redis.call('ZADD', KEYS[3], 'LT', ARGV[4], ARGV[1])
return 1

-- The answer of an earlier turn, whose own way to the citizen failed, goes out by the outbox: once.
-- KEYS: seen, lane, due. ARGV: lane name, row, body, now (milliseconds). Returns 1, or 0 where it went that way before.
if redis.call('HGET', KEYS[1], 'way') ~= 'door' then return 0 end
redis.call('HSET', KEYS[1], 'way', 'outbox')
redis.call('HSET', 'k:row:' .. ARGV[2], 'body', ARGV[3], 'due', ARGV[4], 'lease', 0)
redis.call('ZADD', KEYS[2], redis.call('INCR', 'k:order'), ARGV[2])
redis.call('ZADD', KEYS[3], 'LT', ARGV[4], ARGV[1])
return 1

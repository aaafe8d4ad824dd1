-- A delivery report was heard, or a message was handed over: its record rises, and never falls.
-- KEYS: record. ARGV: rank, state, seconds the record is kept.
-- Returns 1, or 0 where the record had come as far, or further.
local rank = tonumber(redis.call('HGET', KEYS[1], 'rank') or 0)
if tonumber(ARGV[1]) <= rank then return 0 end
redis.call('HSET', KEYS[1], 'rank', ARGV[1], 'state', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1

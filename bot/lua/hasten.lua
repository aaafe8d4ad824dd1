-- Look now at what waits first in a lane. Whoever holds it just now may have asked too early: what follows in this lane
-- is then due at once (see settle.lua).
-- KEYS: lane, due. ARGV: lane name, now (milliseconds). Returns 1, or 0 where nothing waits.
local head = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
if not head then return 0 end
local row = 'k:row:' .. head
local lease = tonumber(redis.call('HGET', row, 'lease') or '0')
if lease > 0 then redis.call('HSET', row, 'hastened', 1) end  -- a holder whose lease has ended may still settle it
if lease > tonumber(ARGV[2]) then return 1 end
redis.call('HSET', row, 'due', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1

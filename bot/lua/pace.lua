-- A carrier's own speed: may one more message go out now? Bursts of one second's worth are fine.
-- KEYS: the channel's bucket. ARGV: now in milliseconds, messages a second. Returns 0, or milliseconds to wait.
local now, gap = tonumber(ARGV[1]), 1000 / tonumber(ARGV[2])
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if free - now > 1000 then return math.ceil(free - now - 1000) end
redis.call('SET', KEYS[1], free + gap, 'PX', 10000)
return 0

-- News of what happened, queued once: the number of the last happening moves on together with the rows.
-- KEYS: the number, due. ARGV: the number that was read, the new one, number of rows, then (id, lane, body, due, look)
-- each, times in milliseconds. Returns 1, or 0 where somebody else was first.
if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
local at = 3
for _ = 1, tonumber(ARGV[at]) do
  redis.call('HSET', 'k:row:' .. ARGV[at + 1], 'body', ARGV[at + 3], 'due', ARGV[at + 4], 'lease', 0)
  redis.call('ZADD', 'k:lane:' .. ARGV[at + 2], 'NX', redis.call('INCR', 'k:order'), ARGV[at + 1])
  redis.call('ZADD', KEYS[2], 'LT', ARGV[at + 5], ARGV[at + 2])
  at = at + 5
end
return 1

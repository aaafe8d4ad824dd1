-- Lanes that somebody should look at now; each is marked to be looked at again, in case nobody comes.
-- KEYS: due. ARGV: now, look again at (milliseconds), how many at most.
local lanes = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, lane in ipairs(lanes) do redis.call('ZADD', KEYS[1], ARGV[2], lane) end
return lanes

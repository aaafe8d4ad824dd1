-- The holder of a row is done with it: take it away, change the case, add what follows; or put it off.
-- KEYS: lane, due. ARGV: lane name, row, fence, put off until ("" = done), look at the lane at (milliseconds),
--   case key ("" = none; with a row put off "heard": sooner, when the citizen writes; "pace": it was no try), case, number of rows that follow, then (id, lane, body, due, look) each.
-- Returns 1, or 0 where somebody else holds the row by now.
local row = 'k:row:' .. ARGV[2]
if redis.call('HGET', row, 'fence') ~= ARGV[3] then return 0 end
if ARGV[4] ~= '' then
  redis.call('HSET', row, 'due', ARGV[4], 'lease', 0)
  if ARGV[6] == 'heard' then redis.call('HSET', row, 'waits', 1) end
  if ARGV[6] == 'pace' then redis.call('HINCRBY', row, 'attempts', -1) end  -- nothing was tried
  redis.call('ZADD', KEYS[2], ARGV[5], ARGV[1])
  return 1
end
local hastened = redis.call('HGET', row, 'hastened')  -- something happened while the holder was asking: ask again at once
redis.call('DEL', row)
redis.call('ZREM', KEYS[1], ARGV[2])
local after = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
if after then
  redis.call('ZADD', KEYS[2], redis.call('HGET', 'k:row:' .. after, 'due') or 0, ARGV[1])
else
  redis.call('ZREM', KEYS[2], ARGV[1])
end
if ARGV[6] ~= '' and redis.call('EXISTS', ARGV[6]) == 1 then redis.call('SET', ARGV[6], ARGV[7], 'KEEPTTL') end
local at = 8
for _ = 1, tonumber(ARGV[at]) do
  local now = hastened and ARGV[at + 2] == ARGV[1]
  redis.call('HSET', 'k:row:' .. ARGV[at + 1], 'body', ARGV[at + 3], 'due', now and 0 or ARGV[at + 4], 'lease', 0)
  redis.call('ZADD', 'k:lane:' .. ARGV[at + 2], 'NX', redis.call('INCR', 'k:order'), ARGV[at + 1])
  redis.call('ZADD', KEYS[2], 'LT', now and 0 or ARGV[at + 5], ARGV[at + 2])
  at = at + 5
end
return 1

-- One turn, all or nothing: duplicate mark with its reply, session, cases, outbox rows, timers.
-- KEYS: seen, session, mine, wrong PINs of this sender, of everybody, due, the day's funnel.
-- ARGV: revision read, session, reply, fingerprint, seconds to remember the reply, seconds to keep the session,
--   seconds to remember a wrong PIN (0 = there was none), "outbox" or "door" (the reply's way), now in milliseconds where
--   the citizen wrote (0 = a timer), the lane of messages to the citizen,
--   number of cases that are known better now, then (key, body) each, number of new cases, then
--   (key, body, seconds) each; number of reports that are followed here, then (followers, field, body, case or "" for a
--   supporter's, seconds) each; number of rows, then (id, lane, body, due, look) each, times in milliseconds; a row with an empty body is taken away;
--   number of counts, seconds to keep the day's funnel, then its field each.
-- Returns {"done"}, {"seen", reply, fingerprint}, {"moved"} (another turn came first) or {"taken"} (number in use).
local seen = redis.call('HMGET', KEYS[1], 'reply', 'print')
if seen[1] then return {'seen', seen[1], seen[2]} end
if (redis.call('HGET', KEYS[2], 'rev') or '0') ~= ARGV[1] then return {'moved'} end
local at = 11
local learned = {}
for _ = 1, tonumber(ARGV[at]) do
  learned[#learned + 1] = {ARGV[at + 1], ARGV[at + 2]}
  at = at + 2
end
at = at + 1
local cases = {}
for _ = 1, tonumber(ARGV[at]) do
  if redis.call('EXISTS', ARGV[at + 1]) == 1 then return {'taken'} end
  cases[#cases + 1] = {ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]}
  at = at + 3
end
for _, case in ipairs(learned) do redis.call('SET', case[1], case[2], 'XX', 'KEEPTTL') end
redis.call('HSET', KEYS[1], 'reply', ARGV[3], 'print', ARGV[4], 'way', ARGV[8])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('HSET', KEYS[2], 'rev', ARGV[1] + 1, 'body', ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[6])
if ARGV[9] ~= '0' then  -- the citizen is there: news that waited for this goes out now
  redis.call('SET', 'k:heard:' .. ARGV[10], ARGV[9], 'EX', 90000)
  local head = redis.call('ZRANGE', 'k:lane:' .. ARGV[10], 0, 0)[1]
  if head and redis.call('HDEL', 'k:row:' .. head, 'waits') == 1 then
    redis.call('HSET', 'k:row:' .. head, 'due', ARGV[9])
    redis.call('ZADD', KEYS[6], ARGV[9], ARGV[10])
  end
end
if ARGV[7] ~= '0' then
  for key = 4, 5 do
    redis.call('INCR', KEYS[key])
    redis.call('EXPIRE', KEYS[key], ARGV[7])
  end
end
for _, case in ipairs(cases) do
  redis.call('SET', case[1], case[2], 'EX', case[3])
  redis.call('LPUSH', KEYS[3], case[1])
  redis.call('LTRIM', KEYS[3], 0, 19)
  redis.call('EXPIRE', KEYS[3], case[3])
end
at = at + 1
for _ = 1, tonumber(ARGV[at]) do
  local followers, field, body, case, seconds = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  redis.call('HSET', followers, field, body)
  redis.call('EXPIRE', followers, seconds)
  if case ~= '' then
    redis.call('LREM', KEYS[3], 0, case)
    redis.call('LPUSH', KEYS[3], case)
    redis.call('LTRIM', KEYS[3], 0, 19)
    redis.call('EXPIRE', KEYS[3], seconds)
  end
  at = at + 5
end
at = at + 1
for _ = 1, tonumber(ARGV[at]) do
  local id, lane, body, due, look = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  if body == '' then
    redis.call('DEL', 'k:row:' .. id)
    redis.call('ZREM', 'k:lane:' .. lane, id)
    if redis.call('EXISTS', 'k:lane:' .. lane) == 0 then redis.call('ZREM', KEYS[6], lane) end
  else
    local order = redis.call('INCR', 'k:order')
    -- The fence comes from the one counter: a timer set anew outlives whoever holds the old one, also after a gap.
    redis.call('HSET', 'k:row:' .. id, 'body', body, 'due', due, 'lease', 0, 'fence', order)
    redis.call('ZADD', 'k:lane:' .. lane, 'NX', order, id)
    redis.call('ZADD', KEYS[6], 'LT', look, lane)
  end
  at = at + 5
end
local counts, seconds = tonumber(ARGV[at + 1]), ARGV[at + 2]
for each = at + 3, at + 2 + counts do redis.call('HINCRBY', KEYS[7], ARGV[each], 1) end
if counts > 0 then redis.call('EXPIRE', KEYS[7], seconds) end
return {'done'}

-- One round trip before the step: what this message got as an answer already, the session, the cases it may need.
-- KEYS: seen, session, mine, wrong PINs of this sender, of everybody; then one case key per reference mentioned.
-- ARGV: the mark of the key that makes names; the first one that comes is kept for good.
-- Returns {seen reply, seen fingerprint, revision, session, {case key, case, ...}, wrong PINs of this sender, of
-- everybody, the mark that is kept}; false where there is nothing.
local seen = redis.call('HMGET', KEYS[1], 'reply', 'print')
local session = redis.call('HMGET', KEYS[2], 'rev', 'body')
local cases = {}
local wanted = redis.call('LRANGE', KEYS[3], 0, -1)
for at = 6, #KEYS do wanted[#wanted + 1] = KEYS[at] end
for _, key in ipairs(wanted) do
  local body = redis.call('GET', key)
  if body then
    cases[#cases + 1] = key
    cases[#cases + 1] = body
  end
end
local wrong = redis.call('MGET', KEYS[4], KEYS[5])
local mark = redis.call('GET', 'kentongan:key')
if not mark then
  mark = ARGV[1]
  redis.call('SET', 'kentongan:key', mark)
end
return {seen[1], seen[2], session[1], session[2], cases, wrong[1], wrong[2], mark}

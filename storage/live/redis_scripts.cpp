#include "storage/live/redis_scripts.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <openssl/evp.h>

namespace kefu::storage::live {

namespace {

constexpr auto put_presence_text = R"(
local function may_be(key, kind)
    local is = redis.call('TYPE', key).ok
    return is == kind or is == 'none'
end
local was_sound = may_be(KEYS[1], 'zset') and may_be(KEYS[2], 'hash')
if not was_sound then redis.call('UNLINK', KEYS[1], KEYS[2]) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop_expired()
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
        redis.call('ZREM', KEYS[1], member)
        redis.call('HDEL', KEYS[2], member)
    end
end
for i = 3, #ARGV, 2 do
    if not redis.call('ZSCORE', KEYS[1], ARGV[i]) then
        if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then drop_expired() end
        if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
    end
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
if not was_sound then return redis.error_reply('WRONGTYPE the leases of others are gone') end
return 1
)";

constexpr auto drop_presence_text = R"(
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
)";

constexpr auto list_presence_text = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
    redis.call('ZREM', KEYS[1], member)
    redis.call('HDEL', KEYS[2], member)
end
local alive = redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1, 'WITHSCORES')
local rows = {}
for i = 1, #alive, 2 do
    local member = alive[i]
    local is_ours = #member <= tonumber(ARGV[2])
        and redis.call('HSTRLEN', KEYS[2], member) <= tonumber(ARGV[3])
    rows[#rows + 1] = is_ours and member or ''
    rows[#rows + 1] = is_ours and redis.call('HGET', KEYS[2], member) or ''
    rows[#rows + 1] = math.min(tonumber(alive[i + 1]) - now, 2 ^ 53)
end
return rows
)";

constexpr auto put_waiting_text = R"(
for i = 2, #ARGV, 2 do
    local before = redis.call('HGET', KEYS[2], ARGV[i])
    if before then
        redis.call('ZREM', KEYS[1], before)
    elseif redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[1]) then
        return 0
    end
    redis.call('ZADD', KEYS[1], 0, ARGV[i + 1])
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
return 1
)";

constexpr auto show_waiting_text = R"(
if redis.call('HLEN', KEYS[4]) ~= tonumber(ARGV[1]) then
    redis.call('UNLINK', KEYS[3], KEYS[4])
    return redis.error_reply('ERR not every row came in')
end
redis.call('UNLINK', KEYS[1], KEYS[2])
if ARGV[1] ~= '0' then
    redis.call('RENAME', KEYS[3], KEYS[1])
    redis.call('RENAME', KEYS[4], KEYS[2])
end
return 1
)";

constexpr auto remove_waiting_text = R"(
local before = redis.call('HGET', KEYS[2], ARGV[1])
if before then
    redis.call('ZREM', KEYS[1], before)
    redis.call('HDEL', KEYS[2], ARGV[1])
end
return 1
)";

constexpr auto get_epoch_text = R"(
if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return false end
return redis.call('GETRANGE', KEYS[1], 0, ARGV[1])
)";

constexpr auto set_epoch_text = R"(
local is = redis.call('TYPE', KEYS[1]).ok
if is ~= 'string' and is ~= 'none' then redis.call('UNLINK', KEYS[1]) end
if redis.call('SET', KEYS[1], ARGV[2], 'NX') then return ARGV[2] end
return redis.call('GETRANGE', KEYS[1], 0, ARGV[1])
)";

constexpr auto bump_text = R"(
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count
)";

} // namespace

redis_script make_script(std::string text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string sha1;
    for (unsigned int i = 0; i < length; ++i) {
        sha1.push_back(hex_digits[digest[i] >> 4]);
        sha1.push_back(hex_digits[digest[i] & 15]);
    }
    return {std::move(text), std::move(sha1)};
}

redis_scripts::redis_scripts()
    : put_presence(make_script(put_presence_text)), drop_presence(make_script(drop_presence_text)),
      list_presence(make_script(list_presence_text)), put_waiting(make_script(put_waiting_text)),
      show_waiting(make_script(show_waiting_text)),
      remove_waiting(make_script(remove_waiting_text)), get_epoch(make_script(get_epoch_text)),
      set_epoch(make_script(set_epoch_text)), bump(make_script(bump_text)) {}

} // namespace kefu::storage::live

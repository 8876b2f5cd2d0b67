#include "storage/live/resp_codec.hpp"

#include <hiredis/hiredis.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::storage::live {

error_code encode(const command& words, std::string& output) {
    if (words.empty() || words.size() > limits::command_arguments_max) return errc::too_large;
    std::vector<const char*> starts;
    std::vector<std::size_t> lengths;
    starts.reserve(words.size());
    lengths.reserve(words.size());
    std::size_t total = 0;
    for (const std::string& word : words) {
        starts.push_back(word.data());
        lengths.push_back(word.size());
        total += word.size();
    }
    if (total > limits::command_bytes_max) return errc::too_large;
    char* encoded = nullptr;
    const int length = redisFormatCommandArgv(
        &encoded, static_cast<int>(words.size()), starts.data(), lengths.data()
    );
    if (length < 0) return errc::too_large;
    output.append(encoded, static_cast<std::size_t>(length));
    redisFreeCommand(encoded);
    return {};
}

namespace {

// What the reply under construction has used of its bounds.
struct budget {
    std::size_t nodes = 0;
    std::size_t bytes = 0;
};

// hiredis calls these to build a reply. A null answer makes it stop with an error and free the
// root, which is the only object it ever frees: children live inside their parent's vector.
reply* place(const redisReadTask* task, std::size_t nodes, std::size_t bytes) {
    auto& used = *static_cast<budget*>(task->privdata);
    if (task->parent == nullptr) used = budget{};
    used.nodes += nodes;
    used.bytes += bytes;
    if (used.nodes > limits::reply_nodes_max || used.bytes > limits::reply_bytes_max)
        return nullptr;
    if (task->parent == nullptr) return new reply;
    auto* parent = static_cast<reply*>(task->parent->obj);
    return &std::get<reply::array>(parent->value)[static_cast<std::size_t>(task->idx)];
}

void* create_string(const redisReadTask* task, char* text, std::size_t length) noexcept {
    reply* made = place(task, 0, length);
    if (made == nullptr) return nullptr;
    if (task->type == REDIS_REPLY_STATUS) {
        made->value = reply_status{std::string(text, length)};
    } else if (task->type == REDIS_REPLY_ERROR) {
        made->value = reply_error{std::string(text, length)};
    } else {
        made->value = std::string(text, length);
    }
    return made;
}

void* create_array(const redisReadTask* task, int elements) noexcept {
    const auto count = static_cast<std::size_t>(elements < 0 ? 0 : elements);
    reply* made = place(task, count, 0);
    if (made == nullptr) return nullptr;
    made->value = reply::array(count);
    return made;
}

void* create_integer(const redisReadTask* task, long long value) noexcept {
    reply* made = place(task, 0, 0);
    if (made == nullptr) return nullptr;
    made->value = std::int64_t{value};
    return made;
}

void* create_nil(const redisReadTask* task) noexcept { return place(task, 0, 0); }

void free_root(void* root) noexcept { delete static_cast<reply*>(root); }

struct reader_deleter {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

} // namespace

struct resp_decoder::reader {
    redisReplyObjectFunctions builders{
        create_string, create_array, create_integer, create_nil, free_root};
    budget used;
    std::unique_ptr<redisReader, reader_deleter> handle;
    bool broken = false;

    reader() : handle(redisReaderCreateWithFunctions(&builders)) {
        handle->privdata = &used;
        handle->maxbuf = 0; // keep the buffer: no shrinking to 16 KB after every burst
    }
};

resp_decoder::resp_decoder() : reader_(std::make_unique<reader>()) {}
resp_decoder::~resp_decoder() = default;
resp_decoder::resp_decoder(resp_decoder&&) noexcept = default;
resp_decoder& resp_decoder::operator=(resp_decoder&&) noexcept = default;

void resp_decoder::feed(std::string_view bytes) {
    if (reader_->broken) return;
    const int outcome = redisReaderFeed(reader_->handle.get(), bytes.data(), bytes.size());
    if (outcome != REDIS_OK) reader_->broken = true;
}

result<std::optional<reply>> resp_decoder::next() {
    if (reader_->broken) return make_error_code(errc::protocol);
    void* root = nullptr;
    redisReader* handle = reader_->handle.get();
    if (redisReaderGetReply(handle, &root) != REDIS_OK) {
        reader_->broken = true;
        return make_error_code(errc::protocol);
    }
    if (root != nullptr) {
        const std::unique_ptr<reply> owned(static_cast<reply*>(root));
        return std::optional<reply>(std::move(*owned));
    }
    // What is buffered belongs to one incomplete value, so it is bounded like one.
    if (handle->len - handle->pos > limits::reply_bytes_max) {
        reader_->broken = true;
        return make_error_code(errc::protocol);
    }
    return std::optional<reply>{};
}

bool resp_decoder::at_boundary() const {
    const redisReader& handle = *reader_->handle;
    // hiredis opens the root task when it looks for a reply, and knows its type with the first
    // byte.
    const bool between = handle.ridx == -1 || (handle.ridx == 0 && handle.rstack[0].type == -1);
    return !reader_->broken && between && handle.pos == handle.len;
}

void resp_decoder::reset() { reader_ = std::make_unique<reader>(); }

} // namespace kefu::storage::live

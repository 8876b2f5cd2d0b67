#include "gateway/net/tls_session.hpp"

#include "gateway/net/limits.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <utility>

namespace kefu::gateway::net {

namespace {

// Of our own: those below 128 are the library's, and its counter for others ends after a hundred.
constexpr int wire_type = BIO_TYPE_SOURCE_SINK | 200;

} // namespace

// For the time of one call the wire is this session's.
class tls_session::call {
public:
    call(tls_session& one, std::string_view in, std::string& out) : wire_(one.wire_) {
        ERR_clear_error(); // SSL_get_error looks at what others have left there
        wire_.in_ = in;
        wire_.out_ = &out;
    }
    ~call() {
        wire_.in_ = {};
        wire_.out_ = nullptr;
    }
    call(const call&) = delete;
    call& operator=(const call&) = delete;

private:
    tls_wire& wire_;
};

struct tls_wire::ends {
    static int read(BIO* bio, char* into, int size) {
        auto& wire = *static_cast<tls_wire*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const auto n = std::min(wire.in_.size(), static_cast<std::size_t>(size));
        if (n == 0) {
            BIO_set_retry_read(bio);
            return -1;
        }
        std::memcpy(into, wire.in_.data(), n);
        wire.in_.remove_prefix(n);
        return static_cast<int>(n);
    }
    static int write(BIO* bio, const char* from, int size) {
        auto& wire = *static_cast<tls_wire*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        if (wire.out_ == nullptr) return -1; // SSL_free says nothing to anybody
        wire.out_->append(from, static_cast<std::size_t>(size));
        return size;
    }
    static long control(BIO*, int what, long, void*) { return what == BIO_CTRL_FLUSH ? 1 : 0; }
};

tls_wire::tls_wire() : method_(BIO_meth_new(wire_type, "kefu wire")) {
    if (method_ == nullptr) throw std::bad_alloc();
    BIO_meth_set_read(method_, ends::read);
    BIO_meth_set_write(method_, ends::write);
    BIO_meth_set_ctrl(method_, ends::control);
    bio_ = BIO_new(method_);
    if (bio_ == nullptr) throw std::bad_alloc();
    BIO_set_init(bio_, 1);
    BIO_set_data(bio_, this);
}

tls_wire::~tls_wire() {
    BIO_free(bio_);
    BIO_meth_free(method_);
}

tls_session::tls_session(const tls_context& terms, tls_wire& wire)
    : native_(SSL_new(terms.native())), wire_(wire) {
    if (native_ == nullptr) throw std::bad_alloc();
    BIO_up_ref(wire.bio_); // one for both directions, which SSL_free gives back
    SSL_set_bio(native_, wire.bio_, wire.bio_);
    SSL_set_accept_state(native_);
    SSL_set_msg_callback(native_, note_message);
    SSL_set_msg_callback_arg(native_, this);
}

tls_session::~tls_session() { SSL_free(native_); }

// Both cost us more than the peer, and no browser does either.
void tls_session::note_message(
    int is_ours, int, int kind, const void* bytes, std::size_t size, ssl_st*, void* self
) {
    auto& one = *static_cast<tls_session*>(self);
    const auto* first = static_cast<const std::uint8_t*>(bytes);
    if (is_ours == 0 && kind == SSL3_RT_HANDSHAKE && size > 0 && first[0] == SSL3_MT_KEY_UPDATE)
        one.abused_ |= ++one.key_updates_ > key_updates_max;
    if (is_ours == 1 && kind == SSL3_RT_ALERT && size > 1 && first[1] == SSL_AD_NO_RENEGOTIATION)
        one.abused_ = true;
}

void tls_session::note_failure(int code) {
    switch (code) {
    case SSL_ERROR_WANT_READ:
        return;
    case SSL_ERROR_ZERO_RETURN:
        state_ = state_ == tls_state::handshaking ? tls_state::failed : tls_state::peer_done;
        return;
    default:
        state_ = tls_state::failed;
        ERR_clear_error();
    }
}

// The header, once it is whole, counts as pending no more, and the body does not yet.
bool tls_session::mid_record() const {
    const bool awaits_body = std::string_view(SSL_rstate_string(native_)) == "RB";
    return awaits_body || SSL_has_pending(native_) == 1;
}

std::size_t tls_session::receive(std::string_view sealed, std::span<char> plain, std::string& out) {
    assert(plain.size() >= plain_room(sealed.size()));
    if (state_ == tls_state::failed || state_ == tls_state::peer_done) return 0;
    const call now(*this, sealed, out);
    std::size_t filled = 0;
    for (;;) {
        std::size_t n = 0;
        const int done = SSL_read_ex(native_, plain.data() + filled, plain.size() - filled, &n);
        if (state_ == tls_state::handshaking && SSL_is_init_finished(native_) == 1)
            state_ = tls_state::open;
        if (abused_) state_ = tls_state::failed;
        if (done != 1) note_failure(SSL_get_error(native_, done));
        if (done != 1 || abused_) return filled;
        filled += n;
        assert(filled < plain.size());
    }
}

bool tls_session::seal(std::string_view plain, std::string& out) {
    assert(state_ == tls_state::open || state_ == tls_state::peer_done);
    assert(!farewell_said_ && !plain.empty());
    const call now(*this, {}, out);
    std::size_t n = 0;
    const int done = SSL_write_ex(native_, plain.data(), plain.size(), &n);
    if (done != 1) {
        state_ = tls_state::failed;
        ERR_clear_error();
    }
    return done == 1;
}

void tls_session::say_farewell(std::string& out) {
    const bool is_up = state_ == tls_state::open || state_ == tls_state::peer_done;
    if (!is_up || std::exchange(farewell_said_, true)) return;
    const call now(*this, {}, out);
    // 0: the peer has not said its own, for which nobody waits. Less: nothing could be said.
    if (SSL_shutdown(native_) < 0) ERR_clear_error();
}

} // namespace kefu::gateway::net

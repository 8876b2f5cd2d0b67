#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/live/resp_codec.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Pure. The channels this node wants, and which of them Redis has confirmed on the present
// connection. After a loss everything wanted is asked for again.
class subscriptions {
public:
    // errc::full beyond limits::channels_max. A channel that is there already is no error.
    [[nodiscard]] error_code add(std::string_view channel);
    // False: it was not there.
    bool remove(std::string_view channel);

    // SUBSCRIBE commands for all that is wanted and neither asked nor confirmed; marks it asked.
    [[nodiscard]] std::vector<command> ask();
    void on_confirmed(std::string_view channel);
    void on_lost();

    [[nodiscard]] bool wants(std::string_view channel) const;
    [[nodiscard]] bool all_confirmed() const { return confirmed_ == wanted_.size(); }
    [[nodiscard]] std::size_t size() const { return wanted_.size(); }

private:
    enum class progress { wanted, asked, confirmed };
    std::map<std::string, progress, std::less<>> wanted_;
    std::size_t confirmed_ = 0;
};

} // namespace kefu::storage::live

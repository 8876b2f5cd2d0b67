#pragma once

#include "gateway/net/static_assets.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::net {

// Extra header fields for one file, by its path as requested.
using asset_fields = std::function<std::vector<http_field>(std::string_view path)>;

// Reads a built web app (dist directory) into `into`, under `url_prefix` ("/console/"). A file
// "x" with neighbours "x.br" and "x.gz" is served in those codings. Everything below "assets/" has
// a hash in its name and is immutable. Hidden files and symbolic links are left out. Start-up only:
// blocks, and fails with the first file that cannot be read. Returns the number of files.
[[nodiscard]] boost::system::result<std::size_t> load_assets(
    const std::filesystem::path& directory,
    std::string_view url_prefix,
    const asset_fields& fields_of,
    static_assets& into
);

// By extension; application/octet-stream when unknown. Text types carry charset=utf-8.
[[nodiscard]] std::string_view content_type_of(std::string_view path);

} // namespace kefu::gateway::net

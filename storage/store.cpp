#include "storage/store.hpp"

#include <array>

namespace ogniwo::storage {

std::string_view table_name(Table table) {
    static constexpr std::array<std::string_view, table_count> names{
        "meta",        "entries",      "nodes",   "nonces",     "blobs",  "trackers",
        "credentials", "participants", "tallies", "open_votes", "people", "invitations", "passkeys"};
    return names[static_cast<std::size_t>(table)];
}

Bytes prefix_end(ByteView prefix) {
    Bytes end = to_bytes(prefix);
    while (!end.empty() && end.back() == 0xff) {
        end.pop_back();
    }
    if (!end.empty()) {
        ++end.back();
    }
    return end;
}

} // namespace ogniwo::storage

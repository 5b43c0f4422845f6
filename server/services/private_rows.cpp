#include "server/services/private_rows.hpp"

namespace ogniwo::services {
namespace {

constexpr std::uint8_t row_version = 1;

} // namespace

Bytes encode_private_row(const json::object& object) {
    Bytes row{row_version};
    append(row, write_canonical_json(object));
    return row;
}

Result<json::value> decode_private_row(ByteView row) {
    if (row.empty() || row[0] != row_version) {
        return Error("storage.corrupt", "a private row of another version");
    }
    return parse_json(as_text(row.subspan(1)));
}

} // namespace ogniwo::services

#include "ballots/archive_record.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

#include <boost/json/serialize.hpp>

namespace ogniwo::ballots {
namespace {

constexpr std::size_t name_width = 100;
constexpr std::size_t number_width = 11;
constexpr std::size_t size_at = 124;
constexpr std::size_t mtime_at = 136;
constexpr std::size_t checksum_at = 148;
constexpr std::size_t checksum_digits = 6;
constexpr std::size_t type_at = 156;

using Block = ByteArray<tar_block>;

void put_text(Block& block, std::size_t at, std::string_view text) {
    std::ranges::copy(as_bytes(text), block.begin() + static_cast<std::ptrdiff_t>(at));
}

void put_octal(Block& block, std::size_t at, std::size_t digits, std::uint64_t value) {
    for (std::size_t i = digits; i-- > 0; value >>= 3) {
        block[at + i] = static_cast<std::uint8_t>('0' + (value & 7));
    }
    OGNIWO_CHECK(value == 0);
}

Result<std::uint64_t> get_octal(ByteView block, std::size_t at) {
    std::uint64_t value = 0;
    for (const std::uint8_t digit : block.subspan(at, number_width)) {
        if (digit < '0' || digit > '7') {
            return Error("archive.record", "a number in a header is not octal");
        }
        value = value << 3 | static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

} // namespace

ByteArray<tar_block> record_header(std::string_view name, std::uint64_t size, std::uint64_t mtime) {
    OGNIWO_CHECK(!name.empty() && name.size() <= name_width);
    OGNIWO_CHECK(size <= max_record_body && mtime <= max_timestamp);
    Block block{};
    put_text(block, 0, name);
    put_text(block, 100, "0000644");
    put_text(block, 108, "0000000");
    put_text(block, 116, "0000000");
    put_octal(block, size_at, number_width, size);
    put_octal(block, mtime_at, number_width, mtime);
    put_text(block, type_at, "0");
    put_text(block, checksum_at, "        ");
    std::uint64_t sum = 0;
    for (const std::uint8_t byte : block) {
        sum += byte;
    }
    put_octal(block, checksum_at, checksum_digits, sum);
    block[checksum_at + checksum_digits] = 0;
    return block;
}

std::uint64_t padded_size(std::uint64_t size) {
    return (size + tar_block - 1) / tar_block * tar_block;
}

void append_record(Bytes& out, std::string_view name, ByteView body, std::uint64_t mtime) {
    append(out, record_header(name, body.size(), mtime));
    append(out, body);
    out.resize(out.size() + static_cast<std::size_t>(padded_size(body.size()) - body.size()));
}

Result<RecordHeader> parse_record_header(ByteView block) {
    if (block.size() != tar_block) {
        return Error("archive.truncated", "a header of less than 512 bytes");
    }
    const std::string_view field = as_text(block.first(name_width));
    RecordHeader header;
    header.name = field.substr(0, field.find('\0'));
    OGNIWO_ASSIGN(header.size, get_octal(block, size_at));
    OGNIWO_ASSIGN(header.mtime, get_octal(block, mtime_at));
    if (header.name.empty() || header.size > max_record_body) {
        return Error("archive.record", header.name.empty() ? "a record without a name"
                                                           : "a record that is too large");
    }
    if (!equal_vartime(block, record_header(header.name, header.size, header.mtime))) {
        return Error("archive.record", "a header is not in its one form");
    }
    return header;
}

std::string data_record_name(const Digest& hash) {
    return hex_encode(hash) + ".data.json";
}
std::string event_record_name(const Digest& hash) {
    return hex_encode(hash) + ".event.json";
}

std::string first_record_body(std::uint64_t timestamp) {
    return R"({"version":1,"timestamp":")" + std::to_string(timestamp) + R"("})";
}

Result<std::uint64_t> parse_first_record(ByteView body) {
    const auto value = parse_json(as_text(body));
    const json::object* object = value ? value->if_object() : nullptr;
    const json::value* member = object != nullptr ? object->if_contains("timestamp") : nullptr;
    if (member != nullptr) {
        const std::string digits = member->is_string() ? std::string(member->get_string()) : json::serialize(*member);
        const auto timestamp = decimal_decode(digits);
        if (timestamp && *timestamp <= max_timestamp &&
            (as_text(body) == first_record_body(*timestamp) ||
             as_text(body) == R"({"version":1,"timestamp":)" + digits + "}")) {
            return *timestamp;
        }
    }
    return Error("archive.header", "the first record is not a version 1 header");
}

} // namespace ogniwo::ballots

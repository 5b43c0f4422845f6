#include "ballots/ledger/tar.hpp"

#include "crypto/base/check.hpp"

#include <numeric>

namespace ogniwo::ledger::tar {
namespace {

constexpr std::size_t max_name = 100;
constexpr std::uint64_t max_size = std::uint64_t{1} << 33; // eleven octal digits
constexpr std::size_t size_field = 124;
constexpr std::size_t size_digits = 11;
constexpr std::size_t checksum_field = 148;

void put(ByteArray<block_bytes>& block, std::size_t offset, std::string_view text) {
    std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string octal(std::uint64_t value, std::size_t digits) {
    std::string out(digits, '0');
    for (std::size_t i = digits; i-- > 0; value >>= 3) {
        out[i] = static_cast<char>('0' + (value & 7));
    }
    return out;
}

std::optional<std::uint64_t> read_octal(std::string_view digits) {
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '7') {
            return std::nullopt;
        }
        value = value << 3 | static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

} // namespace

ByteArray<block_bytes> header(std::string_view name, std::uint64_t size) {
    OGNIWO_CHECK(!name.empty() && name.size() <= max_name && size < max_size);
    ByteArray<block_bytes> block{};
    put(block, 0, name);
    put(block, 100, "0000644"); // mode
    put(block, 108, "0000000"); // owner
    put(block, 116, "0000000"); // group
    put(block, size_field, octal(size, size_digits));
    put(block, 136, "00000000000"); // time
    put(block, checksum_field, "        ");
    put(block, 156, "0"); // a plain file
    put(block, 257,
        std::string_view("ustar\0"
                         "00",
                         8));
    const auto sum = std::accumulate(block.begin(), block.end(), std::uint64_t{0});
    put(block, checksum_field, octal(sum, 6) + std::string("\0 ", 2));
    return block;
}

std::size_t padding(std::uint64_t size) {
    return static_cast<std::size_t>((block_bytes - size % block_bytes) % block_bytes);
}

Result<std::optional<Header>> parse_header(ByteView block) {
    const Error bad("export.tar", "not a header that an export has");
    if (block.size() != block_bytes) {
        return bad;
    }
    if (std::ranges::all_of(block, [](std::uint8_t byte) { return byte == 0; })) {
        return std::optional<Header>();
    }
    const std::string_view text = as_text(block);
    const std::string_view name = text.substr(0, std::min(text.find('\0'), max_name));
    const auto size = read_octal(text.substr(size_field, size_digits));
    if (name.empty() || !size || *size >= max_size || !equal_vartime(header(name, *size), block)) {
        return bad;
    }
    return std::optional(Header{std::string(name), *size});
}

} // namespace ogniwo::ledger::tar

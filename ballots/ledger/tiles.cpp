#include "ballots/ledger/tiles.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"

namespace ogniwo::ledger {
namespace {

constexpr std::size_t max_entry = 65'535;

Error bad_path(std::string_view path) {
    return {"tile.path", "not a tile: \"" + std::string(path.substr(0, 100)) + "\""};
}

// Three digits a group, "x" before all groups but the last.
std::string index_path(std::uint64_t index) {
    const std::string digits = std::to_string(index);
    const std::string padded = std::string((3 - digits.size() % 3) % 3, '0') + digits;
    std::string out;
    for (std::size_t i = 0; i < padded.size(); i += 3) {
        const bool last = i + 3 == padded.size();
        out += (last ? "" : "x") + padded.substr(i, 3) + (last ? "" : "/");
    }
    return out;
}

std::string_view take_until_slash(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

// Collects the digits of the index; what does not round-trip is refused by the caller.
std::uint64_t read_index(std::string_view& rest) {
    std::string digits;
    while (digits.size() < 21 && !rest.empty()) {
        std::string_view group = take_until_slash(rest);
        const bool more = group.starts_with('x');
        group.remove_prefix(more ? 1 : 0);
        digits += group.substr(0, std::min<std::size_t>(3, group.size()));
        if (!more) {
            break;
        }
    }
    const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
    const auto index = decimal_decode(digits.substr(zeros));
    return index ? *index : 0;
}

} // namespace

std::string tile_path(const Tile& tile) {
    std::string path = "tile/" + (tile.level ? std::to_string(*tile.level) : "entries") + "/" +
                       index_path(tile.index);
    if (tile.width != tile_width) {
        path += ".p/" + std::to_string(tile.width);
    }
    return path;
}

Result<Tile> parse_tile_path(std::string_view path) {
    std::string_view rest = path;
    if (path.size() > 100 || take_until_slash(rest) != "tile") {
        return bad_path(path);
    }
    Tile tile;
    const std::string_view level = take_until_slash(rest);
    if (level != "entries") {
        const auto number = decimal_decode(level);
        if (!number || *number > max_tile_level) {
            return bad_path(path);
        }
        tile.level = static_cast<unsigned>(*number);
    }
    if (const std::size_t partial = rest.find(".p/"); partial != std::string_view::npos) {
        const auto width = decimal_decode(rest.substr(partial + 3));
        if (!width || *width == 0 || *width >= tile_width) {
            return bad_path(path);
        }
        tile.width = static_cast<unsigned>(*width);
        rest = rest.substr(0, partial);
    }
    tile.index = read_index(rest);
    if (tile.index > max_log_size / tile_width || tile_path(tile) != path) {
        return bad_path(path);
    }
    return tile;
}

bool tile_exists(const Tile& tile, std::uint64_t log_size) {
    const unsigned shift = tile.level.value_or(0) * tile_height;
    return tile.width >= 1 && tile.width <= tile_width && tile.index <= max_log_size / tile_width &&
           tile.index * tile_width + tile.width <= log_size >> shift;
}

std::vector<Tile> entry_tiles(std::uint64_t log_size) {
    std::vector<Tile> tiles;
    for (std::uint64_t first = 0; first < log_size; first += tile_width) {
        const auto width = std::min<std::uint64_t>(tile_width, log_size - first);
        tiles.push_back({std::nullopt, first / tile_width, static_cast<unsigned>(width)});
    }
    return tiles;
}

Bytes encode_entry_bundle(std::span<const Bytes> entries) {
    OGNIWO_CHECK(!entries.empty() && entries.size() <= tile_width);
    Bytes out;
    for (const Bytes& entry : entries) {
        OGNIWO_CHECK(entry.size() <= max_entry);
        append_be(out, static_cast<std::uint16_t>(entry.size()));
        append(out, entry);
    }
    return out;
}

Result<std::vector<ByteView>> parse_entry_bundle(ByteView bytes, unsigned width) {
    std::vector<ByteView> entries;
    while (entries.size() < width) {
        if (bytes.size() < 2) {
            return Error("tile.entries", "the bundle ends early");
        }
        const std::size_t size = read_be<std::uint16_t>(bytes);
        bytes = bytes.subspan(2);
        if (bytes.size() < size) {
            return Error("tile.entries", "the bundle ends early");
        }
        entries.push_back(bytes.first(size));
        bytes = bytes.subspan(size);
    }
    if (!bytes.empty()) {
        return Error("tile.entries", "bytes after the last entry");
    }
    return entries;
}

Bytes encode_hash_tile(std::span<const Digest> hashes) {
    Bytes out;
    out.reserve(hashes.size() * 32);
    for (const Digest& hash : hashes) {
        append(out, hash);
    }
    return out;
}

Result<std::vector<Digest>> parse_hash_tile(ByteView bytes, unsigned width) {
    if (bytes.size() != std::size_t{width} * 32) {
        return Error("tile.hashes", "expected " + std::to_string(width) + " hashes");
    }
    std::vector<Digest> hashes(width);
    for (std::size_t i = 0; i < width; ++i) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * 32), 32, hashes[i].begin());
    }
    return hashes;
}

} // namespace ogniwo::ledger

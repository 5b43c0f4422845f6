#pragma once
// Tiles of the log (C2SP tlog-tiles, LEDGER "Tiles"): how its hashes and entries are cut into immutable
// files that any file server can keep. Pure: paths and encodings, no storage.
//
//   tile/<L>/<N>[.p/<W>]        W hashes of 32 bytes: the nodes 256*N .. 256*N+W-1 of tree level 8*L
//   tile/entries/<N>[.p/<W>]    W entries, each after its length (2 bytes, big-endian)

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <optional>
#include <span>

namespace ogniwo::ledger {

/// Hashes or entries of a full tile.
inline constexpr unsigned tile_width = 256;
/// Tree levels of one tile level.
inline constexpr unsigned tile_height = 8;
/// Hash tiles have the levels 0..max_tile_level.
inline constexpr unsigned max_tile_level = 5;
/// No log is larger, so no path needs more than six groups of digits.
inline constexpr std::uint64_t max_log_size = std::uint64_t{1} << 62;

/// Names one tile.
struct Tile {
    /// 0..max_tile_level, or nothing for a bundle of entries.
    std::optional<unsigned> level;
    std::uint64_t index = 0;
    /// 1..tile_width; less than that makes it partial.
    unsigned width = tile_width;
    friend bool operator==(const Tile&, const Tile&) = default;
};

/// "tile/0/x001/x234/067", "tile/entries/000.p/17": without a leading slash.
/// Precondition: the tile is one that parse_tile_path could give.
std::string tile_path(const Tile& tile);
/// The one accepted text of each tile. Errors: tile.path.
Result<Tile> parse_tile_path(std::string_view path);

/// Whether a log of this size can fill the tile.
bool tile_exists(const Tile& tile, std::uint64_t log_size);

/// The bundles that hold all entries of a log, in order; only the last may be partial.
std::vector<Tile> entry_tiles(std::uint64_t log_size);

/// Precondition: 1 to tile_width entries, none longer than 65,535 bytes.
Bytes encode_entry_bundle(std::span<const Bytes> entries);
/// Exactly `width` entries and nothing after them. The views lie in `bytes`. Errors: tile.entries.
Result<std::vector<ByteView>> parse_entry_bundle(ByteView bytes, unsigned width);

/// The hashes one after the other.
Bytes encode_hash_tile(std::span<const Digest> hashes);
/// Exactly `width` hashes. Errors: tile.hashes.
Result<std::vector<Digest>> parse_hash_tile(ByteView bytes, unsigned width);

} // namespace ogniwo::ledger

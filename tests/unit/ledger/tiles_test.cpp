// Paths of tiles as C2SP tlog-tiles writes them, and the encodings of bundles and hash tiles.

#include "ballots/ledger/tiles.hpp"
#include "vectors.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using test::id_of;

} // namespace

BOOST_AUTO_TEST_SUITE(tiles)

BOOST_AUTO_TEST_CASE(paths) {
    const std::vector<std::pair<std::string, Tile>> cases{
        {"tile/0/000", {0, 0, 256}},
        {"tile/0/x001/x234/067", {0, 1234067, 256}}, // the example of the specification
        {"tile/5/000.p/1", {5, 0, 1}},
        {"tile/1/x001/000.p/255", {1, 1000, 255}},
        {"tile/entries/000", {std::nullopt, 0, 256}},
        {"tile/entries/999.p/17", {std::nullopt, 999, 17}},
        {"tile/entries/x018/x014/x398/x509/x481/984",
         {std::nullopt, (std::uint64_t{1} << 54), 256}}};
    for (const auto& [path, tile] : cases) {
        BOOST_TEST(tile_path(tile) == path);
        const auto parsed = parse_tile_path(path);
        BOOST_REQUIRE_MESSAGE(parsed.has_value(), path);
        BOOST_TEST((*parsed == tile), path);
    }
}

BOOST_AUTO_TEST_CASE(other_paths_are_refused) {
    for (const std::string bad : {"",
                                  "tile",
                                  "tile/",
                                  "tile/0",
                                  "tile/0/",
                                  "tile/6/000",
                                  "tile/00/000",
                                  "tile/-1/000",
                                  "tile/0/0",
                                  "tile/0/00",
                                  "tile/0/0000",
                                  "tile/0/x000/000",
                                  "tile/0/001/000",
                                  "tile/0/x001",
                                  "tile/0/x001/x002",
                                  "tile/0/000/",
                                  "/tile/0/000",
                                  "tile/0/000.p/0",
                                  "tile/0/000.p/256",
                                  "tile/0/000.p/01",
                                  "tile/0/000.p/",
                                  "tile/0/000.p/1/",
                                  "tile/0/000.p",
                                  "tile/0/a00",
                                  "tile/0/x00a/000",
                                  "tile/0/+01",
                                  "tile/entry/000",
                                  "tile/0/000.p/1.p/1",
                                  "tile/0/../000",
                                  "tile/0/%30%30%30",
                                  "tile//000",
                                  "tile/entries/x018/x014/x398/x509/x481/985",
                                  "tile/0/x001/x000/x000/x000/x000/x000/x000/x000/000"}) {
        BOOST_TEST(id_of(parse_tile_path(bad)) == "tile.path", bad);
    }
    BOOST_TEST(id_of(parse_tile_path("tile/0/" + std::string(10'000, '0'))) == "tile.path");
}

BOOST_AUTO_TEST_CASE(every_index_has_one_path) {
    for (std::uint64_t index = 0; index < 2'100'000; index += 37) {
        const Tile tile{0, index, 256};
        BOOST_REQUIRE(parse_tile_path(tile_path(tile)).value() == tile);
    }
}

BOOST_AUTO_TEST_CASE(which_tiles_a_log_fills) {
    BOOST_TEST(tile_exists({std::nullopt, 0, 1}, 1));
    BOOST_TEST(!tile_exists({std::nullopt, 0, 1}, 0));
    BOOST_TEST(!tile_exists({std::nullopt, 0, 2}, 1));
    BOOST_TEST(tile_exists({0, 1, 44}, 300));
    BOOST_TEST(!tile_exists({0, 1, 45}, 300));
    BOOST_TEST(tile_exists({1, 0, 1}, 256));
    BOOST_TEST(!tile_exists({1, 0, 1}, 255));
    BOOST_TEST(tile_exists({2, 0, 1}, 65536));
    BOOST_TEST(!tile_exists({2, 0, 1}, 65535));
    BOOST_TEST(!tile_exists({0, ~std::uint64_t{0}, 256}, ~std::uint64_t{0})); // no overflow
    BOOST_TEST(entry_tiles(0).empty());
    BOOST_TEST(entry_tiles(256).size() == 1U);
    BOOST_TEST(
        (entry_tiles(300) == std::vector<Tile>{{std::nullopt, 0, 256}, {std::nullopt, 1, 44}}));
}

BOOST_AUTO_TEST_CASE(bundles) {
    const std::vector<Bytes> entries{to_bytes("abc"), Bytes(), Bytes(65'535, 7)};
    const Bytes bundle = encode_entry_bundle(entries);
    BOOST_TEST(hex_encode(ByteView(bundle).first(9)) == "0003616263"
                                                        "0000"
                                                        "ffff");
    const auto parsed = parse_entry_bundle(bundle, 3).value();
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(equal_vartime(parsed[i], entries[i]));
    }
    BOOST_TEST(id_of(parse_entry_bundle(bundle, 2)) == "tile.entries");
    BOOST_TEST(id_of(parse_entry_bundle(bundle, 4)) == "tile.entries");
    for (const std::size_t cut :
         {std::size_t{1}, std::size_t{3}, std::size_t{8}, bundle.size() - 1}) {
        BOOST_TEST(id_of(parse_entry_bundle(ByteView(bundle).first(cut), 3)) == "tile.entries");
    }
}

BOOST_AUTO_TEST_CASE(hash_tiles) {
    const std::vector<Digest> hashes{merkle::leaf_hash(as_bytes("a")),
                                     merkle::leaf_hash(as_bytes("b"))};
    const Bytes bytes = encode_hash_tile(hashes);
    BOOST_TEST(bytes.size() == 64U);
    BOOST_TEST((parse_hash_tile(bytes, 2).value() == hashes));
    BOOST_TEST(id_of(parse_hash_tile(bytes, 1)) == "tile.hashes");
    BOOST_TEST(id_of(parse_hash_tile(ByteView(bytes).first(63), 2)) == "tile.hashes");
}

BOOST_AUTO_TEST_SUITE_END()

// The export that make_vectors.py wrote with Python's tarfile: it is read, verified, written again to the same
// bytes, and no changed form of it passes.

#include "ballots/ledger/export.hpp"
#include "ballots/ledger/tar.hpp"
#include "crypto/sha256.hpp"
#include "vectors.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using test::id_of;
using Item = ExportReader::Item;

// Hands out at most `step` bytes at a time.
ExportReader::Source source_of(std::string bytes, std::size_t step = 4096) {
    return [bytes = std::move(bytes), step,
            at = std::size_t{0}](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const std::size_t n = std::min({out.size(), step, bytes.size() - at});
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), n, out.begin());
        at += n;
        return n;
    };
}

std::vector<Item> items_of(const std::string& bytes) {
    ExportReader reader(source_of(bytes));
    std::vector<Item> items;
    while (auto item = reader.next().value()) {
        items.push_back(std::move(*item));
    }
    return items;
}

std::string name_of(const Item& item) {
    switch (item.kind) {
    case Item::Kind::checkpoint: return "checkpoint";
    case Item::Kind::entries: return tile_path(item.tile);
    case Item::Kind::blob: return "blob/" + hex_encode(item.digest);
    }
    return {};
}

// Any files in any order, as a tar.
std::string tar_of(const std::vector<std::pair<std::string, Bytes>>& files) {
    Bytes out;
    for (const auto& [name, bytes] : files) {
        append(out, tar::header(name, bytes.size()));
        append(out, bytes);
        out.resize(out.size() + tar::padding(bytes.size()));
    }
    out.resize(out.size() + tar::end_bytes);
    return std::string(as_text(out));
}

struct Fixture {
    test::Vectors vectors = test::load_vectors();
    std::string good = test::read_vector_file("export.tar");
    std::vector<Item> items = items_of(good);

    std::vector<std::pair<std::string, Bytes>> files() const {
        std::vector<std::pair<std::string, Bytes>> out;
        for (const Item& item : items) {
            out.emplace_back(name_of(item), item.bytes);
        }
        return out;
    }
    std::string verdict(const std::string& bytes) const {
        return id_of(verify_export(source_of(bytes), vectors.log, {}));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(exports, Fixture)

BOOST_AUTO_TEST_CASE(the_export_of_the_other_implementation) {
    std::uint64_t entries = 0;
    std::size_t blobs = 0;
    const ExportVisitor visitor{
        [&](std::uint64_t index, const Entry& entry, ByteView bytes) -> Result<void> {
            BOOST_REQUIRE(index == entries++);
            if (index < vectors.entries.size()) {
                BOOST_REQUIRE(as_text(bytes) == vectors.entries[index].entry);
                BOOST_REQUIRE(kind_of(entry.act.body) == vectors.entries[index].kind);
            }
            return {};
        },
        [&](const Digest& digest, ByteView bytes) -> Result<void> {
            BOOST_REQUIRE(crypto::sha256(bytes) == digest);
            ++blobs;
            return {};
        }};
    for (const std::size_t step : {std::size_t{1}, std::size_t{511}, std::size_t{1} << 20}) {
        entries = 0;
        blobs = 0;
        const auto checkpoint = verify_export(source_of(good, step), vectors.log, visitor);
        BOOST_REQUIRE_MESSAGE(checkpoint.has_value(), checkpoint.error().text());
        BOOST_TEST(checkpoint->size == 300U);
        BOOST_TEST(entries == 300U);
        BOOST_TEST(blobs == 18U);
    }
}

BOOST_AUTO_TEST_CASE(writing_it_gives_the_same_bytes) {
    Bytes out;
    ExportWriter writer([&](ByteView bytes) -> Result<void> {
        append(out, bytes);
        return {};
    });
    for (const Item& item : items) {
        switch (item.kind) {
        case Item::Kind::checkpoint:
            BOOST_REQUIRE(writer.add_checkpoint(as_text(item.bytes)).has_value());
            break;
        case Item::Kind::entries: {
            std::vector<Bytes> entries;
            for (const ByteView entry : parse_entry_bundle(item.bytes, item.tile.width).value()) {
                entries.push_back(to_bytes(entry));
            }
            BOOST_REQUIRE(writer.add_entries(item.tile, entries).has_value());
            break;
        }
        case Item::Kind::blob:
            BOOST_REQUIRE(writer.add_blob(item.digest, item.bytes).has_value());
            break;
        }
    }
    BOOST_REQUIRE(writer.finish().has_value());
    BOOST_TEST((as_text(out) == good));
}

BOOST_AUTO_TEST_CASE(no_flipped_bit_passes) {
    for (std::size_t i = 0; i < good.size(); i += i < 2048 ? 1 : 97) {
        std::string changed = good;
        changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
        BOOST_TEST(verdict(changed) != "", "byte " << i);
    }
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_addition_passes) {
    for (std::size_t size = 0; size < good.size(); size += 512) {
        BOOST_TEST(verdict(good.substr(0, size)) != "", "cut to " << size);
    }
    BOOST_TEST(verdict(good.substr(0, good.size() - 1)) == "export.tar");
    BOOST_TEST(verdict(good + '\0') == "export.tar");
    BOOST_TEST(verdict("") == "export.tar");
    BOOST_TEST(verdict(std::string(1024, '\0')) == "export.order");
}

BOOST_AUTO_TEST_CASE(order_and_completeness) {
    BOOST_REQUIRE(tar_of(files()) == good);
    const auto with = [this](auto change) {
        auto changed = files();
        change(changed);
        return verdict(tar_of(changed));
    };
    BOOST_TEST(with([](auto& f) { f.erase(f.begin()); }) == "export.order");
    BOOST_TEST(with([](auto& f) { f.insert(f.begin(), f.front()); }) == "export.order");
    BOOST_TEST(with([](auto& f) { std::swap(f[1], f[2]); }) == "export.order");
    BOOST_TEST(with([](auto& f) { f.erase(f.begin() + 1); }) == "export.order");
    BOOST_TEST(with([](auto& f) { f.erase(f.begin() + 2); }) == "export.root");
    BOOST_TEST(with([](auto& f) { std::swap(f[3], f[4]); }) == "export.order");
    BOOST_TEST(with([](auto& f) { f.insert(f.begin() + 3, f[3]); }) == "export.order");
    BOOST_TEST(with([](auto& f) { f.pop_back(); }) == "export.blob_missing");
    BOOST_TEST(with([](auto& f) { f.back().second.push_back(1); }) == "export.blob");
    BOOST_TEST(with([](auto& f) { std::swap(f[2], f[3]); }) == "export.root");
    BOOST_TEST(with([](auto& f) { f[1].first = "tile/0/000"; }) == "export.order");
    BOOST_TEST(with([](auto& f) { f[1].first = "../x"; }) == "tile.path");
    BOOST_TEST(with([](auto& f) {
                   f.push_back({"blob/" + std::string(64, 'f'), Bytes()});
               }) == "export.blob");
    BOOST_TEST(with([](auto& f) {
                   const Bytes more = to_bytes("unnamed");
                   const auto at = std::ranges::find_if(f, [&](const auto& file) {
                       return file.first.starts_with("blob/") && file.first > "blob/" + crypto::sha256_hex(more);
                   });
                   f.insert(at, {"blob/" + crypto::sha256_hex(more), more});
               }) == "export.blob_unknown");
}

BOOST_AUTO_TEST_CASE(the_key_must_be_given) {
    const auto stranger = crypto::SigningKey::from_seed(Digest{1}).public_key();
    BOOST_TEST(id_of(verify_export(source_of(good), {vectors.origin, stranger}, {})) ==
               "export.checkpoint");
    BOOST_TEST(id_of(verify_export(source_of(good), {"other.example", vectors.log.key}, {})) ==
               "export.checkpoint");
}

BOOST_AUTO_TEST_CASE(a_repeated_act_is_found_under_a_good_root) {
    // A log that accepted one act twice, with the checkpoint that a dishonest server would sign.
    const auto original = parse_entry(as_bytes(vectors.entries[8].entry)).value(); // no blobs
    const std::string second = encode_entry(original.act_bytes, 7, original.signatures).value();
    const std::vector<Bytes> entries{to_bytes(vectors.entries[8].entry), to_bytes(second)};
    merkle::CompactRange range;
    for (const Bytes& entry : entries) {
        range.append(leaf_hash(entry), [](auto...) {});
    }
    const std::string note =
        crypto::sign_note(crypto::encode_checkpoint({vectors.origin, 2, range.root()}),
                          vectors.origin, vectors.server);
    BOOST_TEST(verdict(tar_of({{"checkpoint", to_bytes(note)},
                               {"tile/entries/000.p/2", encode_entry_bundle(entries)}})) ==
               "export.nonce");
}

BOOST_AUTO_TEST_CASE(too_large_items_are_refused_before_they_are_read) {
    std::string bytes = good.substr(0, 1024); // header of the checkpoint and its one block
    bytes += as_text(tar::header("tile/entries/000", max_export_item_bytes + 1));
    BOOST_TEST(verdict(bytes) == "export.size");
}

BOOST_AUTO_TEST_CASE(the_source_and_the_visitor_can_stop) {
    const auto broken = [](std::span<std::uint8_t>) -> Result<std::size_t> {
        return Error("test.read");
    };
    BOOST_TEST(id_of(verify_export(broken, vectors.log, {})) == "test.read");
    const ExportVisitor visitor{
        [](std::uint64_t, const Entry&, ByteView) -> Result<void> { return Error("test.no"); }, {}};
    BOOST_TEST(id_of(verify_export(source_of(good), vectors.log, visitor)) == "test.no");
}

BOOST_AUTO_TEST_SUITE_END()

// Golden rows: what FORMAT.md says, written out. A failure here is a change of the stored format.

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "storage/keys.hpp"
#include "storage/open_tally.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::storage;

namespace {

std::string row(const Reader& reader, Table table, ByteView key) {
    const auto value = reader.get(table, key).value();
    return value ? hex_encode(*value) : "(none)";
}

std::vector<std::string> keys_of(const Reader& reader, Table table) {
    std::vector<std::string> keys;
    BOOST_TEST(reader.scan(table, {}, {}, [&](ByteView key, ByteView) {
        keys.push_back(hex_encode(key));
        return true;
    }).has_value());
    return keys;
}

std::string hash_hex(std::string_view text) { return crypto::sha256_hex(as_bytes(text)); }

} // namespace

BOOST_FIXTURE_TEST_SUITE(format, test::SampleLog)

BOOST_AUTO_TEST_CASE(numbers_of_the_tables) {
    const std::array<std::string_view, 13> names{
        "meta",        "entries",      "nodes",   "nonces",     "blobs",  "trackers",
        "credentials", "participants", "tallies", "open_votes", "people", "invitations", "passkeys"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        BOOST_TEST(table_name(static_cast<Table>(i)) == names[i]);
    }
}

BOOST_AUTO_TEST_CASE(meta_entries_nodes_and_nonces) {
    const Store& store = database->store();
    BOOST_TEST(row(store, Table::meta, as_bytes("format")) == "6f676e69776f2f31"); // ogniwo/1
    BOOST_TEST(row(store, Table::meta, as_bytes("origin")) ==
               "746573742e6578616d706c652f6c6f67"); // test.example/log
    Bytes first;
    Bytes second;
    BOOST_REQUIRE(commit([&](CommitContext& context) -> Result<void> {
                      first = entry(ledger::OrganisationAdmitted{
                          ledger::Id{"a"}, ledger::Label{"A"}, ledger::Label{"f"}, ledger::Label{"s"}, 1});
                      second = entry(ledger::OrganisationAdmitted{
                          ledger::Id{"b"}, ledger::Label{"B"}, ledger::Label{"f"}, ledger::Label{"s"}, 1});
                      OGNIWO_TRY(context.append(first));
                      OGNIWO_TRY(context.append(second));
                      return {};
                  }).has_value());
    const std::string zero(16, '0');
    const std::string one = std::string(15, '0') + "1";
    BOOST_TEST((keys_of(store, Table::entries) == std::vector<std::string>{zero, one}));
    BOOST_TEST(row(store, Table::entries, hex_decode(one).value()) == hex_encode(second));
    // Leaf hash 00 || entry, node hash 01 || left || right, computed here by hand.
    const std::string left = hash_hex(std::string(1, '\0') + std::string(as_text(first)));
    const std::string right = hash_hex(std::string(1, '\0') + std::string(as_text(second)));
    Bytes pair{1};
    ogniwo::append(pair, hex_decode(left).value());
    ogniwo::append(pair, hex_decode(right).value());
    const std::string root = crypto::sha256_hex(pair);
    BOOST_TEST((keys_of(store, Table::nodes) ==
                std::vector<std::string>{"00" + zero, "00" + one, "01" + zero}));
    BOOST_TEST(row(store, Table::nodes, hex_decode("00" + zero).value()) == left);
    BOOST_TEST(row(store, Table::nodes, hex_decode("01" + zero).value()) == root);
    BOOST_TEST(row(store, Table::meta, as_bytes("head")) == std::string(15, '0') + "2" + root);
    const auto parsed = ledger::parse_entry(second).value();
    const std::string nonce = hex_encode(key.public_key()) + hex_encode(parsed.act.nonce);
    BOOST_TEST(row(store, Table::nonces, hex_decode(nonce).value()) == one);
}

BOOST_AUTO_TEST_CASE(the_rows_of_a_ballot) {
    found();
    const Bytes ballot = sample.ballot(1, {{0, 1, 0}});
    BOOST_REQUIRE(cast("org-b", ballot).has_value());
    const Store& store = database->store();
    const std::string scope = hex_encode(as_bytes(uuid())) + "00";
    const std::string hash = crypto::sha256_hex(ballot);
    const std::string credential = hash_hex(sample.voters[1].public_credential);
    const std::string voter = hex_encode(as_bytes("org-b"));
    BOOST_TEST((keys_of(store, Table::trackers) == std::vector<std::string>{scope + hash}));
    BOOST_TEST(row(store, Table::trackers, hex_decode(scope + hash).value()) ==
               std::string(15, '0') + "3" + credential);
    BOOST_TEST(row(store, Table::credentials, hex_decode(scope + credential).value()) == hash + voter);
    BOOST_TEST(row(store, Table::participants, hex_decode(scope + voter).value()) == credential);
    BOOST_TEST(row(store, Table::blobs, hex_decode(hash).value()) == hex_encode(ballot));
    const std::string tally = row(store, Table::tallies, as_bytes(uuid()));
    BOOST_TEST(tally.substr(0, 32) == std::string(15, '0') + "1" + std::string(15, '0') + "2");
    BOOST_TEST(tally.substr(32, 6) == "5b5b7b"); // [[{: the encrypted tally of the archive
}

BOOST_AUTO_TEST_CASE(the_rows_of_an_open_vote) {
    BOOST_REQUIRE(commit([&](CommitContext& context) -> Result<void> {
                      OGNIWO_TRY(record_open_vote(context.transaction(), "v", "o",
                                                  ballots::Option::abstain, 258));
                      return record_open_vote(context.transaction(), "v", "p", ballots::Option::yes, 1);
                  }).has_value());
    const Store& store = database->store();
    BOOST_TEST(row(store, Table::open_votes, Bytes{'v', 0, 'o'}) == "020000000000000102");
    BOOST_TEST(row(store, Table::open_votes, Bytes{'v', 0, 'p'}) == "000000000000000001");
    BOOST_TEST(row(store, Table::tallies, as_bytes("open:v")) ==
               "000000000000000100000000000000000000000000000102");
}

BOOST_AUTO_TEST_SUITE_END()

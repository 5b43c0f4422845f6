#include "storage/fsck.hpp"
#include "storage/open_tally.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::storage;

namespace {

/// A log with ballots, a revote and open votes, its writer stopped.
struct Busy : test::SampleLog {
    Busy() {
        found();
        const auto vote = [&](std::size_t voter, std::uint32_t answer) {
            return sample.ballot(voter, {{answer == 0 ? 1U : 0U, answer == 1 ? 1U : 0U, answer == 2 ? 1U : 0U}});
        };
        BOOST_REQUIRE(cast("a", vote(0, 0)).has_value());
        BOOST_REQUIRE(cast("b", vote(1, 1)).has_value());
        BOOST_REQUIRE(cast("a", vote(0, 2)).has_value());
        BOOST_REQUIRE(commit([&](CommitContext& context) -> Result<void> {
                          const ledger::OpenVoteCast body{ledger::Id{"open"}, ballots::Option::no,
                                                          ledger::Id{"one"}, {ledger::Id{"m"}}};
                          OGNIWO_TRY(context.append(entry(body)));
                          return record_open_vote(context.transaction(), "open", "one",
                                                  ballots::Option::no, 3);
                      }).has_value());
        stop_writer();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(check, Busy)

BOOST_AUTO_TEST_CASE(a_whole_store_is_in_order) {
    const FsckReport report = fsck(*database).value();
    BOOST_TEST(report.ok(), report.to_text());
    BOOST_TEST(report.lines.size() == 10U);
    for (const FsckLine& line : report.lines) {
        BOOST_TEST(line.rows > 0U, std::string(line.id));
    }
}

// One bit of the value of every row, then the row itself taken away: both are found, each time.
BOOST_AUTO_TEST_CASE(one_flipped_bit_in_any_row_is_found) {
    Store& store = database->store();
    std::size_t flipped = 0;
    for (std::size_t t = 1; t <= 9; ++t) {
        const auto table = static_cast<Table>(t);
        std::vector<std::pair<Bytes, Bytes>> rows;
        BOOST_REQUIRE(store.scan(table, {}, {}, [&](ByteView name, ByteView value) {
            rows.emplace_back(to_bytes(name), to_bytes(value));
            return true;
        }).has_value());
        BOOST_TEST(!rows.empty(), std::string(table_name(table)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& [row, value] = rows[i];
            Bytes damaged = value;
            damaged[(i * 7919) % damaged.size()] ^= static_cast<std::uint8_t>(1U << (i % 8));
            const std::string place = std::string(table_name(table)) + " row " + std::to_string(i);
            BOOST_REQUIRE(store.write({{table, row, damaged}}).has_value());
            BOOST_TEST(!fsck(*database)->ok(), "flipped: " + place);
            BOOST_REQUIRE(store.write({{table, row, std::nullopt}}).has_value());
            BOOST_TEST(!fsck(*database)->ok(), "erased: " + place);
            BOOST_REQUIRE(store.write({{table, row, value}}).has_value());
            ++flipped;
        }
    }
    BOOST_TEST(fsck(*database)->ok());
    BOOST_TEST_MESSAGE(flipped << " rows flipped and erased");
}

BOOST_AUTO_TEST_CASE(a_changed_tally_is_named) {
    Store& store = database->store();
    auto tally = sample.election->empty_tally();
    BOOST_REQUIRE(store.write({{Table::tallies, to_bytes(uuid()), encode_tally(tally)}}).has_value());
    const FsckReport report = fsck(*database).value();
    for (const FsckLine& line : report.lines) {
        BOOST_TEST(line.problem.has_value() == (line.id == "fsck.tallies"), std::string(line.id));
    }
}

BOOST_AUTO_TEST_CASE(rows_that_belong_to_nothing_are_found) {
    Store& store = database->store();
    for (const Table table : {Table::nodes, Table::nonces, Table::blobs, Table::trackers,
                              Table::open_votes, Table::tallies, Table::participants}) {
        const Bytes stray = to_bytes("stray");
        BOOST_REQUIRE(store.write({{table, stray, to_bytes("x")}}).has_value());
        BOOST_TEST(!fsck(*database)->ok(), std::string(table_name(table)));
        BOOST_REQUIRE(store.write({{table, stray, std::nullopt}}).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()

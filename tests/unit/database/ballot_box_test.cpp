#include "crypto/sha256.hpp"
#include "storage/fsck.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace ogniwo;
using namespace ogniwo::storage;

namespace {
std::size_t files_with(const std::filesystem::path& folder, std::string_view needle) {
    std::size_t found = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) {
            continue;
        }
        std::ifstream in(file.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(in), {}};
        found += content.find(needle) != std::string::npos ? 1U : 0U;
    }
    return found;
}

using Choices = std::vector<std::vector<std::uint32_t>>;

struct Box : test::SampleLog {
    Box() { found(); }
    Bytes vote(std::size_t voter, std::size_t answer) {
        Choices choices{{0, 0, 0}};
        choices[0][answer] = 1;
        return sample.ballot(voter, choices);
    }
    std::string error_of(const std::string& voter, const Bytes& ballot) {
        const auto outcome = cast(voter, ballot);
        return outcome ? "accepted" : std::string(outcome.error().id());
    }
    /// The stored tally equals a tally over these ballots alone.
    void expect_tally(const std::vector<std::pair<Bytes, std::uint64_t>>& ballots) {
        auto expected = sample.election->empty_tally();
        for (const auto& [ballot, weight] : ballots) {
            BOOST_REQUIRE(expected.add(ballot, weight).has_value());
        }
        const auto stored = read_tally(database->store(), uuid()).value();
        BOOST_REQUIRE(stored.has_value());
        BOOST_TEST(as_text(stored->encrypted_tally) == expected.encrypted_tally_json());
        BOOST_TEST(stored->num_tallied == expected.num_tallied());
        BOOST_TEST(stored->total_weight == expected.total_weight());
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(ballot_box, Box)

BOOST_AUTO_TEST_CASE(the_last_ballot_counts_with_its_weight) {
    const Bytes first = vote(0, 0);
    const Bytes second = vote(1, 1);
    const Bytes again = vote(0, 2);
    BOOST_TEST(cast("a", first).value().entry_index == 3U);
    expect_tally({{first, 1}});
    BOOST_TEST(cast("b", second).value().entry_index == 4U);
    expect_tally({{first, 1}, {second, 2}});
    BOOST_TEST(cast("a", again).value().entry_index == 5U);
    expect_tally({{second, 2}, {again, 1}});
    const auto replaced = find_ballot(database->store(), uuid(), crypto::sha256(first)).value();
    BOOST_TEST(replaced->replaced);
    BOOST_TEST(replaced->entry_index == 3U);
    BOOST_TEST(!find_ballot(database->store(), uuid(), crypto::sha256(again)).value()->replaced);
    BOOST_TEST(!find_ballot(database->store(), uuid(), crypto::sha256(as_bytes("x"))).value().has_value());
    BOOST_TEST((read_participants(database->store(), uuid()).value() ==
                std::vector<std::string>{"a", "b"}));
    BOOST_TEST(took_part(database->store(), uuid(), "a").value());
    BOOST_TEST(!took_part(database->store(), uuid(), "c").value());
}

BOOST_AUTO_TEST_CASE(the_same_bytes_give_the_same_entry) {
    const Bytes ballot = vote(0, 0);
    BOOST_TEST(!cast("a", ballot).value().duplicate);
    const auto again = cast("a", ballot).value();
    BOOST_TEST(again.duplicate);
    BOOST_TEST(again.entry_index == 3U);
    BOOST_TEST(queue->published()->head.size == 4U);
    // Old bytes sent again after a revote do not bring the old vote back.
    const Bytes later = vote(0, 1);
    BOOST_TEST(cast("a", later).value().entry_index == 4U);
    BOOST_TEST(cast("a", ballot).value().duplicate);
    expect_tally({{later, 1}});
}

BOOST_AUTO_TEST_CASE(a_credential_has_one_voter_and_a_voter_one_credential) {
    const Bytes first = vote(0, 0);
    BOOST_TEST(error_of("a", first) == "accepted");
    BOOST_TEST(error_of("b", vote(0, 1)) == "ballot.credential_bound");
    BOOST_TEST(error_of("a", vote(1, 1)) == "ballot.credential_bound");
    expect_tally({{first, 1}});
    BOOST_TEST(queue->published()->head.size == 4U);
    BOOST_TEST(error_of("b", first) == "ballot.credential_bound"); // nor the very bytes of another
    BOOST_TEST(error_of("b", vote(1, 1)) == "accepted"); // the refusals bound nothing
}

BOOST_AUTO_TEST_CASE(a_closed_box_knows_what_it_has_and_takes_nothing) {
    const Bytes first = vote(0, 0);
    BOOST_TEST(error_of("a", first) == "accepted");
    const auto late = [&](const Bytes& ballot) {
        const auto checked = sample.election->check_ballot(ballot, ballots::Strictness::cast).value();
        std::string result;
        const auto done = commit([&](CommitContext& context) -> Result<void> {
            OGNIWO_ASSIGN(const CastOutcome outcome, box.record(context, *sample.election, {uuid(), "a", checked, ballot}, false));
            result = outcome.duplicate ? "entry " + std::to_string(outcome.entry_index) : "recorded";
            return {};
        });
        return done ? result : std::string(done.error().id());
    };
    BOOST_TEST(late(first) == "entry 3");
    BOOST_TEST(late(vote(0, 1)) == "ballot.closed");
    expect_tally({{first, 1}});
}

BOOST_AUTO_TEST_CASE(one_batch_with_good_and_bad_commands) {
    stop_writer();
    box = {};
    start_writer();
    std::vector<std::shared_ptr<CastOutcome>> outcomes;
    std::vector<std::string> results;
    const Bytes first = vote(0, 0);
    const Bytes second = vote(2, 2);
    const std::vector<std::pair<std::string, Bytes>> casts{
        {"a", first}, {"a", first}, {"b", vote(0, 1)}, {"c", second}, {"a", vote(0, 1)}};
    std::promise<void> gate = hold_writer();
    for (const auto& [voter, ballot] : casts) {
        outcomes.push_back(std::make_shared<CastOutcome>());
        BOOST_REQUIRE(queue->submit(cast_command(voter, ballot, outcomes.back()),
                                    [&results](const Result<Committed>& result) {
                                        results.emplace_back(result ? "ok" : result.error().id());
                                    })
                          .has_value());
    }
    gate.set_value();
    queue->drain();
    BOOST_TEST((results == std::vector<std::string>{"ok", "ok", "ballot.credential_bound", "ok", "ok"}));
    BOOST_TEST(outcomes[1]->duplicate);
    expect_tally({{second, 1}, {casts[4].second, 1}});
}

BOOST_AUTO_TEST_CASE(the_tally_goes_on_after_a_restart) {
    const Bytes first = vote(0, 0);
    const Bytes second = vote(1, 1);
    BOOST_TEST(error_of("a", first) == "accepted");
    close();
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(!database->frozen().has_value());
    box = {};
    start_writer();
    BOOST_TEST(error_of("b", second) == "accepted");
    expect_tally({{first, 1}, {second, 2}});
}

// Nothing checks a stored ballot again when the next one takes it out of the tally, but that it is the same.
BOOST_AUTO_TEST_CASE(a_damaged_ballot_is_not_taken_out) {
    const Bytes first = vote(0, 0);
    BOOST_TEST(error_of("a", first) == "accepted");
    BOOST_REQUIRE(commit([&](CommitContext& context) -> Result<void> {
        context.transaction().put(Table::blobs, crypto::sha256(first), vote(0, 1));
        return {};
    }).has_value());
    BOOST_TEST(error_of("a", vote(0, 2)) == "storage.corrupt");
    expect_tally({{first, 1}});
}

BOOST_AUTO_TEST_CASE(an_erased_binding_leaves_the_disk) {
    const std::string voter = "Stowarzyszenie-Zapomniane";
    const Bytes first = vote(0, 0);
    const Bytes later = vote(0, 1);
    BOOST_TEST(error_of(voter, first) == "accepted");
    BOOST_TEST(error_of(voter, later) == "accepted");
    BOOST_REQUIRE(database->store().purge(Table::participants).has_value()); // into the files
    BOOST_TEST(files_with(folder.path(), voter) > 0U);
    BOOST_REQUIRE(commit([&](CommitContext& context) {
        return BallotBox::erase_bindings(context, database->store(), uuid());
    }).has_value());
    BOOST_REQUIRE(database->store().purge(Table::participants).has_value());
    BOOST_REQUIRE(database->store().purge(Table::credentials).has_value());
    close(); // a manifest names the keys at the ends of files, and is written anew at a start
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(files_with(folder.path(), voter) == 0U);
    BOOST_TEST(read_participants(database->store(), uuid()).value().empty());
    // What the public asks is answered as before.
    BOOST_TEST(find_ballot(database->store(), uuid(), crypto::sha256(first)).value()->replaced);
    BOOST_TEST(!find_ballot(database->store(), uuid(), crypto::sha256(later)).value()->replaced);
    expect_tally({{later, 1}});
    // Before a result it would be a loss.
    const FsckReport report = fsck(*database).value();
    for (const FsckLine& line : report.lines) {
        BOOST_TEST(line.problem.has_value() == (line.id == "fsck.credentials"), std::string(line.id));
    }
}

BOOST_AUTO_TEST_SUITE_END()

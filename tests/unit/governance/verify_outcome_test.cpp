// A ranking that was mixed and counted, in an export, and the ways in which a server could lie about it.

#include "sample_election.hpp"
#include "server/governance/outcome.hpp"
#include "signed_log.hpp"

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::sample::Who;
namespace sample = ballots::sample;

/// Two trustees; the server and the first of them have mixed; two of three candidates are elected by Borda count.
struct MixedWorld : governance::sample::SignedLog {
    sample::SampleElection election{
        {.questions = {sample::ranking(3)}, .trustees = 2, .weights = {1, 1, 1}, .seed = "mixed world"}};
    sample::Parts parts;
    Digest lot = crypto::sha256(as_bytes(std::string_view("the lot")));
    std::string constraints = R"({"groups":[{"name":"g","candidates":[3],"min":1}]})";

    explicit MixedWorld(const std::vector<std::uint64_t>& mixers = {0, 1}) {
        parts = election.tally({election.ballot(0, {{1, 2, 3}}), election.ballot(1, {{1, 3, 2}}),
                                election.ballot(2, {{2, 1, 3}})});
        election.shuffle(parts, mixers);
        election.decide(parts);
        found();
        vote();
        count();
    }

    Uuid uuid() { return Uuid{election.election->definition().uuid}; }
    DigestHex owned(std::uint64_t owner, ByteView bytes) {
        return blob(ballots::owned_json(owner, crypto::sha256(bytes)));
    }
    void found() {
        const DigestHex person{std::string(64, 'd')};
        add(LogCreated{Label{"F"}, key(Who::server), 1});
        for (const char* id : {"one", "three", "two"}) {
            add(OrganisationAdmitted{Id{id}, Label{id}, Label{"f"}, Label{"K"}, 1});
        }
        add(MandateGranted{Id{"chair"}, Id{"one"}, person, {Role::officer}});
        for (const char* id : {"t1", "t2"}) {
            add(MandateGranted{Id{id}, Id{"two"}, person, {Role::trustee}});
        }
        add(KeyRegistered{key(Who::chair), Id{"chair"}, {}}, {Who::chair, Who::server});
        add(ElectionPrepared{
            .vote = Id{"v"},
            .title = Label{"V"},
            .election = uuid(),
            .seats = 2,
            .quorum = {1, 2, false},
            .setup = {blob(parts.election), blob(parts.trustees), blob(parts.credentials)},
            .trustees = {Id{"t1"}, Id{"t2"}},
            .count = CountRule{Label{"borda"}, blob(constraints), governance::commit_to_lot(lot)}});
        add(VoteOpened{Id{"v"}, 1}, {Who::chair});
    }
    void vote() {
        for (const Bytes& ballot : parts.ballots) {
            blob(ballot);
            lines.push_back({BallotAccepted{uuid(), Tracker{ballots::ballot_tracker(ballot)}}, {Who::server}, {}});
        }
        add(VoteClosed{Id{"v"}, 1}, {Who::chair});
        add(ParticipationPublished{Id{"v"}, {Id{"one"}, Id{"three"}, Id{"two"}}});
        add(ElectionTallied{uuid(), blob(parts.tally), blob(parts.sized_tally)});
        for (const auto& [owner, shuffle] : parts.shuffles) {
            add(ShufflePosted{uuid(), static_cast<std::int64_t>(owner), blob(shuffle), owned(owner, shuffle)});
        }
        add(ShufflesEnded{uuid(), 1}, {Who::chair});
        for (const auto& [owner, part] : parts.decryptions) {
            add(DecryptionPosted{uuid(), static_cast<std::int64_t>(owner), blob(part), owned(owner, part)});
        }
    }
    /// What the server publishes, by the count's own words.
    void count() {
        governance::SecretVote secret;
        secret.prepared = body<ElectionPrepared>();
        secret.participation = body<ParticipationPublished>();
        secret.tally = body<ElectionTallied>();
        const ballots::Counts counts{numbers()};
        const auto outcome =
            governance::decide_outcome({secret, election.election->definition(), counts, 3, 3, constraints, lot})
                .value();
        BOOST_TEST(outcome.elected.answers == (std::vector<std::int64_t>{0, 2}), boost::test_tools::per_element());
        add(ElectionDecided{uuid(), blob(parts.result), outcome.elected.answers, outcome.elected.tie,
                            CountOutcome{blob(*outcome.record), DigestHex{hex_encode(lot)}}});
    }
    /// The shuffled votes, from the published result.
    std::vector<std::uint64_t> numbers() {
        std::vector<std::uint64_t> out;
        const auto result = parse_json(as_text(parts.result)).value();
        for (const auto& vote : result.at("result").at(0).as_array()) {
            for (const auto& number : vote.as_array()) {
                out.push_back(number.to_number<std::uint64_t>());
            }
        }
        return out;
    }
};

std::string verdict(const std::function<void(MixedWorld&)>& edit) {
    MixedWorld world;
    edit(world);
    return governance::sample::verdict(world);
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_outcome)

BOOST_AUTO_TEST_CASE(a_good_count_is_valid) {
    BOOST_TEST(verdict([](MixedWorld&) {}) == "valid");
}

BOOST_AUTO_TEST_CASE(the_record_and_the_seats) {
    const auto decided = [](auto change) {
        return verdict([&](MixedWorld& w) { change(w, w.body<ElectionDecided>()); });
    };
    BOOST_TEST(decided([](auto&, auto& d) { d.elected = {2, 0}; }) == "ledger.results ledger.elected");
    BOOST_TEST(decided([](auto&, auto& d) { d.elected = {0}; }) == "ledger.results ledger.elected");
    BOOST_TEST(decided([](auto&, auto& d) { d.elected = {0, 1}; }) == "ledger.results ledger.elected");
    BOOST_TEST(decided([](auto&, auto& d) { d.tie = true; }) == "ledger.results ledger.elected");
    BOOST_TEST(decided([](auto&, auto& d) { d.elected = {0, 1, 2}; }) == "ledger.state govern.decision");
    BOOST_TEST(decided([](auto&, auto& d) { d.count = std::nullopt; }) == "ledger.state govern.decision");
    BOOST_TEST(decided([](auto& w, auto& d) {
                   std::string text(as_text(w.blobs.at(hex_decode_array<32>(d.count->record.value).value())));
                   text.replace(text.find("borda"), 5, "aaaaa");
                   d.count->record = w.blob(text);
               }) == "ledger.results ledger.record");
    BOOST_TEST(decided([](auto& w, auto& d) {
                   d.count->record = w.blob(R"({"error":"count.no_votes"})");
                   d.elected = {};
               }) == "ledger.results ledger.record");
}

BOOST_AUTO_TEST_CASE(the_lot) {
    BOOST_TEST(verdict([](MixedWorld& w) {
                   w.body<ElectionDecided>().count->seed.value = std::string(64, '0');
               }) == "ledger.state govern.lot");
    // Committed to another one, with the count of this one.
    BOOST_TEST(verdict([](MixedWorld& w) {
                   w.body<ElectionPrepared>().count->lot = governance::commit_to_lot({});
                   w.body<ElectionDecided>().count->seed.value = std::string(64, '0');
               }) == "ledger.results ledger.record");
}

BOOST_AUTO_TEST_CASE(the_rule) {
    const auto rule = [](auto change) {
        return verdict([&](MixedWorld& w) { change(w, *w.body<ElectionPrepared>().count); });
    };
    BOOST_TEST(rule([](auto&, auto& r) { r.method.value = "schulze"; }) == "ledger.results ledger.record");
    BOOST_TEST(rule([](auto&, auto& r) { r.method.value = "dhondt"; }) == "ledger.results ledger.count");
    BOOST_TEST(rule([](auto&, auto& r) { r.method.value = "no-such"; }) == "ledger.results ledger.count");
    BOOST_TEST(rule([](auto&, auto& r) { r.constraints.reset(); }) == "ledger.results ledger.record");
    BOOST_TEST(rule([](auto& w, auto& r) { r.constraints = w.blob("{"); }) == "ledger.results ledger.count");
    BOOST_TEST(rule([](auto& w, auto& r) {
                   r.constraints = w.blob(R"({"groups":[{"name":"g","candidates":[1],"max":0}]})");
               }) == "ledger.results ledger.record");
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ElectionPrepared>().count.reset(); }) ==
               "ledger.state govern.decision");
    const auto seats = [](std::int64_t number) {
        return verdict([=](MixedWorld& w) { w.body<ElectionPrepared>().seats = number; });
    };
    BOOST_TEST(seats(1) == "ledger.state govern.decision");
    BOOST_TEST(seats(3) == "ledger.results ledger.record");
    BOOST_TEST(seats(4) == "ledger.results ledger.count");
    BOOST_TEST(seats(0) == "ledger.state govern.rule");
}

BOOST_AUTO_TEST_CASE(two_keys_in_one_hand) {
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ElectionPrepared>().trustees = {Id{"t1"}, Id{"t1"}}; }) ==
               "ledger.state govern.rule");
}

BOOST_AUTO_TEST_CASE(the_votes_that_are_counted) {
    // Other votes than the ones that came out of the mixing, with a count and a record that fit them.
    BOOST_TEST(verdict([](MixedWorld& w) {
                   std::string text(as_text(w.parts.result));
                   text.replace(text.find("[2,1,3]"), 7, "[1,2,3]");
                   w.parts.result = to_bytes(text);
                   w.drop<ElectionDecided>();
                   w.count();
               }) == "ledger.elections result.value");
}

BOOST_AUTO_TEST_CASE(the_mixers) {
    BOOST_TEST(verdict([](MixedWorld& w) { w.drop<ShufflesEnded>(); }) == "ledger.state govern.order");
    BOOST_TEST(verdict([](MixedWorld& w) { w.drop<ShufflePosted>(); }) == "ledger.state govern.order");
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ShufflePosted>(1).owner = 0; }) == "ledger.state govern.duplicate");
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ShufflePosted>(1).owner = 3; }) == "ledger.state govern.reference");
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ShufflePosted>(0).owner = -1; }) == "ledger.log export.entry");
    BOOST_TEST(verdict([](MixedWorld& w) { w.body<ShufflePosted>(1).owner = 2; }) == "ledger.elections ledger.owned");
    BOOST_TEST(verdict([](MixedWorld& w) {
                   std::swap(w.line<ShufflePosted>(0).body, w.line<ShufflePosted>(1).body);
               }) == "ledger.elections shuffle.proof");
    BOOST_TEST(verdict([](MixedWorld& w) { w.line<ShufflesEnded>().signers = {Who::server}; }) ==
               "ledger.state govern.signer");
    BOOST_TEST(verdict([](MixedWorld& w) { // the second trustee has not shuffled
                   w.line<ShufflesEnded>() = {ShufflesEnded{w.uuid(), 0}};
               }) == "ledger.state govern.signer");
    // With everything after it as it was: of another election, of the list before it, and of fewer or repeated votes.
    const auto second = [](const char* expected, const std::function<Bytes(MixedWorld&)>& shuffle) {
        const std::string found = verdict([&](MixedWorld& w) {
            const Bytes bytes = shuffle(w);
            w.body<ShufflePosted>(1) = {w.uuid(), 1, w.blob(bytes), w.owned(1, bytes)};
        });
        BOOST_TEST(found == expected);
    };
    second("ledger.elections shuffle.proof", [](MixedWorld& w) {
        return *w.election.election->make_shuffle(w.parts.tally, w.rng);
    });
    second("ledger.elections shuffle.proof", [](MixedWorld& w) { return w.parts.shuffles[0].second; });
    second("ledger.elections shuffle.proof", [](MixedWorld&) {
        ballots::sample::Options other{.questions = {sample::ranking(3)}, .trustees = 2, .weights = {1, 1, 1}};
        other.seed = "another world";
        sample::SampleElection replayed(other);
        auto parts = replayed.tally({replayed.ballot(0, {{1, 2, 3}}), replayed.ballot(1, {{1, 3, 2}}),
                                     replayed.ballot(2, {{2, 1, 3}})});
        replayed.shuffle(parts, {0, 1});
        return parts.shuffles[1].second;
    });
    second("ledger.elections shuffle.shape", [](MixedWorld& w) {
        auto tally = parse_json(as_text(w.parts.tally)).value();
        tally.at(0).as_array().pop_back();
        return *w.election.election->make_shuffle(to_bytes(write_json(tally)), w.rng);
    });
    // With both of them nobody has to end it.
    MixedWorld all({0, 1, 2});
    all.line<ShufflesEnded>() = {ShufflesEnded{all.uuid(), 0}};
    BOOST_TEST(governance::sample::verdict(all) == "valid");
    // One has shuffled, or nobody: the entry that ends it may not stand, and without it the archive does not hold.
    BOOST_TEST(verdict([](MixedWorld& w) {
                   w.drop<ShufflePosted>(1);
                   w.drop<ShufflesEnded>();
               }) == "ledger.state govern.order");
    MixedWorld none({0, 1});
    none.parts = none.election.tally(none.parts.ballots);
    none.election.decide(none.parts);
    std::erase_if(none.lines, [](const auto& line) {
        return std::holds_alternative<ShufflePosted>(line.body) || std::holds_alternative<ShufflesEnded>(line.body);
    });
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& [owner, part] = none.parts.decryptions[i];
        none.body<DecryptionPosted>(i) = {none.uuid(), static_cast<std::int64_t>(owner), none.blob(part),
                                          none.owned(owner, part)};
    }
    BOOST_TEST(governance::sample::verdict(none) == "ledger.elections shuffle.missing");
}

BOOST_AUTO_TEST_SUITE_END()

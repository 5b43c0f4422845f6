// Every kind of act: who may make it, when, and about what. A refused act changes nothing.

#include "server/governance/state.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::State;
using governance::VoteStatus;

namespace {

KeyHex key(char c) { return KeyHex{std::string(64, c)}; }
const KeyHex server = key('a');
const KeyHex officer_key = key('b');
const KeyHex voter_key = key('c');
const Uuid uuid{"11111111111111"};
const DigestHex digest{std::string(64, 'd')};
const Tracker tracker{std::string(42, 'A') + "A"};

/// A federation of two organisations with an officer, a representative and a trustee.
struct Federation {
    State state;
    std::uint64_t index = 0;

    std::string apply(const Body& body, const std::vector<KeyHex>& signers,
                      std::optional<UnixMillis> at = 1000) {
        const auto applied = state.apply({body, signers, index, at});
        if (!applied) {
            return std::string(applied.error().id());
        }
        ++index;
        return "ok";
    }
    std::string by_server(const Body& body, std::optional<UnixMillis> at = 1000) {
        return apply(body, {server}, at);
    }
    void must(const std::string& outcome) { BOOST_REQUIRE_EQUAL(outcome, "ok"); }

    Federation() {
        must(by_server(LogCreated{Label{"F"}, server, 1}));
        must(by_server(OrganisationAdmitted{Id{"one"}, Label{"One"}, Label{"f"}, Label{"K"}, 2}));
        must(by_server(OrganisationAdmitted{Id{"two"}, Label{"Two"}, Label{"f"}, Label{"K"}, 1}));
        must(by_server(MandateGranted{Id{"chair"}, Id{"one"}, digest, {Role::officer}}));
        must(by_server(MandateGranted{Id{"rep"}, Id{"one"}, digest, {Role::representative}}));
        must(by_server(MandateGranted{Id{"t1"}, Id{"two"}, digest, {Role::trustee}}));
        must(apply(KeyRegistered{officer_key, Id{"chair"}, {}}, {officer_key, server}));
        must(apply(KeyRegistered{voter_key, Id{"rep"}, {}}, {voter_key, server}));
        must(by_server(OpenVotePrepared{Id{"open"}, Label{"T"}, Label{"Q"}, {},
                                        {ballots::MajorityBase::yes_no, 2, 3, false},
                                        {1, 2, false}}));
        must(by_server(ElectionPrepared{Id{"secret"}, Label{"S"}, uuid, 1, {1, 2, false},
                                        {digest, digest, digest}, {Id{"t1"}}}));
    }
    std::string open(const char* vote) { return apply(VoteOpened{Id{vote}, 1}, {officer_key}); }
    std::string close(const char* vote) { return apply(VoteClosed{Id{vote}, 1}, {officer_key}); }
    OpenVoteCast cast(Option option = Option::yes) {
        return {Id{"open"}, option, Id{"one"}, {Id{"rep"}}};
    }
    VoteStatus status(const char* vote) { return state.vote(vote)->status; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(state, Federation)

BOOST_AUTO_TEST_CASE(the_log_begins_with_itself) {
    State empty;
    const std::vector<KeyHex> by{server};
    const Body organisation = OrganisationAdmitted{Id{"x"}, Label{"X"}, Label{"f"}, Label{"K"}, 1};
    BOOST_TEST(empty.apply({organisation, by, 0, {}}).error().id() == "govern.order");
    const Body created = LogCreated{Label{"F"}, server, 1};
    BOOST_TEST(empty.apply({created, {officer_key}, 0, {}}).error().id() == "govern.signer");
    BOOST_TEST(empty.apply({created, by, 1, {}}).error().id() == "govern.order");
    BOOST_TEST(by_server(LogCreated{Label{"F"}, server, 1}) == "govern.order");
    BOOST_TEST(state.size() == 10U);
}

BOOST_AUTO_TEST_CASE(only_the_server_keeps_the_register) {
    const Body organisation = OrganisationAdmitted{Id{"x"}, Label{"X"}, Label{"f"}, Label{"K"}, 1};
    BOOST_TEST(apply(organisation, {officer_key}) == "govern.signer");
    BOOST_TEST(apply(organisation, {server, officer_key}) == "govern.signer");
    BOOST_TEST(by_server(OrganisationAdmitted{Id{"one"}, Label{"X"}, Label{"f"}, Label{"K"}, 1}) ==
               "govern.duplicate");
    BOOST_TEST(by_server(OrganisationAdmitted{Id{"x"}, Label{"X"}, Label{"f"}, Label{"K"}, 0}) ==
               "govern.rule");
    BOOST_TEST(by_server(MandateGranted{Id{"m"}, Id{"nobody"}, digest, {Role::officer}}) ==
               "govern.reference");
    BOOST_TEST(by_server(MandateGranted{Id{"rep"}, Id{"one"}, digest, {Role::officer}}) ==
               "govern.duplicate");
    BOOST_TEST(by_server(MandateGranted{Id{"m"}, Id{"one"}, digest, {}}) == "govern.rule");
    BOOST_TEST(state.entitled_weight() == 3U);
}

BOOST_AUTO_TEST_CASE(a_key_proves_itself_and_replaces_the_one_before) {
    const KeyHex fresh = key('e');
    BOOST_TEST(apply(KeyRegistered{fresh, Id{"t1"}, {}}, {server}) == "govern.signer");
    BOOST_TEST(apply(KeyRegistered{fresh, Id{"t1"}, {}}, {fresh}) == "govern.signer");
    BOOST_TEST(apply(KeyRegistered{fresh, Id{"x"}, {}}, {fresh, server}) == "govern.reference");
    BOOST_TEST(apply(KeyRegistered{voter_key, Id{"t1"}, {}}, {voter_key, server}) ==
               "govern.duplicate");
    BOOST_TEST(apply(KeyRegistered{fresh, Id{"rep"}, {}}, {fresh, server}) == "govern.reference");
    BOOST_TEST(apply(KeyRegistered{fresh, Id{"rep"}, voter_key}, {fresh, server}) == "ok");
    must(open("open"));
    BOOST_TEST(apply(cast(), {voter_key}) == "govern.signer"); // the old key signs nothing more
    BOOST_TEST(apply(cast(), {fresh}) == "ok");
    BOOST_TEST(apply(KeyRegistered{voter_key, Id{"rep"}, fresh}, {voter_key, server}) ==
               "govern.duplicate"); // and never comes back
}

BOOST_AUTO_TEST_CASE(only_officers_open_and_close_and_only_once) {
    BOOST_TEST(apply(VoteOpened{Id{"open"}, 1}, {server}) == "govern.signer");
    BOOST_TEST(apply(VoteOpened{Id{"open"}, 1}, {voter_key}) == "govern.signer");
    BOOST_TEST(apply(VoteOpened{Id{"open"}, 2}, {officer_key}) == "govern.signer");
    BOOST_TEST(close("open") == "govern.vote_status");
    BOOST_TEST(open("nothing") == "govern.reference");
    BOOST_TEST(open("open") == "ok");
    BOOST_TEST(open("open") == "govern.vote_status");
    BOOST_TEST(close("open") == "ok");
    BOOST_TEST(close("open") == "govern.vote_status");
    BOOST_TEST(open("open") == "govern.vote_status");
}

BOOST_AUTO_TEST_CASE(an_open_vote_counts_each_organisation_once_with_its_weight) {
    BOOST_TEST(apply(cast(), {voter_key}) == "govern.vote_status"); // not open yet
    must(open("open"));
    must(open("secret"));
    BOOST_TEST(apply(cast(), {officer_key}) == "govern.signer");
    BOOST_TEST(apply(cast(), {voter_key, officer_key}) == "govern.signer");
    OpenVoteCast foreign = cast();
    foreign.organisation = Id{"two"};
    BOOST_TEST(apply(foreign, {voter_key}) == "govern.signer");
    OpenVoteCast wrong_kind = cast();
    wrong_kind.vote = Id{"secret"};
    BOOST_TEST(apply(wrong_kind, {voter_key}) == "govern.reference");
    BOOST_TEST(apply(cast(Option::no), {voter_key}) == "ok");
    BOOST_TEST(apply(cast(Option::yes), {voter_key}) == "ok");
    const auto numbers = governance::open_numbers(state, *state.vote("open")->open());
    BOOST_TEST(numbers.yes == 2U);
    BOOST_TEST(numbers.no == 0U);
    BOOST_TEST(numbers.entitled == 3U);
    must(close("open"));
    BOOST_TEST(apply(cast(), {voter_key}) == "govern.vote_status");
}

BOOST_AUTO_TEST_CASE(the_decision_is_what_the_rule_gives) {
    must(open("open"));
    must(apply(cast(Option::yes), {voter_key}));
    OpenVoteDecided right{Id{"open"}, 2, 0, 0, 3, true, true};
    BOOST_TEST(by_server(right) == "govern.vote_status"); // before the close
    must(close("open"));
    for (const auto& wrong : {OpenVoteDecided{Id{"open"}, 3, 0, 0, 3, true, true},
                              OpenVoteDecided{Id{"open"}, 2, 0, 0, 3, true, false},
                              OpenVoteDecided{Id{"open"}, 2, 0, 0, 3, false, true},
                              OpenVoteDecided{Id{"open"}, 2, 0, 0, 4, true, true}}) {
        BOOST_TEST(by_server(wrong) == "govern.decision");
    }
    BOOST_TEST(apply(right, {officer_key}) == "govern.signer");
    BOOST_TEST(by_server(right) == "ok");
    BOOST_TEST((status("open") == VoteStatus::decided));
    BOOST_TEST(by_server(right) == "govern.vote_status");
}

BOOST_AUTO_TEST_CASE(a_secret_vote_goes_its_way) {
    const Body ballot = BallotAccepted{uuid, tracker};
    const Body participation = ParticipationPublished{Id{"secret"}, {Id{"one"}}};
    const Body tally = ElectionTallied{uuid, digest, digest};
    const Body posted = DecryptionPosted{uuid, 1, digest, digest};
    const Body decided = ElectionDecided{uuid, digest, {0}, false};
    BOOST_TEST(by_server(ballot, {}) == "govern.vote_status");
    must(open("secret"));
    BOOST_TEST(by_server(ballot) == "govern.rule"); // carries a time
    BOOST_TEST(apply(ballot, {voter_key}, {}) == "govern.signer");
    BOOST_TEST(by_server(BallotAccepted{Uuid{"22222222222222"}, tracker}, {}) == "govern.reference");
    BOOST_TEST(by_server(ballot, {}) == "ok");
    BOOST_TEST(by_server(participation) == "govern.vote_status");
    BOOST_TEST(by_server(tally) == "govern.vote_status");
    must(close("secret"));
    BOOST_TEST(by_server(ballot, {}) == "govern.vote_status");
    BOOST_TEST(by_server(tally) == "govern.order"); // who took part comes first
    BOOST_TEST(by_server(ParticipationPublished{Id{"secret"}, {Id{"two"}, Id{"one"}}}) ==
               "govern.rule");
    BOOST_TEST(by_server(ParticipationPublished{Id{"secret"}, {Id{"x"}}}) == "govern.reference");
    BOOST_TEST(by_server(participation) == "ok");
    BOOST_TEST(by_server(participation) == "govern.duplicate");
    BOOST_TEST(by_server(posted) == "govern.vote_status");
    BOOST_TEST(by_server(tally) == "ok");
    BOOST_TEST(by_server(decided) == "govern.order"); // nobody has decrypted
    BOOST_TEST(by_server(DecryptionPosted{uuid, 2, digest, digest}) == "govern.reference");
    BOOST_TEST(by_server(DecryptionPosted{uuid, 0, digest, digest}) == "govern.reference");
    BOOST_TEST(by_server(posted) == "ok");
    BOOST_TEST(by_server(posted) == "govern.duplicate");
    BOOST_TEST(by_server(ElectionDecided{uuid, digest, {0, 1}, false}) == "govern.decision");
    BOOST_TEST(by_server(decided) == "ok");
    BOOST_TEST((status("secret") == VoteStatus::decided));
    BOOST_TEST(state.vote("secret")->secret()->ballots == 1U);
}

BOOST_AUTO_TEST_CASE(votes_refer_to_what_is_there) {
    BOOST_TEST(by_server(OpenVotePrepared{Id{"open"}, Label{"T"}, Label{"Q"}, {}, {}, {}}) ==
               "govern.duplicate");
    BOOST_TEST(by_server(OpenVotePrepared{Id{"v"}, Label{"T"}, Label{"Q"}, Id{"text"}, {}, {}}) ==
               "govern.reference");
    BOOST_TEST(by_server(OpenVotePrepared{Id{"v"}, Label{"T"}, Label{"Q"}, {},
                                          {ballots::MajorityBase::cast, 3, 2, false}, {}}) !=
               "ok");
    ElectionPrepared election{Id{"v"}, Label{"S"}, Uuid{"22222222222222"}, 1, {1, 2, false},
                              {digest, digest, digest}, {Id{"t1"}}};
    BOOST_TEST(by_server(election, {}) == "govern.rule"); // its archive needs a time
    ElectionPrepared nobody = election;
    nobody.trustees = {Id{"rep"}};
    BOOST_TEST(by_server(nobody) == "govern.reference");
    nobody.trustees.clear();
    BOOST_TEST(by_server(nobody) == "govern.rule");
    ElectionPrepared same = election;
    same.election = uuid;
    BOOST_TEST(by_server(same) == "govern.duplicate");
    BOOST_TEST(by_server(election) == "ok");
}

BOOST_AUTO_TEST_CASE(texts_only_grow) {
    const auto text = [](std::int64_t version) {
        return TextPublished{Id{"statute"}, Label{"S"}, version, digest};
    };
    BOOST_TEST(by_server(text(0)) == "govern.order");
    BOOST_TEST(by_server(text(2)) == "ok");
    BOOST_TEST(by_server(text(2)) == "govern.order");
    BOOST_TEST(by_server(text(1)) == "govern.order");
    BOOST_TEST(by_server(text(3)) == "ok");
    BOOST_TEST(state.texts().at("statute").version == 3);
}

BOOST_AUTO_TEST_CASE(entries_come_in_log_order) {
    const Body body = TextPublished{Id{"t"}, Label{"S"}, 1, digest};
    const std::vector<KeyHex> by{server};
    BOOST_TEST(state.apply({body, by, index + 1, 5}).error().id() == "govern.order");
    BOOST_TEST(state.apply({body, by, index - 1, 5}).error().id() == "govern.order");
    BOOST_TEST(state.apply({body, by, index, 5}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

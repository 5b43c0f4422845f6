// Double majorities and the chair's casting vote, decided from what is on the ledger.

#include "server/governance/state.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::State;

namespace {

KeyHex key(char c) { return KeyHex{std::string(64, c)}; }
const KeyHex server = key('a');
const KeyHex officer = key('b');
const DigestHex digest{std::string(64, 'd')};
constexpr MajorityRule simple{ballots::MajorityBase::yes_no, 1, 2, true};
constexpr MajorityRule two_thirds{ballots::MajorityBase::yes_no, 2, 3, false};

/// One organisation of weight 6 and three of weight 1; the heavy one is the chair's.
struct Assembly {
    State state;
    std::uint64_t index = 0;
    const std::vector<std::string> names{"heavy", "alfa", "beta", "gama"};

    std::string apply(const Body& body, const std::vector<KeyHex>& signers) {
        const auto applied = state.apply({body, signers, index, 1000});
        index += applied ? 1U : 0U;
        return applied ? "ok" : std::string(applied.error().id());
    }
    void must(const Body& body, const std::vector<KeyHex>& signers) { BOOST_REQUIRE_EQUAL(apply(body, signers), "ok"); }

    Assembly() {
        must(LogCreated{Label{"F"}, server, 1}, {server});
        for (std::size_t i = 0; i < names.size(); ++i) {
            const Id id{names[i]};
            must(OrganisationAdmitted{id, Label{"O"}, Label{"f"}, Label{"K"}, i == 0 ? 6 : 1}, {server});
            must(MandateGranted{Id{names[i] + "-1"}, id, digest, {Role::representative}}, {server});
            must(KeyRegistered{voter(i), Id{names[i] + "-1"}, {}}, {voter(i), server});
        }
        must(MandateGranted{Id{"officer"}, Id{"heavy"}, digest, {Role::officer}}, {server});
        must(KeyRegistered{officer, Id{"officer"}, {}}, {officer, server});
    }
    static KeyHex voter(std::size_t i) { return key("1234"[i]); }

    /// Prepares, votes ("yna-": yes, no, abstain, away) and decides.
    OpenVoteDecided decide(const OpenVotePrepared& prepared, std::string_view votes) {
        must(prepared, {server});
        must(VoteOpened{prepared.vote, 1}, {officer});
        for (std::size_t i = 0; i < votes.size(); ++i) {
            if (votes[i] != '-') {
                const Option option = votes[i] == 'y' ? Option::yes : votes[i] == 'n' ? Option::no : Option::abstain;
                must(OpenVoteCast{prepared.vote, option, Id{names[i]}, {Id{names[i] + "-1"}}}, {voter(i)});
            }
        }
        must(VoteClosed{prepared.vote, 1}, {officer});
        const auto decided = governance::decide_open_vote(state, prepared.vote.value);
        BOOST_REQUIRE(decided);
        return *decided;
    }
    static OpenVotePrepared vote(MajorityRule rule) {
        return {Id{"v"}, Label{"T"}, Label{"Q"}, {}, rule, {0, 1, false}};
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(open_rules, Assembly)

BOOST_AUTO_TEST_CASE(a_heavy_member_alone_does_not_reach_a_double_majority) {
    OpenVotePrepared prepared = vote(two_thirds);
    prepared.organisations = simple;
    const OpenVoteDecided decided = decide(prepared, "ynn-");
    BOOST_TEST(decided.yes == 6); // 3*6 >= 2*8 holds
    BOOST_TEST(!decided.adopted); // 1 > 2 does not
    BOOST_TEST((decided.organisations == OrganisationNumbers{1, 2, 0, 4}));
    BOOST_TEST(apply(decided, {server}) == "ok");
}

BOOST_AUTO_TEST_CASE(many_light_members_alone_do_not_either) {
    OpenVotePrepared prepared = vote(simple);
    prepared.organisations = simple;
    BOOST_TEST(!decide(prepared, "nyyy").adopted); // 3 > 6 is false, 3 > 1 holds
}

BOOST_AUTO_TEST_CASE(both_together_adopt) {
    OpenVotePrepared prepared = vote(two_thirds);
    prepared.organisations = MajorityRule{ballots::MajorityBase::entitled, 1, 2, false};
    const OpenVoteDecided decided = decide(prepared, "yyna");
    BOOST_TEST(decided.adopted); // 3*7 >= 2*8, 2*2 >= 1*4
    BOOST_TEST((decided.organisations == OrganisationNumbers{2, 1, 1, 4}));
    OpenVoteDecided forged = decided;
    forged.organisations.reset();
    BOOST_TEST(apply(forged, {server}) == "govern.decision");
    forged = decided;
    forged.organisations->yes = 3;
    BOOST_TEST(apply(forged, {server}) == "govern.decision");
    BOOST_TEST(apply(decided, {server}) == "ok");
}

BOOST_AUTO_TEST_CASE(the_chair_settles_a_tie) {
    OpenVotePrepared prepared = vote(simple);
    prepared.casting_vote = Id{"alfa-1"};
    const OpenVoteDecided decided = decide(prepared, "-yn-");
    BOOST_TEST(decided.adopted);
    BOOST_TEST((decided.casting_vote == Option::yes));
    OpenVoteDecided forged = decided;
    forged.casting_vote.reset();
    BOOST_TEST(apply(forged, {server}) == "govern.decision");
    BOOST_TEST(apply(decided, {server}) == "ok");
}

BOOST_AUTO_TEST_CASE(the_chair_against_or_away) {
    OpenVotePrepared prepared = vote(simple);
    prepared.casting_vote = Id{"alfa-1"};
    const OpenVoteDecided against = decide(prepared, "-ny-");
    BOOST_TEST(!against.adopted);
    BOOST_TEST((against.casting_vote == Option::no));
    prepared.vote = Id{"w"};
    const OpenVoteDecided away = decide(prepared, "--yn");
    BOOST_TEST(!away.adopted);
    BOOST_TEST(!away.casting_vote);
    prepared.vote = Id{"x"};
    const OpenVoteDecided no_tie = decide(prepared, "-yy-");
    BOOST_TEST(no_tie.adopted);
    BOOST_TEST(!no_tie.casting_vote);
}

BOOST_AUTO_TEST_CASE(rules_that_cannot_be) {
    OpenVotePrepared prepared = vote(two_thirds);
    prepared.casting_vote = Id{"alfa-1"};
    BOOST_TEST(apply(prepared, {server}) == "govern.rule"); // a tie is no two thirds
    prepared.rule = simple;
    prepared.organisations = simple;
    BOOST_TEST(apply(prepared, {server}) == "govern.rule");
    prepared.organisations.reset();
    prepared.casting_vote = Id{"officer"};
    BOOST_TEST(apply(prepared, {server}) == "govern.reference"); // no representative
    prepared.casting_vote = Id{"nobody"};
    BOOST_TEST(apply(prepared, {server}) == "govern.reference");
    prepared.casting_vote.reset();
    prepared.organisations = MajorityRule{ballots::MajorityBase::yes_no, 3, 2, true};
    BOOST_TEST(apply(prepared, {server}) == "rule.fraction");
}

BOOST_AUTO_TEST_SUITE_END()

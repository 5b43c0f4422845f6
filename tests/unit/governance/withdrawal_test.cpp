// Elections that are given up before they open: who may do it and until when, what nobody may do after it, and what
// may be announced in their place.

#include "trustee_federation.hpp"

#include "ballots/credential_roll.hpp"
#include "server/governance/withdrawal.hpp"

using namespace ogniwo;
using namespace ogniwo::ledger;
using namespace governance::sample;
using governance::VoteStatus;

namespace {

const Uuid second_uuid{"33333333333333"};
const Uuid third_uuid{"44444444444444"};

struct Withdrawing : Federation {
    std::string withdraw(const Uuid& election = uuid, std::int64_t officers = 1, const KeyHex& signer = officer) {
        return apply(ElectionWithdrawn{election, Label{"A trustee lost their polynomial"}, officers}, signer);
    }
    /// Signed by these keys at a time, or without one.
    std::string apply_by(const Body& body, const std::vector<KeyHex>& signers, std::optional<UnixMillis> at = 1000) {
        const auto applied = state.apply({body, signers, index, at});
        index += applied ? 1U : 0U;
        return applied ? "ok" : std::string(applied.error().id());
    }
    /// The announcement that may stand in the place of a withdrawn one.
    ElectionAnnounced again(const Uuid& withdrawn = uuid, const Uuid& election = second_uuid) {
        auto proposed = governance::announce_again(state, withdrawn.value);
        BOOST_REQUIRE_MESSAGE(proposed.has_value(), proposed.error().text());
        proposed->election = election;
        proposed->credentials = text(8, election == second_uuid ? 3 : 4);
        return std::move(*proposed);
    }
    std::string announce(const ElectionAnnounced& a) { return apply_by(a, {officer, server}); }
    /// All keys, and the election that they give.
    void prepare(const ElectionAnnounced& announced) {
        must(announced);
        all(4);
        BOOST_REQUIRE_EQUAL(key(1), "ok");
        must(preparation(announced));
    }
};

Bytes roll(const std::vector<ballots::CredentialLine>& lines) {
    return to_bytes(ballots::encode_credential_list(lines));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(withdrawal, Withdrawing)

BOOST_AUTO_TEST_CASE(by_officers_at_a_time_with_a_reason) {
    BOOST_TEST(withdraw() == "govern.reference"); // not announced
    must(announcement());
    BOOST_TEST(withdraw(other_uuid) == "govern.reference");
    BOOST_TEST(withdraw(uuid, 1, server) == "govern.signer");
    BOOST_TEST(withdraw(uuid, 0) == "govern.signer");
    BOOST_TEST(withdraw(uuid, 2) == "govern.signer");
    const ElectionWithdrawn body{uuid, Label{"r"}, 1};
    BOOST_TEST(apply_by(body, {officer, server}) == "govern.signer");
    BOOST_TEST(apply_by(body, {officer}, std::nullopt) == "govern.rule");
    BOOST_TEST(state.withdrawal(uuid.value) == nullptr);
    BOOST_TEST(withdraw() == "ok");
    const governance::Withdrawal* withdrawal = state.withdrawal(uuid.value);
    BOOST_REQUIRE(withdrawal != nullptr);
    BOOST_TEST(withdrawal->entry.reason.value == "A trustee lost their polynomial");
    BOOST_TEST(withdrawal->index == index - 1);
    BOOST_TEST(withdrawal->at == 1000);
    BOOST_TEST(withdraw() == "govern.withdrawn");
}

BOOST_AUTO_TEST_CASE(a_reason_has_1_to_1000_bytes_and_no_control_characters) {
    const auto parsed = [](std::string reason) {
        const auto body = parse_body("election.withdrawn", {{"election", uuid.value}, {"reason", reason}, {"officers", 1}});
        return body ? std::string("ok") : std::string(body.error().id());
    };
    BOOST_TEST(parsed("x") == "ok");
    BOOST_TEST(parsed(std::string(1000, 'x')) == "ok");
    std::string polish;
    for (int i = 0; i < 500; ++i) {
        polish += "ż"; // two bytes each
    }
    BOOST_TEST(parsed(polish) == "ok");
    BOOST_TEST(parsed(polish + "x") == "entry.body");
    BOOST_TEST(parsed(std::string(1001, 'x')) == "entry.body");
    BOOST_TEST(parsed("") == "entry.body");
    BOOST_TEST(parsed("two\nlines") == "entry.body");
}

// The case that stopped a ceremony for good: two have revealed, the third has lost what it committed to.
BOOST_AUTO_TEST_CASE(after_it_no_step_of_trustees) {
    must(announcement());
    all(2);
    BOOST_REQUIRE_EQUAL(polynomial(2), "ok");
    BOOST_REQUIRE_EQUAL(polynomial(3), "ok");
    BOOST_REQUIRE_EQUAL(withdraw(), "ok");
    BOOST_TEST(polynomial(4) == "govern.withdrawn");
    BOOST_TEST(voutput(2) == "govern.withdrawn");
    BOOST_TEST(key(1) == "govern.withdrawn");
    BOOST_TEST(certificate(2) == "govern.withdrawn");
    BOOST_TEST(commitment(2) == "govern.withdrawn");
    BOOST_TEST(apply(preparation(announcement())) == "govern.withdrawn");
    BOOST_TEST(apply(VoteOpened{Id{"council"}, 1}, officer) == "govern.withdrawn");
    BOOST_TEST(apply(announcement()) == "govern.duplicate");
}

BOOST_AUTO_TEST_CASE(after_it_no_opening_and_no_ballot) {
    prepare(announcement());
    BOOST_REQUIRE_EQUAL(withdraw(), "ok");
    BOOST_TEST((state.vote("council")->status == VoteStatus::withdrawn));
    const Tracker tracker{std::string(43, 'A')};
    BOOST_TEST(apply(VoteOpened{Id{"council"}, 1}, officer) == "govern.withdrawn");
    BOOST_TEST(apply(VoteClosed{Id{"council"}, 1}, officer) == "govern.withdrawn");
    BOOST_TEST(apply_by(BallotAccepted{uuid, tracker}, {server}, std::nullopt) == "govern.withdrawn");
    BOOST_TEST(apply_by(BallotSpoiled{uuid, tracker}, {server}, std::nullopt) == "govern.withdrawn");
    BOOST_TEST(apply(ParticipationPublished{Id{"council"}, {}}) == "govern.withdrawn");
    BOOST_TEST(apply(ElectionTallied{uuid, text(6, 1), text(6, 2)}) == "govern.withdrawn");
    BOOST_TEST(apply(ShufflePosted{uuid, 0, text(6, 1), text(6, 2)}) == "govern.withdrawn");
    BOOST_TEST(apply(ShufflesEnded{uuid, 1}, officer) == "govern.withdrawn");
    BOOST_TEST(decrypt(1) == "govern.withdrawn");
    BOOST_TEST(decide() == "govern.withdrawn");
    BOOST_TEST(apply(preparation(announcement())) == "govern.withdrawn");
}

BOOST_AUTO_TEST_CASE(not_after_the_opening) {
    prepare(announcement());
    must(VoteOpened{Id{"council"}, 1}, officer);
    BOOST_TEST(withdraw() == "govern.opened");
    must(VoteClosed{Id{"council"}, 1}, officer);
    BOOST_TEST(withdraw() == "govern.opened");
    BOOST_TEST((state.vote("council")->status == VoteStatus::closed));
}

BOOST_AUTO_TEST_CASE(one_that_was_founded_with_its_keys) {
    must(preparation(announcement()));
    BOOST_TEST(withdraw() == "ok");
    BOOST_TEST(apply(VoteOpened{Id{"council"}, 1}, officer) == "govern.withdrawn");
    BOOST_TEST(governance::announce_again(state, uuid.value).error().id() == "govern.reference");
}

BOOST_AUTO_TEST_CASE(the_same_vote_in_its_place) {
    ElectionAnnounced counted = announcement();
    counted.count = CountRule{Label{"borda"}, text(9, 2), text(9, 1)};
    must(counted);
    BOOST_TEST(governance::announce_again(state, uuid.value).error().id() == "govern.order");
    BOOST_TEST(governance::announce_again(state, other_uuid.value).error().id() == "govern.reference");
    BOOST_REQUIRE_EQUAL(withdraw(), "ok");
    const ElectionAnnounced good = [&] {
        ElectionAnnounced a = again();
        a.count->lot = text(9, 9); // its own lot
        return a;
    }();
    BOOST_TEST(good.vote.value == "council-2");
    const auto outcome = [&](auto change) {
        ElectionAnnounced a = good;
        change(a);
        return announce(a);
    };
    BOOST_TEST(outcome([](auto& a) { a.title = Label{"D"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.group = Label{"BELENIOS-2048"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.seats = 2; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.quorum = {1, 3, false}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.count.reset(); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.count->method = Label{"irv"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.count->constraints.reset(); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.definition = text(8, 9); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { std::swap(a.trustees[0], a.trustees[1]); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.runs = {{1, 1}, {3, 3}}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.credentials = text(8, 2); }) == "govern.rule"); // the old ones
    BOOST_TEST(outcome([](auto& a) { a.election = uuid; }) == "govern.duplicate");
    BOOST_TEST(outcome([](auto& a) { a.vote = Id{"council"}; }) == "govern.duplicate");
    BOOST_TEST(outcome([](auto& a) { a.replaces->election = other_uuid; }) == "govern.reference");
    BOOST_TEST(outcome([](auto& a) { a.replaces->officers = 2; }) == "govern.signer");
    BOOST_TEST(outcome([](auto& a) { a.replaces->officers = 0; }) == "govern.signer");
    BOOST_TEST(apply_by(good, {server}) == "govern.signer");
    BOOST_TEST(apply_by(good, {officer}) == "govern.signer");
    BOOST_TEST(outcome([](auto& a) { a.replaces.reset(); }) == "govern.signer");
    BOOST_TEST(announce(good) == "ok");
    BOOST_TEST(state.in_place_of(uuid.value)->election.value == second_uuid.value);
    BOOST_TEST(governance::announce_again(state, uuid.value).error().id() == "govern.duplicate");
    ElectionAnnounced third = good;
    third.vote = Id{"council-3"};
    third.election = third_uuid;
    third.credentials = text(8, 4);
    BOOST_TEST(announce(third) == "govern.duplicate"); // one stands in one's place
}

BOOST_AUTO_TEST_CASE(it_is_held_anew_and_may_be_withdrawn_again) {
    must(announcement());
    must(OpenVotePrepared{Id{"council-3"}, Label{"T"}, Label{"Q"}, {}, {ballots::MajorityBase::yes_no, 1, 2, true}, {1, 2, false}});
    BOOST_REQUIRE_EQUAL(withdraw(), "ok");
    BOOST_REQUIRE_EQUAL(announce(again()), "ok");
    BOOST_TEST(apply(TrusteeKeyPosted{second_uuid, 1, text(0, 1)}) == "ok");
    BOOST_TEST(key(1) == "govern.withdrawn"); // of the old one still
    BOOST_REQUIRE_EQUAL(withdraw(second_uuid), "ok");
    const ElectionAnnounced third = again(second_uuid, third_uuid);
    BOOST_TEST(third.vote.value == "council-4"); // there is a council-3
    BOOST_TEST(announce(third) == "ok");
}

BOOST_AUTO_TEST_CASE(names_of_64_characters_stay_within_them) {
    ElectionAnnounced a = announcement();
    a.vote = Id{std::string(64, 'x')};
    must(a);
    BOOST_REQUIRE_EQUAL(withdraw(), "ok");
    BOOST_TEST(again().vote.value == std::string(62, 'x') + "-2");
    BOOST_TEST(announce(again()) == "ok");
}

BOOST_AUTO_TEST_CASE(new_credentials_as_many_of_each_weight) {
    const Bytes old = roll({{"a", 1}, {"b", 2}, {"c", 1}});
    const auto outcome = [&](const std::vector<ballots::CredentialLine>& lines) {
        const auto checked = governance::check_new_roll(old, roll(lines));
        return checked ? std::string("ok") : std::string(checked.error().id());
    };
    BOOST_TEST(outcome({{"d", 2}, {"e", 1}, {"f", 1}}) == "ok");
    BOOST_TEST(outcome({{"d", 2}, {"e", 1}}) == "credential.number");
    BOOST_TEST(outcome({{"d", 2}, {"e", 1}, {"f", 1}, {"g", 1}}) == "credential.number");
    BOOST_TEST(outcome({{"d", 1}, {"e", 1}, {"f", 1}}) == "credential.weights");
    BOOST_TEST(outcome({{"d", 2}, {"e", 2}, {"f", 1}}) == "credential.weights");
}

BOOST_AUTO_TEST_SUITE_END()

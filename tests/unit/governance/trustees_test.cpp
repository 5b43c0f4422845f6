// Trustees who make their keys on the ledger: who may post which step when, and how many decryptions decide.

#include "server/governance/key_ceremony.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::KeyStep;
using governance::State;

namespace {

const KeyHex server{std::string(64, 'a')};
const KeyHex officer{std::string(64, 'b')};
const Uuid uuid{"11111111111111"};
const Uuid other_uuid{"22222222222222"};

// A hash for each trustee and step; which text is behind it is no question of the state.
DigestHex text(int step, std::int64_t owner) {
    std::string digits(64, '0');
    digits[0] = static_cast<char>('0' + step);
    digits[62] = static_cast<char>('0' + owner / 10);
    digits[63] = static_cast<char>('0' + owner % 10);
    return DigestHex{digits};
}

/// A federation with 64 trustees and an officer. Trustee 1 of the election has a key of their own, 2 to 4 hold a
/// ceremony, two of whom decrypt.
struct Federation {
    State state;
    std::uint64_t index = 0;

    std::string apply(const Body& body, const KeyHex& signer = server) {
        const std::uint64_t before = state.size();
        const auto applied = state.apply({body, {signer}, index, 1000});
        if (!applied) {
            BOOST_TEST(state.size() == before);
            return std::string(applied.error().id());
        }
        ++index;
        return "ok";
    }
    void must(const Body& body, const KeyHex& signer = server) {
        BOOST_REQUIRE_EQUAL(apply(body, signer), "ok");
    }

    Federation() {
        must(LogCreated{Label{"F"}, server, 1});
        must(OrganisationAdmitted{Id{"one"}, Label{"One"}, Label{"f"}, Label{"K"}, 1});
        const DigestHex person = text(9, 0);
        must(MandateGranted{Id{"chair"}, Id{"one"}, person, {Role::officer}});
        for (const Id& trustee : trustees(64)) {
            must(MandateGranted{trustee, Id{"one"}, person, {Role::trustee}});
        }
        BOOST_REQUIRE(state.apply({Body(KeyRegistered{officer, Id{"chair"}, {}}), {officer, server}, index++, 1000}));
    }

    static std::vector<Id> trustees(std::size_t count) {
        std::vector<Id> out;
        for (std::size_t i = 1; i <= count; ++i) {
            out.push_back(Id{"t" + std::to_string(i)});
        }
        return out;
    }
    static ElectionAnnounced announcement(std::vector<TrusteeRun> runs = {{1, 1}, {3, 2}}) {
        std::size_t size = 0;
        for (const TrusteeRun& run : runs) {
            size += static_cast<std::size_t>(std::max<std::int64_t>(run.size, 0));
        }
        return {.vote = Id{"council"},
                .title = Label{"C"},
                .election = uuid,
                .group = Label{"Ed25519"},
                .seats = 1,
                .quorum = {1, 2, false},
                .count = std::nullopt,
                .definition = text(8, 1),
                .credentials = text(8, 2),
                .trustees = trustees(size),
                .runs = std::move(runs)};
    }
    static ElectionPrepared preparation(const ElectionAnnounced& a) {
        return {.vote = a.vote,
                .title = a.title,
                .election = a.election,
                .seats = a.seats,
                .quorum = a.quorum,
                .count = a.count,
                .setup = {text(7, 1), text(7, 2), a.credentials},
                .trustees = a.trustees,
                .runs = a.runs};
    }

    std::string key(std::int64_t owner) { return apply(TrusteeKeyPosted{uuid, owner, text(0, owner)}); }
    std::string certificate(std::int64_t owner) {
        return apply(CeremonyCertificatePosted{uuid, owner, text(1, owner)});
    }
    std::string commitment(std::int64_t owner) {
        return apply(CeremonyCommitmentPosted{uuid, owner, text(2, owner)});
    }
    std::string polynomial(std::int64_t owner) {
        return apply(CeremonyPolynomialPosted{uuid, owner, text(2, owner)});
    }
    std::string voutput(std::int64_t owner) {
        return apply(CeremonyKeyPosted{uuid, owner, text(3, owner)});
    }
    using Step = std::string (Federation::*)(std::int64_t);
    static constexpr std::array<Step, 4> ceremony_steps{&Federation::certificate, &Federation::commitment,
                                                        &Federation::polynomial, &Federation::voutput};
    /// Everybody of trustees first..last in these steps of the ceremony.
    void all(std::size_t steps, std::int64_t first = 2, std::int64_t last = 4) {
        for (std::size_t step = 0; step < steps; ++step) {
            for (std::int64_t owner = first; owner <= last; ++owner) {
                BOOST_REQUIRE_EQUAL((this->*ceremony_steps.at(step))(owner), "ok");
            }
        }
    }
    /// From the preparation to the encrypted tally.
    void tally(const ElectionPrepared& prepared) {
        must(prepared);
        must(VoteOpened{prepared.vote, 1}, officer);
        must(VoteClosed{prepared.vote, 1}, officer);
        must(ParticipationPublished{prepared.vote, {}});
        must(ElectionTallied{prepared.election, text(6, 1), text(6, 2)});
    }
    std::string decrypt(std::int64_t owner) {
        return apply(DecryptionPosted{uuid, owner, text(5, owner), text(5, owner)});
    }
    std::string decide() { return apply(ElectionDecided{uuid, text(4, 0), {}, false, {}}); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(trustees, Federation)

BOOST_AUTO_TEST_CASE(what_an_announcement_must_say) {
    const auto outcome = [&](auto change) {
        ElectionAnnounced a = announcement();
        change(a);
        return apply(a);
    };
    BOOST_TEST(outcome([](auto& a) { a.seats = 0; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.quorum = {2, 1, false}; }) != "ok");
    BOOST_TEST(outcome([](auto& a) { a.trustees.pop_back(); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.trustees.push_back(Id{"t9"}); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.trustees[3] = Id{"t1"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& a) { a.trustees[3] = Id{"chair"}; }) == "govern.reference");
    BOOST_TEST(outcome([](auto& a) { a.trustees[3] = Id{"nobody"}; }) == "govern.reference");
    BOOST_TEST(outcome([](auto& a) { a.runs.clear(); a.trustees.clear(); }) == "govern.rule");
    BOOST_TEST(apply(announcement(), officer) == "govern.signer");
    BOOST_TEST(apply(announcement()) == "ok");
    BOOST_TEST(apply(announcement()) == "govern.duplicate");
    BOOST_TEST(outcome([](auto& a) { a.vote = Id{"another"}; }) == "govern.duplicate");  // the uuid
    BOOST_TEST(outcome([](auto& a) { a.election = other_uuid; }) == "govern.duplicate"); // the vote
    ElectionPrepared prepared = preparation(announcement());
    prepared.vote = Id{"prepared"};
    prepared.election = other_uuid;
    must(prepared);
    BOOST_TEST(outcome([](auto& a) { a.vote = Id{"prepared"}; a.election = Uuid{"33333333333333"}; }) ==
               "govern.duplicate");
    BOOST_TEST(outcome([](auto& a) { a.vote = Id{"third"}; a.election = other_uuid; }) == "govern.duplicate");
}

BOOST_AUTO_TEST_CASE(ceremonies_of_up_to_fifteen_with_a_threshold_within) {
    const auto runs = [&](std::vector<TrusteeRun> value) {
        Federation fresh;
        return fresh.apply(announcement(std::move(value)));
    };
    for (const std::int64_t threshold : {1, 2, 8, 14, 15}) {
        BOOST_TEST(runs({{15, threshold}}) == "ok");
    }
    for (const TrusteeRun wrong : {TrusteeRun{15, 0}, {15, 16}, {15, -1}, {16, 1}, {16, 16}, {0, 0}, {1, 0}, {1, 2}, {2, 3}}) {
        BOOST_TEST(runs({wrong}) == "govern.rule", wrong.size << " " << wrong.threshold);
        BOOST_TEST(runs({{1, 1}, wrong}) == "govern.rule");
    }
    BOOST_TEST(runs({{2, 1}, {1, 1}, {2, 2}}) == "ok");
    BOOST_TEST(runs({{15, 1}, {15, 1}, {15, 1}, {15, 1}, {4, 1}}) == "ok"); // 64
    Federation fresh;
    fresh.must(MandateGranted{Id{"t65"}, Id{"one"}, text(9, 0), {Role::trustee}});
    BOOST_TEST(fresh.apply(announcement({{15, 1}, {15, 1}, {15, 1}, {15, 1}, {5, 1}})) == "govern.rule");
}

BOOST_AUTO_TEST_CASE(each_step_once_in_its_order_and_by_its_trustee) {
    BOOST_TEST(certificate(2) == "govern.reference"); // not announced
    must(announcement());
    BOOST_TEST(apply(CeremonyCertificatePosted{other_uuid, 2, text(1, 2)}) == "govern.reference");
    for (const std::int64_t owner : {0, -1, 1, 5, 64}) {
        for (const Step step : ceremony_steps) {
            BOOST_TEST((this->*step)(owner) == "govern.reference", owner);
        }
    }
    for (const std::int64_t owner : {0, 2, 3, 4, 5}) {
        BOOST_TEST(key(owner) == "govern.reference");
    }
    for (std::size_t step = 0; step < ceremony_steps.size(); ++step) {
        BOOST_TEST_CONTEXT("step " << step) {
            const auto is_order_of_all_later = [&] {
                for (std::size_t later = step + 1; later < ceremony_steps.size(); ++later) {
                    for (const std::int64_t owner : {2, 3, 4}) {
                        BOOST_TEST((this->*ceremony_steps.at(later))(owner) == "govern.order");
                    }
                }
            };
            for (const std::int64_t owner : {3, 2, 4}) {
                is_order_of_all_later();
                BOOST_TEST((this->*ceremony_steps.at(step))(owner) == "ok");
                BOOST_TEST((this->*ceremony_steps.at(step))(owner) == "govern.duplicate");
            }
        }
    }
    BOOST_TEST(key(1) == "ok");
    BOOST_TEST(key(1) == "govern.duplicate");
    for (const Body& body : {Body(TrusteeKeyPosted{uuid, 1, text(0, 1)}),
                             Body(CeremonyCertificatePosted{uuid, 2, text(1, 2)}),
                             Body(CeremonyCommitmentPosted{uuid, 2, text(2, 2)}),
                             Body(CeremonyPolynomialPosted{uuid, 2, text(2, 2)}),
                             Body(CeremonyKeyPosted{uuid, 2, text(3, 2)})}) {
        BOOST_TEST(apply(body, officer) == "govern.signer");
    }
}

BOOST_AUTO_TEST_CASE(a_rushing_trustee_is_held_to_the_commitment) {
    must(announcement());
    all(2);
    BOOST_TEST(polynomial(2) == "ok");
    BOOST_TEST(polynomial(3) == "ok");
    // Trustee 4 has seen the others and would like another one, or one of theirs.
    BOOST_TEST(apply(CeremonyPolynomialPosted{uuid, 4, text(9, 9)}) == "govern.commitment");
    BOOST_TEST(apply(CeremonyPolynomialPosted{uuid, 4, text(2, 3)}) == "govern.commitment");
    BOOST_TEST(apply(CeremonyCommitmentPosted{uuid, 4, text(9, 9)}) == "govern.duplicate");
    BOOST_TEST(polynomial(4) == "ok");
}

BOOST_AUTO_TEST_CASE(two_ceremonies_do_not_wait_for_each_other) {
    must(announcement({{2, 1}, {1, 1}, {2, 2}}));
    all(4, 4, 5);
    all(4, 1, 2);
    BOOST_TEST(!governance::keys_complete(*state.announced(uuid.value)));
    BOOST_TEST(key(3) == "ok");
    BOOST_TEST(governance::keys_complete(*state.announced(uuid.value)));
}

BOOST_AUTO_TEST_CASE(it_is_prepared_as_announced_with_all_keys) {
    const ElectionAnnounced announced = announcement();
    must(announced);
    all(3);
    BOOST_TEST(apply(preparation(announced)) == "govern.order");
    for (const std::int64_t owner : {2, 3, 4}) {
        BOOST_TEST(voutput(owner) == "ok");
    }
    BOOST_TEST(apply(preparation(announced)) == "govern.order"); // trustee 1 is missing
    BOOST_TEST(key(1) == "ok");
    const auto outcome = [&](auto change) {
        ElectionPrepared b = preparation(announced);
        change(b);
        return apply(b);
    };
    BOOST_TEST(outcome([](auto& b) { b.vote = Id{"another"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.title = Label{"D"}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.seats = 2; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.quorum = {1, 3, false}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.count = CountRule{Label{"borda"}, {}, text(9, 1)}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.setup.credentials = text(9, 2); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { std::swap(b.trustees[1], b.trustees[2]); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.runs = std::vector<TrusteeRun>{{1, 1}, {3, 3}}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.runs = std::vector<TrusteeRun>{{1, 1}, {3, 1}}; }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.runs.reset(); }) == "govern.rule");
    BOOST_TEST(outcome([](auto& b) { b.election = other_uuid; }) == "govern.duplicate"); // another with its vote
    BOOST_TEST(apply(OpenVotePrepared{announced.vote, Label{"T"}, Label{"Q"}, {}, {ballots::MajorityBase::yes_no, 1, 2, true}, {1, 2, false}}) ==
               "govern.duplicate");
    BOOST_TEST(apply(preparation(announced), officer) == "govern.signer");
    BOOST_TEST(apply(preparation(announced)) == "ok");
    BOOST_TEST(apply(preparation(announced)) == "govern.duplicate");
    BOOST_TEST(key(1) == "govern.vote_status");
    BOOST_TEST(certificate(2) == "govern.vote_status");
}

BOOST_AUTO_TEST_CASE(a_threshold_of_each_run_decides) {
    const auto expect = [](std::vector<TrusteeRun> runs, const std::vector<std::int64_t>& owners, bool enough) {
        Federation f;
        f.tally(preparation(announcement(std::move(runs))));
        for (const std::int64_t owner : owners) {
            BOOST_REQUIRE_EQUAL(f.decrypt(owner), "ok");
        }
        BOOST_TEST(f.decide() == (enough ? "ok" : "govern.order"));
        if (enough) {
            BOOST_TEST(f.decrypt(64) != "ok");
            BOOST_TEST(f.decide() == "govern.vote_status");
        }
    };
    expect({{1, 1}, {3, 2}}, {}, false);
    expect({{1, 1}, {3, 2}}, {2, 3}, false);       // without the one who is in no ceremony
    expect({{1, 1}, {3, 2}}, {1, 4}, false);       // one of the ceremony
    expect({{1, 1}, {3, 2}}, {4, 1, 2}, true);     // in any order
    expect({{1, 1}, {3, 2}}, {1, 2, 3, 4}, true);  // more than it takes
    expect({{2, 1}, {2, 2}}, {1, 2, 3}, false);    // enough in number, not of each
    expect({{2, 1}, {2, 2}}, {2, 3, 4}, true);
    std::vector<std::int64_t> fourteen;
    for (std::int64_t owner = 1; owner < 15; ++owner) {
        fourteen.push_back(owner);
    }
    expect({{15, 15}}, fourteen, false);
    expect({{15, 14}}, fourteen, true);
    expect({{15, 1}}, {15}, true);
    expect({{15, 1}}, {}, false);
}

BOOST_AUTO_TEST_CASE(whose_turn_it_is) {
    must(announcement());
    const auto next = [&](std::int64_t owner) {
        const auto step = governance::next_step(*state.announced(uuid.value), owner);
        return step ? std::string(governance::key_step_name(step->step)) + (step->ready ? " now" : " later") : "done";
    };
    BOOST_TEST(next(1) == "key now");
    BOOST_TEST(next(2) == "certificate now");
    BOOST_REQUIRE_EQUAL(certificate(2), "ok");
    BOOST_TEST(next(2) == "commitment later");
    BOOST_TEST(next(3) == "certificate now");
    BOOST_REQUIRE_EQUAL(certificate(3), "ok");
    BOOST_REQUIRE_EQUAL(certificate(4), "ok");
    BOOST_TEST(next(2) == "commitment now");
    for (std::size_t step = 1; step < 4; ++step) {
        for (const std::int64_t owner : {2, 3, 4}) {
            BOOST_REQUIRE_EQUAL((this->*ceremony_steps.at(step))(owner), "ok");
        }
    }
    BOOST_TEST(next(2) == "done");
    BOOST_TEST(next(1) == "key now");
    BOOST_REQUIRE_EQUAL(key(1), "ok");
    BOOST_TEST(next(1) == "done");
    for (const KeyStep step : {KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial, KeyStep::key}) {
        BOOST_TEST((governance::parse_key_step(governance::key_step_name(step)) == step));
    }
    BOOST_TEST(!governance::parse_key_step("seed"));
}

BOOST_AUTO_TEST_SUITE_END()

// Trustees who make their keys on the ledger: who may post which step when, and how many decryptions decide.

#include "trustee_federation.hpp"

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::KeyStep;
using namespace governance::sample;

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

// No dishonest change of a good election is let through, and each is found by the check that is
// meant to.

#include "ballots/groups.hpp"
#include "ballots/verify.hpp"
#include "mutations.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;
using namespace ogniwo::ballots::mutation;

namespace {

using Groups = std::tuple<crypto::Ed25519, crypto::Belenios2048>;

std::string verify(ByteView archive) {
    const MemorySource source(archive);
    const VerifyReport report = verify_election(source, {});
    BOOST_TEST(report.ok == !report.failure.has_value());
    return report.failure ? std::string(report.failure->id()) : std::string();
}

template <class G> World<G>& world() {
    static World<G> one;
    return one;
}

void all_are_found(const std::vector<Mutation>& mutations) {
    for (const Mutation& mutation : mutations) {
        const std::string found = verify(mutation.archive);
        BOOST_TEST_MESSAGE("  " << mutation.name << " -> " << (found.empty() ? "VALID" : found));
        BOOST_TEST_CONTEXT(mutation.name) {
            BOOST_TEST(!found.empty());
            BOOST_TEST((mutation.expected.empty() || found == mutation.expected),
                       "expected " << mutation.expected << ", found " << found);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(mutations)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_election_itself_is_good, G, Groups) {
    BOOST_TEST(verify(sample::write_archive(world<G>().good)) == "");
    // Decoding, signing again and writing change nothing that matters.
    BOOST_TEST(verify(world<G>().with_change([](Ballot<G>&) {})) == "");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(proofs, G, Groups) {
    all_are_found(ballot_proof_mutations<G>(world<G>()));
}
BOOST_AUTO_TEST_CASE_TEMPLATE(forgeries, G, Groups) {
    all_are_found(forged_ballots<G>(world<G>()));
}
BOOST_AUTO_TEST_CASE_TEMPLATE(forms, G, Groups) {
    all_are_found(ballot_form_mutations<G>(world<G>()));
}
BOOST_AUTO_TEST_CASE_TEMPLATE(setups, G, Groups) {
    all_are_found(setup_mutations<G>(world<G>()));
}
BOOST_AUTO_TEST_CASE_TEMPLATE(tallies, G, Groups) {
    all_are_found(tally_mutations<G>(world<G>()));
}
BOOST_AUTO_TEST_CASE_TEMPLATE(random, G, Groups) {
    all_are_found(random_mutations<G>(world<G>(), G::name == "Ed25519" ? 200 : 40));
}

BOOST_AUTO_TEST_SUITE_END()

// Every proof holds; change one thing of proof or statement and it fails.

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/proof.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

using Groups = boost::mpl::list<Ed25519, Belenios2048, Rfc3526>;

template <class G> bool disjunction_holds(const typename G::Point& y, const std::string& prefix,
                                          const std::vector<Disjunct<G>>& branches,
                                          const std::vector<Proof<G>>& proofs) {
    const auto key = G::prepare_vartime(y);
    ProofBatch<G> batch(&key);
    batch.add_disjunction(prefix, branches, proofs);
    return !batch.first_failure_vartime();
}

} // namespace

BOOST_AUTO_TEST_SUITE(proofs)

BOOST_AUTO_TEST_CASE_TEMPLATE(knowledge, G, Groups) {
    SeededRng rng("schnorr");
    const auto x = G::random_secret(rng);
    const auto key = G::exp_generator(x);
    const auto other = G::exp_generator(G::random_secret(rng));
    const auto proof = prove_schnorr<G>("pok|G|X|", x, rng);
    const auto holds = [](const std::string& prefix, const auto& base, const Proof<G>& p) {
        ProofBatch<G> batch(nullptr);
        batch.add_schnorr(prefix, base, p);
        return !batch.first_failure_vartime();
    };
    BOOST_TEST(holds("pok|G|X|", key, proof));
    BOOST_TEST(!holds("pok|G|Y|", key, proof));
    BOOST_TEST(!holds("sig|G|X|", key, proof)); // another label
    BOOST_TEST(!holds("pok|G|X|", other, proof));
    const auto one = G::scalar(1);
    BOOST_TEST(!holds("pok|G|X|", key, {G::add(proof.challenge, one), proof.response}));
    BOOST_TEST(!holds("pok|G|X|", key, {proof.challenge, G::add(proof.response, one)}));
    BOOST_TEST(!holds("pok|G|X|", key, {G::scalar(0), G::scalar(0)}));
    BOOST_TEST(!holds("pok|G|X|", key, {proof.response, proof.challenge}));
}

// Helios' weak Fiat-Shamir: a hash of the commitment alone lets the statement be chosen afterwards.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_statement_cannot_be_chosen_after_the_challenge, G, Groups) {
    SeededRng rng("weak");
    const auto w = G::random_secret(rng);
    const auto commitment = G::exp_generator(w);
    const auto c = G::reduce(sha256(as_bytes(G::point_text(commitment))));
    const auto response = G::random_scalar(rng);
    // X = (A g^-response)^(1/c) would satisfy the equation; without 1/c take X with X^c as the public base.
    const auto statement = G::divide(commitment, [&] {
        const std::array terms{Term<G>{&G::generator(), response}};
        return G::multi_exp_vartime(terms);
    }());
    ProofBatch<G> batch(nullptr);
    batch.add_schnorr("pok|G|" + G::point_text(statement) + "|", statement,
                      {G::scalar(1), response});
    BOOST_TEST(batch.first_failure_vartime().has_value());
    BOOST_TEST((c != G::scalar(1)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(equal_logarithms, G, Groups) {
    SeededRng rng("chaum-pedersen");
    const auto x = G::random_secret(rng);
    const auto alpha = G::exp_generator(G::random_secret(rng));
    const auto key = G::exp_generator(x);
    const auto factor = G::exp(alpha, x);
    const auto wrong = G::multiply(factor, alpha);
    const auto proof = prove_chaum_pedersen<G>("decrypt|phi|X|", alpha, x, rng);
    const auto holds = [](const std::string& prefix, const auto& k, const auto& a, const auto& f,
                          const Proof<G>& p) {
        ProofBatch<G> batch(nullptr);
        const auto base_key = G::prepare_vartime(k);
        batch.add_chaum_pedersen(prefix, base_key, a, f, p);
        return !batch.first_failure_vartime();
    };
    BOOST_TEST(holds("decrypt|phi|X|", key, alpha, factor, proof));
    BOOST_TEST(!holds("decrypt|phj|X|", key, alpha, factor, proof));
    BOOST_TEST(!holds("decrypt|phi|X|", factor, alpha, key, proof));
    BOOST_TEST(!holds("decrypt|phi|X|", key, alpha, wrong, proof));
    BOOST_TEST(!holds("decrypt|phi|X|", key, factor, alpha, proof));
    BOOST_TEST(!holds("decrypt|phi|X|", key, alpha, factor,
                      {proof.challenge, G::add(proof.response, G::scalar(1))}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_of_several, G, Groups) {
    SeededRng rng("disjunction");
    const auto y = G::exp_generator(G::random_secret(rng));
    const auto key = prepare_encryption<G>(y);
    for (std::uint64_t value = 0; value < 3; ++value) {
        const auto r = G::random_secret(rng);
        const Ciphertext<G> c(encrypt<G>(y, r, value));
        const Ciphertext<G> again(encrypt<G>(y, G::random_secret(rng), value));
        const std::vector<Disjunct<G>> branches{{&c, 0}, {&c, 1}, {&c, 2}};
        const std::vector<KnownDisjunct<G>> known{{0, value, &r}, {1, value, &r}, {2, value, &r}};
        const auto proofs = prove_disjunction<G>("prove|S|", key, known, value, rng);
        BOOST_TEST(disjunction_holds<G>(y, "prove|S|", branches, proofs));
        BOOST_TEST(!disjunction_holds<G>(y, "prove|T|", branches, proofs));
        BOOST_TEST(!disjunction_holds<G>(G::multiply(y, y), "prove|S|", branches, proofs));
        BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", {{&again, 0}, {&again, 1}, {&again, 2}}, proofs));
        BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", {{&c, 0}, {&c, 1}, {&c, 3}}, proofs));
        for (std::size_t i = 0; i < proofs.size(); ++i) {
            auto changed = proofs;
            changed[i].challenge = G::add(changed[i].challenge, G::scalar(1));
            BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", branches, changed));
            changed = proofs;
            changed[i].response = G::add(changed[i].response, G::scalar(1));
            BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", branches, changed));
            changed = proofs;
            std::swap(changed[i], changed[(i + 1) % proofs.size()]);
            BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", branches, changed));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_value_outside_the_branches_cannot_be_proven, G, Groups) {
    SeededRng rng("outside");
    const auto y = G::exp_generator(G::random_secret(rng));
    const auto key = prepare_encryption<G>(y);
    const auto r = G::random_secret(rng);
    const Ciphertext<G> two(encrypt<G>(y, r, 2));
    const std::vector<Disjunct<G>> branches{{&two, 0}, {&two, 1}};
    for (std::size_t claimed = 0; claimed < 2; ++claimed) {
        const std::vector<KnownDisjunct<G>> known{{0, 2, &r}, {1, 2, &r}};
        const auto forged = prove_disjunction<G>("prove|S|", key, known, claimed, rng);
        BOOST_TEST(!disjunction_holds<G>(y, "prove|S|", branches, forged));
    }
}

BOOST_AUTO_TEST_CASE(a_batch_names_the_first_that_fails) {
    using G = Ed25519;
    SeededRng rng("batch");
    ProofBatch<G> batch(nullptr);
    for (std::size_t i = 0; i < 5; ++i) {
        const auto x = G::random_secret(rng);
        auto proof = prove_schnorr<G>("p|", x, rng);
        if (i >= 3) {
            proof.response = G::add(proof.response, G::scalar(1));
        }
        batch.add_schnorr("p|", G::exp_generator(x), proof);
    }
    BOOST_TEST(batch.first_failure_vartime().value() == 3U);
    BOOST_TEST(!batch.first_failure_vartime().has_value()); // empty again
}

BOOST_AUTO_TEST_SUITE_END()

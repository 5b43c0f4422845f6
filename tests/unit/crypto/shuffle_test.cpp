// Secret permutations, and shuffles with their proofs. That the proofs are those of PROTOCOL
// section 9 to the byte is shown by archives of other makers (unit_ballots, integration_belenios).

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/permutation.hpp"
#include "crypto/proof.hpp"
#include "crypto/random.hpp"
#include "crypto/shuffle_proof.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <numeric>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

using Groups = boost::mpl::list<Ed25519, Rfc3526>;
constexpr std::string_view phi = "phi";

// Ciphertexts of the vectors [1], [2], .. under a key of its own.
template <class G> struct Fixture {
    explicit Fixture(std::size_t count, std::string_view seed = "shuffle")
        : rng(seed), x(G::random_secret(rng)), y(G::exp_generator(x)) {
        for (std::size_t i = 1; i <= count; ++i) {
            const auto r = G::random_secret(rng);
            const Bytes vote{static_cast<std::uint8_t>(i)};
            input.push_back({G::exp_generator(r), G::multiply(G::exp(y, r), G::embed(vote))});
        }
    }
    std::vector<int> decrypted(const std::vector<Ciphertext<G>>& ciphertexts) const {
        std::vector<int> out;
        for (const auto& c : ciphertexts) {
            out.push_back(G::extract(G::divide(c.beta, G::exp(c.alpha, x)), 1)[0]);
        }
        return out;
    }
    std::string verify(const Shuffle<G>& shuffle) const {
        const Verdict verdict = check_shuffle<G>(phi, y, input, shuffle);
        return verdict ? "" : std::string(verdict.error().id());
    }

    SeededRng rng;
    typename G::SecretScalar x;
    typename G::Point y;
    std::vector<Ciphertext<G>> input;
};

} // namespace

BOOST_AUTO_TEST_SUITE(shuffles)

BOOST_AUTO_TEST_CASE(permutations_of_every_size_and_their_inverses) {
    SeededRng rng("permutation");
    for (std::size_t n = 0; n < 70; ++n) {
        const SecretPermutation psi(n, rng);
        std::vector<std::uint32_t> numbers(n);
        std::iota(numbers.begin(), numbers.end(), 0U);
        const auto sorted = numbers;
        psi.apply(std::span(numbers));
        BOOST_TEST(std::ranges::is_permutation(numbers, sorted));
        BOOST_TEST((n < 10 || numbers != sorted));
        auto inverse = sorted;
        psi.apply_inverse(std::span(inverse));
        for (std::size_t i = 0; i < n; ++i) {
            BOOST_TEST(inverse[numbers[i]] == i); // number psi(i) is what was number i
        }
        psi.apply_inverse(std::span(numbers));
        BOOST_TEST(numbers == sorted);
    }
}

// Each of the 24 orders of four elements, 4,800 times 1/24: chi-squared of 23 degrees, 1 in 10^6
// above 70.
BOOST_AUTO_TEST_CASE(permutations_are_uniform) {
    SeededRng rng("uniform");
    std::map<std::string, int> seen;
    for (int i = 0; i < 4800; ++i) {
        std::string order = "abcd";
        SecretPermutation(4, rng).apply(std::span(order));
        ++seen[order];
    }
    BOOST_TEST(seen.size() == 24U);
    double chi = 0;
    for (const auto& [order, count] : seen) {
        chi += (count - 200.0) * (count - 200.0) / 200.0;
    }
    BOOST_TEST(chi < 70);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_votes_stay_and_the_order_goes, G, Groups) {
    for (const std::size_t n :
         {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{20}}) {
        Fixture<G> f(n);
        const auto shuffle = make_shuffle<G>(phi, f.y, f.input, f.rng);
        BOOST_TEST(f.verify(shuffle) == "");
        std::vector<int> votes = f.decrypted(shuffle.ciphertexts);
        BOOST_TEST((n < 20 || !std::ranges::is_sorted(votes)));
        std::ranges::sort(votes);
        BOOST_TEST(votes == f.decrypted(f.input));
        for (const auto& c : f.input) {
            BOOST_TEST((std::ranges::find(shuffle.ciphertexts, c) == shuffle.ciphertexts.end()));
        }
        // The next mixer starts from here.
        Fixture<G> next(0);
        next.y = f.y;
        next.input = shuffle.ciphertexts;
        BOOST_TEST(next.verify(make_shuffle<G>(phi, f.y, next.input, f.rng)) == "");
    }
}

// SECURITY N25 to N28: what a mixer could try with the list.
BOOST_AUTO_TEST_CASE_TEMPLATE(dishonest_lists, G, Groups) {
    Fixture<G> f(4);
    const auto good = make_shuffle<G>(phi, f.y, f.input, f.rng);
    const auto g = G::generator().point();
    const auto verify = [&](auto change) {
        auto bad = good;
        change(bad.ciphertexts);
        return f.verify(bad);
    };
    BOOST_TEST(verify([](auto& e) { e[1] = e[0]; }) == "shuffle.proof");
    BOOST_TEST(verify([](auto& e) { std::swap(e[1], e[0]); }) == "shuffle.proof");
    BOOST_TEST(verify([](auto& e) { e.pop_back(); }) == "shuffle.length");
    BOOST_TEST(verify([](auto& e) { e.push_back(e[0]); }) == "shuffle.length");
    BOOST_TEST(verify([&](auto& e) { e[2] = f.input[0]; }) == "shuffle.proof");
    BOOST_TEST(verify([&](auto& e) { e[2].beta = G::multiply(e[2].beta, g); }) == "shuffle.proof");
    BOOST_TEST(verify([&](auto& e) { e[2].alpha = G::multiply(e[2].alpha, g); }) ==
               "shuffle.proof");
    // Two changes that cancel out in the product of all.
    BOOST_TEST(verify([&](auto& e) {
                   e[0].beta = G::multiply(e[0].beta, g);
                   e[1].beta = G::divide(e[1].beta, g);
               }) == "shuffle.proof");
    // Another election, key or input.
    const auto check = [&](std::string_view other_phi, const auto& y, const auto& input) {
        return !check_shuffle<G>(other_phi, y, input, good);
    };
    auto swapped = f.input;
    std::swap(swapped[0], swapped[1]);
    BOOST_TEST(!check(phi, f.y, f.input));
    BOOST_TEST(check("phj", f.y, f.input));
    BOOST_TEST(check(phi, G::multiply(f.y, g), f.input));
    BOOST_TEST(check(phi, f.y, swapped));
    BOOST_TEST(check(phi, f.y, good.ciphertexts));
}

// Every number of the proof matters, each in its own equation.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_number_of_the_proof, G, Groups) {
    Fixture<G> f(3);
    const auto good = make_shuffle<G>(phi, f.y, f.input, f.rng);
    const auto times_g = [](typename G::Point& p) { p = G::multiply(p, G::generator().point()); };
    const auto plus_one = [](typename G::Scalar& s) { s = G::add(s, G::scalar(1)); };
    using P = ShuffleProof<G>;
    for (const auto point : {&P::t1, &P::t2, &P::t3, &P::t41, &P::t42}) {
        auto bad = good;
        times_g(bad.proof.*point);
        BOOST_TEST(f.verify(bad) == "shuffle.proof");
    }
    for (const auto list : {&P::t_hat, &P::c, &P::c_hat}) {
        for (std::size_t i = 0; i < 3; ++i) {
            auto bad = good;
            times_g((bad.proof.*list)[i]);
            BOOST_TEST(f.verify(bad) == "shuffle.proof");
        }
        auto shorter = good;
        (shorter.proof.*list).pop_back();
        BOOST_TEST(f.verify(shorter) == "shuffle.length");
    }
    const std::pair<typename G::Scalar P::*, const char*> scalars[] = {{&P::s1, "equation of t1"},
                                                                       {&P::s2, "equation of t2"},
                                                                       {&P::s3, "equation of t3"},
                                                                       {&P::s4, "equation of t41"}};
    for (const auto& [scalar, equation] : scalars) {
        auto bad = good;
        plus_one(bad.proof.*scalar);
        const Verdict verdict = check_shuffle<G>(phi, f.y, f.input, bad);
        BOOST_REQUIRE(!verdict);
        BOOST_TEST(verdict.error().detail() == equation);
    }
    for (const auto list : {&P::s_hat, &P::s_prime}) {
        for (std::size_t i = 0; i < 3; ++i) {
            auto bad = good;
            plus_one((bad.proof.*list)[i]);
            BOOST_TEST(f.verify(bad) == "shuffle.proof");
        }
        auto shorter = good;
        (shorter.proof.*list).pop_back();
        BOOST_TEST(f.verify(shorter) == "shuffle.length");
    }
}

// All equations are checked together: what is too much in one must not make up for what another lacks.
BOOST_AUTO_TEST_CASE_TEMPLATE(errors_that_would_cancel, G, Groups) {
    Fixture<G> f(3);
    const auto good = make_shuffle<G>(phi, f.y, f.input, f.rng);
    const auto changed = [&](auto more, auto less) {
        auto bad = good;
        more(bad.proof) = G::add(more(bad.proof), G::scalar(1));
        less(bad.proof) = G::subtract(less(bad.proof), G::scalar(1));
        return f.verify(bad);
    };
    // Each of these is an exponent of g in an equation of its own.
    const auto s1 = [](auto& p) -> auto& { return p.s1; };
    const auto s2 = [](auto& p) -> auto& { return p.s2; };
    const auto s3 = [](auto& p) -> auto& { return p.s3; };
    const auto first = [](auto& p) -> auto& { return p.s_hat[0]; };
    const auto last = [](auto& p) -> auto& { return p.s_hat[2]; };
    BOOST_TEST(changed(s1, s2) == "shuffle.proof");
    BOOST_TEST(changed(s3, s1) == "shuffle.proof");
    BOOST_TEST(changed(first, last) == "shuffle.proof");
    BOOST_TEST(changed(last, s2) == "shuffle.proof");
    BOOST_TEST(changed(s1, s1) == "");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(not_zero, G, Groups) {
    SeededRng rng("nonzero");
    const auto y = G::exp_generator(G::random_secret(rng));
    const auto key = G::prepare_vartime(y);
    const auto verify = [&](const Ciphertext<G>& c, const NonzeroProof<G>& proof,
                            const char* prefix = "nonzero|S|") {
        ProofBatch<G> batch(&key);
        batch.add_nonzero(prefix, Ciphertext<G>(c), proof);
        return !batch.first_failure_vartime();
    };
    for (const std::uint64_t message : {1U, 2U, 7U}) {
        const auto r = G::random_secret(rng);
        const auto c = encrypt<G>(y, r, message);
        const auto good = prove_nonzero<G>("nonzero|S|", y, c, r, rng);
        BOOST_TEST(verify(c, good));
        BOOST_TEST(!verify(c, good, "nonzero|T|"));
        BOOST_TEST(!verify(encrypt<G>(y, r, message + 1), good));
        auto bad = good;
        bad.commitment = G::multiply(bad.commitment, G::generator().point());
        BOOST_TEST(!verify(c, bad));
        bad = good;
        bad.challenge = G::add(bad.challenge, G::scalar(1));
        BOOST_TEST(!verify(c, bad));
        for (const std::size_t i : {0U, 1U}) {
            bad = good;
            bad.responses[i] = G::add(bad.responses[i], G::scalar(1));
            BOOST_TEST(!verify(c, bad));
        }
    }
    // Of 0 the equations can be met, with a neutral A0: the one thing that gives it away.
    const auto r = G::random_secret(rng);
    const auto zero = encrypt<G>(y, r, 0);
    const auto lie = prove_nonzero<G>("nonzero|S|", y, zero, r, rng);
    BOOST_TEST((lie.commitment == G::neutral()));
    BOOST_TEST(!verify(zero, lie));
}

BOOST_AUTO_TEST_SUITE_END()

// Several threads say what one says, of good and of bad shuffles and decryptions.

#include "crypto/base/json.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

constexpr std::size_t votes = 140; // more than two chunks of whatever is shared

struct Ranking {
    sample::SampleElection one{{.questions = {sample::ranking(3)}, .trustees = 2,
                                .weights = std::vector<std::uint64_t>(votes, 1)}};
    std::shared_ptr<const SecretElection> three =
        SecretElection::open(one.setup.election, one.setup.trustees, one.setup.credentials, 3).value();
    sample::Parts parts;

    Ranking() {
        std::vector<Bytes> ballots;
        for (std::size_t i = 0; i < votes; ++i) {
            ballots.push_back(one.ballot(i, one.random_choices()));
        }
        parts = one.close(ballots);
    }
};

Ranking& ranking() {
    static Ranking made;
    return made;
}

template <class T> std::string text_of(const Result<T>& result) {
    return result ? "" : result.error().text();
}

// The proof of ciphertext number i gets the response of the one after it.
Bytes with_wrong_proofs(const Bytes& decryption, std::initializer_list<std::size_t> numbers) {
    json::value value = parse_json(as_text(decryption), {.max_bytes = 1 << 20}).value();
    json::array& proofs = value.at("decryption_proofs").as_array()[0].as_array();
    for (const std::size_t i : numbers) {
        proofs[i].at("response") = proofs[i + 1].at("response");
    }
    return to_bytes(as_bytes(write_json(value)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(good_shuffles_decryptions_and_results) {
    Ranking& r = ranking();
    Bytes tally = r.parts.tally;
    for (const auto& [owner, shuffle] : r.parts.shuffles) {
        const auto next = r.three->apply_shuffle(tally, shuffle);
        BOOST_REQUIRE_MESSAGE(next, text_of(next));
        BOOST_TEST((*next == r.one.election->apply_shuffle(tally, shuffle).value()));
        tally = *next;
    }
    std::vector<PartialDecryptionView> views;
    for (const auto& [owner, decryption] : r.parts.decryptions) {
        BOOST_TEST(text_of(r.three->check_partial_decryption(owner, tally, decryption)) == "");
        views.push_back({owner, decryption});
    }
    BOOST_TEST(r.three->compute_result(tally, votes, views).value().json == as_text(r.parts.result));
    crypto::SystemRng rng; // a seeded one is for one thread
    const auto made = r.three->make_partial_decryption(2, r.one.keys[1].private_key, tally, rng);
    BOOST_REQUIRE_MESSAGE(made, text_of(made));
    BOOST_TEST(text_of(r.one.election->check_partial_decryption(2, tally, *made)) == "");
}

BOOST_AUTO_TEST_CASE(the_first_bad_proof_is_named) {
    Ranking& r = ranking();
    const Bytes tally = r.one.shuffled_tally(r.parts);
    const Bytes& good = r.parts.decryptions[0].second;
    const auto said = [&](std::initializer_list<std::size_t> numbers) {
        const Bytes bad = with_wrong_proofs(good, numbers);
        const std::string one = text_of(r.one.election->check_partial_decryption(1, tally, bad));
        BOOST_TEST(text_of(r.three->check_partial_decryption(1, tally, bad)) == one);
        return one;
    };
    BOOST_TEST(said({}) == "");
    BOOST_TEST(said({2, 70, 130}) == "decryption.proof: trustee 1, ciphertext 3");
    BOOST_TEST(said({70, 130}) == "decryption.proof: trustee 1, ciphertext 71");
    BOOST_TEST(said({130}) == "decryption.proof: trustee 1, ciphertext 131");
}

BOOST_AUTO_TEST_CASE(strangers_are_found_wherever_they_are) {
    Ranking& r = ranking();
    const std::string text(as_text(r.parts.shuffles[0].second));
    // An element in the first and one in the last chunk: the proof's own are the last.
    for (const std::size_t from : {text.find("\"alpha\":\"") + 9, text.rfind('"') - 64}) {
        std::string bad = text;
        bad.replace(from, 64, sample::plus_order_two(text.substr(from, 64)));
        const auto one = r.one.election->apply_shuffle(r.parts.tally, as_bytes(bad));
        BOOST_TEST(std::string(one.error().id()) == "shuffle.membership");
        BOOST_TEST(text_of(r.three->apply_shuffle(r.parts.tally, as_bytes(bad))) == text_of(one));
    }
    // A wrong order of good elements: the proof.
    const auto& [owner, second] = r.parts.shuffles[1];
    const auto wrong = r.three->apply_shuffle(r.parts.tally, second);
    BOOST_TEST(text_of(wrong) == text_of(r.one.election->apply_shuffle(r.parts.tally, second)));
    BOOST_TEST(std::string(wrong.error().id()) == "shuffle.proof");
}

BOOST_AUTO_TEST_SUITE_END()

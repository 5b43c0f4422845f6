#include "ballots/ballot_make.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <numeric>

namespace ogniwo::ballots {
namespace {

using crypto::Disjunct;
using crypto::PreparedCiphertext;

template <Group G> class AnswerMaker {
  public:
    using Secret = typename G::SecretScalar;

    AnswerMaker(const Setup<G>& setup, const Question& question, std::string_view s0, Rng& rng)
        : y_(setup.y.point()), question_(question), s0_(s0), rng_(rng) {}

    Answer<G> make(const std::vector<std::uint32_t>& choices) {
        encrypt(choices);
        const std::string s = statement_of_answer(s0_, answer_.texts);
        const std::size_t first = question_.blank ? 1 : 0;
        const auto selected = std::accumulate(choices.begin() + static_cast<std::ptrdiff_t>(first),
                                              choices.end(), std::uint64_t{0});
        prove_overall(s, selected, question_.blank && choices.front() == 1);
        return std::move(answer_);
    }

  private:
    void encrypt(const std::vector<std::uint32_t>& choices) {
        std::vector<typename G::Point> points;
        for (const std::uint32_t choice : choices) {
            randomness_.push_back(G::random_secret(rng_));
            answer_.choices.push_back(crypto::encrypt<G>(y_, randomness_.back(), choice));
            points.push_back(answer_.choices.back().alpha);
            points.push_back(answer_.choices.back().beta);
        }
        answer_.sum = sum_of_choices<G>(question_, answer_.choices);
        points.push_back(answer_.sum.alpha);
        points.push_back(answer_.sum.beta);
        answer_.texts = G::point_texts(points);
        answer_.sum_beta = std::move(answer_.texts.back());
        answer_.texts.pop_back();
        answer_.sum_alpha = std::move(answer_.texts.back());
        answer_.texts.pop_back();
        for (const Ciphertext<G>& choice : answer_.choices) {
            prepared_.emplace_back(choice);
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const Disjunct<G> branches[] = {{&prepared_[i], 0}, {&prepared_[i], 1}};
            answer_.individual_proofs.push_back(crypto::prove_disjunction<G>(
                individual_prefix(s0_, answer_.texts[2 * i], answer_.texts[2 * i + 1]), y_,
                branches, choices[i], randomness_[i], rng_));
        }
    }

    Secret sum_of_randomness() const {
        const std::size_t first = question_.blank ? 1 : 0;
        Secret sum = G::clone(randomness_[first]);
        for (std::size_t i = first + 1; i < randomness_.size(); ++i) {
            sum = G::add(sum, randomness_[i]);
        }
        return sum;
    }

    void prove_overall(const std::string& s, std::uint64_t selected, bool is_blank) {
        const PreparedCiphertext<G> sum(answer_.sum);
        const Secret sum_randomness = sum_of_randomness();
        const Secret& known = is_blank ? randomness_.front() : sum_randomness;
        std::vector<Disjunct<G>> overall;
        if (question_.blank) {
            const Disjunct<G> nothing[] = {{prepared_.data(), 0}, {&sum, 0}};
            answer_.blank_proof =
                crypto::prove_disjunction<G>(blank_prefix(s), y_, nothing, is_blank ? 1 : 0,
                                             is_blank ? sum_randomness : randomness_.front(), rng_);
            overall.push_back({prepared_.data(), 1});
        }
        for (std::uint64_t value = question_.min; value <= question_.max; ++value) {
            overall.push_back({&sum, value});
        }
        const std::size_t branch = is_blank ? 0
                                            : static_cast<std::size_t>(selected - question_.min) +
                                                  (question_.blank ? 1 : 0);
        answer_.overall_proof = crypto::prove_disjunction<G>(
            question_.blank ? overall_blank_prefix(s)
                            : overall_prefix(s, answer_.sum_alpha, answer_.sum_beta),
            y_, overall, branch, known, rng_);
    }

    const typename G::Point& y_;
    const Question& question_;
    std::string_view s0_;
    Rng& rng_;
    Answer<G> answer_;
    std::vector<Secret> randomness_;
    std::vector<PreparedCiphertext<G>> prepared_;
};

} // namespace

template <Group G>
Result<Bytes> make_ballot(const Setup<G>& setup, const typename G::SecretScalar& credential,
                          const std::vector<std::vector<std::uint32_t>>& choices, Rng& rng) {
    const std::vector<Question>& questions = setup.definition.questions;
    if (choices.size() != questions.size()) {
        return Error("choice.length", "expected answers to " + std::to_string(questions.size()) +
                                          " questions, got " + std::to_string(choices.size()));
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
        OGNIWO_TRY(check_choices(questions[i], choices[i]));
    }
    Ballot<G> ballot;
    ballot.credential = G::point_text(G::exp_generator(credential));
    if (!setup.roll.find(ballot.credential)) {
        return Error("credential.unknown", "this credential is not on the list of the election");
    }
    const std::string s0 = statement_of_ballot(setup.phi, ballot.credential);
    for (std::size_t i = 0; i < questions.size(); ++i) {
        ballot.answers.push_back(AnswerMaker<G>(setup, questions[i], s0, rng).make(choices[i]));
    }
    const std::string text = encode_unsigned_ballot<G>(setup.definition, setup.phi, ballot);
    ballot.hash = base64_encode(crypto::sha256(as_bytes(text)), Padding::none);
    ballot.signature = crypto::prove_schnorr<G>(signature_prefix(ballot.hash), credential, rng);
    return to_bytes(encode_ballot<G>(setup.definition, setup.phi, ballot));
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Bytes> make_ballot<G>(const Setup<G>&, const G::SecretScalar&,                 \
                                          const std::vector<std::vector<std::uint32_t>>&, Rng&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

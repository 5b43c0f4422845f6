#pragma once
// Answers to the kinds of questions (PROTOCOL section 7): one type and one file for each kind, the
// same operations for all, and the one place where the kind of a question picks them. Internal to
// ballots/.

#include "ballots/codec.hpp"
#include "ballots/proof_list.hpp"
#include "ballots/question.hpp"

namespace ogniwo::ballots {

/// What every kind has: the ciphertexts in order, and ser(alpha), ser(beta) of each.
template <class G> struct EncryptedChoices {
    std::vector<Ciphertext<G>> choices;
    std::vector<std::string> texts;
};

template <class G> struct HomomorphicAnswer : EncryptedChoices<G> {
    // `choices` has the blank flag first, where the question has one.
    /// The product of the choices without the blank flag, and its two texts (used without a blank).
    Ciphertext<G> sum;
    std::string sum_alpha;
    std::string sum_beta;
    /// Two for each choice: value 0, value 1.
    std::vector<std::vector<Proof<G>>> individual_proofs;
    std::vector<Proof<G>> overall_proof;
    /// Two, when the question has a blank flag; else none.
    std::vector<Proof<G>> blank_proof;
};

/// One ciphertext for all numbers.
template <class G> struct NonHomomorphicAnswer : EncryptedChoices<G> {
    /// Knowledge of the randomness; the numbers themselves stay unproven.
    Proof<G> proof;
};

template <class G> struct ListsAnswer : EncryptedChoices<G> {
    // `choices` has one list after the other, the flag of each before its candidates.
    /// The product of the flags, and its two texts.
    Ciphertext<G> sum;
    std::string sum_alpha;
    std::string sum_beta;
    std::vector<std::vector<Proof<G>>> individual_proofs;
    /// The flags add up to 1.
    Proof<G> overall_proof;
    /// Two for each list: its flag is 1, its candidates add up to 0.
    std::vector<std::vector<Proof<G>>> list_proofs;
    /// All candidates together are not 0.
    crypto::NonzeroProof<G> nonzero_proof;
    std::string nonzero_text; ///< ser(nonzero_proof.commitment)
};

template <class G>
using Answer = std::variant<HomomorphicAnswer<G>, NonHomomorphicAnswer<G>, ListsAnswer<G>>;

using crypto::ProofPrefix;

/// What all proofs of a ballot are bound to.
struct BallotStatement {
    std::string s0; ///< phi "|" ser(credential)
    std::string y;  ///< ser() of the election key
};

/// What is needed to make an answer.
template <class G> struct AnswerMaking {
    const typename G::Point& y;
    const crypto::EncryptionKey<G>& key; ///< of y
    const BallotStatement& statement;
    Rng& rng;
};

/// Longest texts of one group, in bytes, punctuation included.
struct TextSizes {
    std::size_t element;
    std::size_t scalar;
    std::size_t proof;
    std::size_t ciphertext;
};

/// The texts of a ballot's elements, taken one after the other.
class TextSource {
  public:
    explicit TextSource(std::vector<std::string> texts) : texts_(std::move(texts)) {}
    std::string take() { return std::move(texts_[next_++]); }

  private:
    std::vector<std::string> texts_;
    std::size_t next_ = 0;
};

/// The operations of a kind:
///  * decode: reads the answer; texts come later, by take_texts. Errors: those of Decoder.
///  * settle: computes what follows from the choices, texts included (after making or changing
///  one).
///  * take_texts: takes the texts in the order in which decode read or added elements.
///  * encode: writes the one canonical text. Precondition: texts are there.
///  * max_bytes: no canonical text is longer.
///  * add_proofs: adds all proofs, with ids ballot.*_proof.
///  * make: encrypts and proves. Precondition: check_choices passed.
template <class Question, class G> struct Kind;

#define OGNIWO_KIND_OPERATIONS(QuestionType, AnswerType)                                           \
    using Question = QuestionType;                                                                 \
    using Answer = AnswerType<G>;                                                                  \
    static Result<Answer> decode(Decoder<G>& decoder, const Question& question,                    \
                                 const json::value& value);                                        \
    static void settle(const Question& question, Answer& answer);                                  \
    static void take_texts(Answer& answer, TextSource& texts);                                     \
    static void encode(std::string& out, const Question& question, const Answer& answer);          \
    static std::size_t max_bytes(const Question& question, const TextSizes& sizes);                \
    static void add_proofs(ProofList<G>& proofs, const Question& question, const Answer& answer,   \
                           const BallotStatement& statement);                                      \
    static Answer make(const AnswerMaking<G>& making, const Question& question,                    \
                       const std::vector<std::uint32_t>& choices);

template <class G> struct Kind<HomomorphicQuestion, G> {
    OGNIWO_KIND_OPERATIONS(HomomorphicQuestion, HomomorphicAnswer)
};
template <class G> struct Kind<NonHomomorphicQuestion, G> {
    OGNIWO_KIND_OPERATIONS(NonHomomorphicQuestion, NonHomomorphicAnswer)
};
template <class G> struct Kind<ListsQuestion, G> {
    OGNIWO_KIND_OPERATIONS(ListsQuestion, ListsAnswer)
};
#undef OGNIWO_KIND_OPERATIONS

/// Calls f(Kind<..>(), question of its own type).
template <class G, class F> decltype(auto) with_kind(const Question& question, F f) {
    return std::visit([&]<class Q>(const Q& own) -> decltype(auto) { return f(Kind<Q, G>(), own); },
                      question.kind);
}

/// Calls f(Kind<..>(), question, answer), both of their own types. Precondition: they fit.
template <class G, class A, class F>
decltype(auto) with_kind(const Question& question, A& answer, F f) {
    return with_kind<G>(question, [&]<class K>(K kind, const auto& own) -> decltype(auto) {
        return f(kind, own, std::get<typename K::Answer>(answer));
    });
}

/// What the kinds share.
template <class G> const EncryptedChoices<G>& encrypted(const Answer<G>& answer) {
    return std::visit([](const auto& own) -> const EncryptedChoices<G>& { return own; }, answer);
}

// Pieces that several kinds are made of.

/// Number of branches of the overall proof: max-min+1, and one more with a blank flag.
std::size_t overall_branches(const HomomorphicQuestion& question);

/// S = S0 "|" then the texts of all choices, joined by commas.
std::string statement_of_answer(std::string_view s0, std::span<const std::string> texts);
/// "prove|" statement "|" alpha "," beta "|": of individual and overall proofs.
ProofPrefix prove_prefix(std::string_view statement, std::string_view alpha, std::string_view beta);
ProofPrefix knowledge_prefix(const BallotStatement& statement, std::string_view alpha, std::string_view beta);
/// tag "|" S "|": bproof0, bproof1, lproof, nonzero.
ProofPrefix tagged_prefix(std::string_view tag, std::string_view s);

/// The texts of choices, from G.
template <Group G> std::vector<std::string> choice_texts(std::span<const Ciphertext<G>> choices);

/// Takes the texts of the choices of an answer.
template <class G> void take_choice_texts(EncryptedChoices<G>& answer, TextSource& texts) {
    for (std::size_t i = 0; i < 2 * answer.choices.size(); ++i) {
        answer.texts.push_back(texts.take());
    }
}

template <class G> using Secrets = std::vector<typename G::SecretScalar>;

/// Fills in the choices of an answer with encrypted numbers of 0 and 1. Gives their randomness.
template <Group G>
Secrets<G> encrypt_bits(const AnswerMaking<G>& making,
                        const std::vector<std::uint32_t>& choices, EncryptedChoices<G>& answer);
/// Two proofs for each choice: it is 0 or 1. Precondition: the texts are there.
template <Group G>
std::vector<std::vector<Proof<G>>>
prove_bits(const AnswerMaking<G>& making, const std::vector<std::uint32_t>& choices,
           const EncryptedChoices<G>& answer, const Secrets<G>& randomness);
/// Adds them to be verified.
template <Group G>
void add_bit_proofs(ProofList<G>& proofs, std::string_view s0, const EncryptedChoices<G>& answer,
                    const std::vector<std::vector<Proof<G>>>& individual_proofs);

template <class G>
typename G::SecretScalar sum_of(std::span<const typename G::SecretScalar> numbers) {
    auto sum = G::reduce_secret({});
    for (const auto& number : numbers) {
        sum = G::add(sum, number);
    }
    return sum;
}

} // namespace ogniwo::ballots

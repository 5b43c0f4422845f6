#include "ballots/answer.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {

using crypto::Disjunct;

std::string statement_of_answer(std::string_view s0, std::span<const std::string> texts) {
    std::string out(s0);
    char separator = '|';
    for (const std::string& text : texts) {
        out += std::exchange(separator, ',');
        out += text;
    }
    return out;
}

ProofPrefix prove_prefix(std::string_view statement, std::string_view alpha, std::string_view beta) {
    return ProofPrefix("prove|", statement, "|", alpha, ",", beta, "|");
}

ProofPrefix knowledge_prefix(const BallotStatement& statement, std::string_view alpha, std::string_view beta) {
    return ProofPrefix("raweg|", statement.s0, "|", statement.y, ",", alpha, ",", beta, "|");
}

ProofPrefix tagged_prefix(std::string_view tag, std::string_view s) {
    return ProofPrefix(tag, "|", s, "|");
}

template <Group G> std::vector<std::string> choice_texts(std::span<const Ciphertext<G>> choices) {
    std::vector<typename G::Point> points;
    points.reserve(2 * choices.size());
    for (const Ciphertext<G>& choice : choices) {
        points.push_back(choice.alpha);
        points.push_back(choice.beta);
    }
    return G::point_texts(points);
}

template <Group G>
Secrets<G> encrypt_bits(const AnswerMaking<G>& making, const std::vector<std::uint32_t>& choices,
                        EncryptedChoices<G>& answer) {
    Secrets<G> randomness;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        randomness.push_back(G::random_secret(making.rng));
    }
    answer.choices = crypto::encrypt_each<G>(making.key, randomness, choices);
    return randomness;
}

template <Group G>
std::vector<std::vector<Proof<G>>>
prove_bits(const AnswerMaking<G>& making, const std::vector<std::uint32_t>& choices,
           const EncryptedChoices<G>& answer, const Secrets<G>& randomness) {
    std::vector<std::vector<Proof<G>>> out;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const crypto::KnownDisjunct<G> branches[] = {{0, choices[i], &randomness[i]},
                                                     {1, choices[i], &randomness[i]}};
        out.push_back(crypto::prove_disjunction<G>(
            prove_prefix(making.statement.s0, answer.texts[2 * i], answer.texts[2 * i + 1]),
            making.key, branches, choices[i], making.rng));
    }
    return out;
}

template <Group G>
void add_bit_proofs(ProofList<G>& proofs, std::string_view s0, const EncryptedChoices<G>& answer,
                    const std::vector<std::vector<Proof<G>>>& individual_proofs) {
    for (std::size_t i = 0; i < answer.choices.size(); ++i) {
        const Disjunct<G> branches[] = {{&answer.choices[i], 0}, {&answer.choices[i], 1}};
        proofs.next("ballot.individual_proof")
            .add_disjunction(prove_prefix(s0, answer.texts[2 * i], answer.texts[2 * i + 1]),
                             branches, individual_proofs[i]);
    }
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template std::vector<std::string> choice_texts<G>(std::span<const Ciphertext<G>>);             \
    template Secrets<G> encrypt_bits<G>(                                                     \
        const AnswerMaking<G>&, const std::vector<std::uint32_t>&, EncryptedChoices<G>&);          \
    template std::vector<std::vector<Proof<G>>> prove_bits<G>(                                     \
        const AnswerMaking<G>&, const std::vector<std::uint32_t>&, const EncryptedChoices<G>&,     \
        const Secrets<G>&);                                                                  \
    template void add_bit_proofs<G>(                                 \
        ProofList<G>&, std::string_view, const EncryptedChoices<G>&,                               \
        const std::vector<std::vector<Proof<G>>>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

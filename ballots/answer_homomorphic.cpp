#include "ballots/answer.hpp"
#include "ballots/groups.hpp"

#include <numeric>

namespace ogniwo::ballots {

using crypto::Disjunct;

namespace {

template <class G> using Homomorphic = Kind<HomomorphicQuestion, G>;

template <class G>
Ciphertext<G> sum_of_choices(const HomomorphicQuestion& question,
                             std::span<const Ciphertext<G>> choices) {
    return crypto::product<G>(choices.subspan(question.blank ? 1 : 0));
}

// The statements of blank and overall proof, the same for who proves and who verifies.
template <class G> struct Branches {
    Branches(const HomomorphicQuestion& question, const HomomorphicAnswer<G>& answer,
             std::string_view s0)
        : s(statement_of_answer(s0, answer.texts)),
          overall_prefix(question.blank ? tagged_prefix("bproof1", s)
                                        : prove_prefix(s, answer.sum_alpha, answer.sum_beta)) {
        if (question.blank) {
            nothing = {{answer.choices.data(), 0}, {&answer.sum, 0}};
            overall.push_back({answer.choices.data(), 1});
        }
        for (std::uint64_t value = question.min; value <= question.max; ++value) {
            overall.push_back({&answer.sum, value});
        }
    }
    Branches(const Branches&) = delete;
    Branches& operator=(const Branches&) = delete;

    std::string s;
    ProofPrefix overall_prefix; // a view of s and of the answer
    std::vector<Disjunct<G>> nothing;
    std::vector<Disjunct<G>> overall;
};

} // namespace

std::size_t overall_branches(const HomomorphicQuestion& question) {
    return static_cast<std::size_t>(question.max - question.min) + (question.blank ? 2 : 1);
}

template <class G>
auto Homomorphic<G>::decode(Decoder<G>& decoder, const Question& question, const json::value& value)
    -> Result<Answer> {
    const bool has_blank = value.is_object() && value.get_object().contains("blank_proof");
    if (has_blank != question.blank) {
        return decoder.shape_error(question.blank ? "the blank proof is missing"
                                                  : "a blank proof where there is no blank vote");
    }
    const json::object* object = nullptr;
    if (question.blank) {
        OGNIWO_ASSIGN(object, decoder.object(value, {"choices", "individual_proofs",
                                                     "overall_proof", "blank_proof"}));
    } else {
        OGNIWO_ASSIGN(object,
                      decoder.object(value, {"choices", "individual_proofs", "overall_proof"}));
    }
    Answer answer;
    const std::size_t n = question.choices();
    OGNIWO_ASSIGN(const json::array* choices, decoder.array(object->at("choices"), n, "choices"));
    OGNIWO_ASSIGN(const json::array* individual,
                  decoder.array(object->at("individual_proofs"), n, "individual_proofs"));
    for (std::size_t i = 0; i < n; ++i) {
        OGNIWO_ASSIGN(Ciphertext<G> choice, decoder.ciphertext((*choices)[i]));
        answer.choices.push_back(std::move(choice));
        OGNIWO_ASSIGN(std::vector<Proof<G>> proofs,
                      decoder.proofs((*individual)[i], 2, "individual proof"));
        answer.individual_proofs.push_back(std::move(proofs));
    }
    OGNIWO_ASSIGN(
        answer.overall_proof,
        decoder.proofs(object->at("overall_proof"), overall_branches(question), "overall proof"));
    if (question.blank) {
        OGNIWO_ASSIGN(answer.blank_proof,
                      decoder.proofs(object->at("blank_proof"), 2, "blank proof"));
    }
    answer.sum = sum_of_choices<G>(question, answer.choices);
    decoder.also(answer.sum.alpha);
    decoder.also(answer.sum.beta);
    return answer;
}

template <class G> void Homomorphic<G>::settle(const Question& question, Answer& answer) {
    answer.sum = sum_of_choices<G>(question, answer.choices);
    answer.texts = choice_texts<G>(answer.choices);
    answer.sum_alpha = G::point_text(answer.sum.alpha);
    answer.sum_beta = G::point_text(answer.sum.beta);
}

template <class G> void Homomorphic<G>::take_texts(Answer& answer, TextSource& texts) {
    take_choice_texts<G>(answer, texts);
    answer.sum_alpha = texts.take();
    answer.sum_beta = texts.take();
}

template <class G>
void Homomorphic<G>::encode(std::string& out, const Question&, const Answer& answer) {
    out += R"({"choices":)";
    char separator = '[';
    for (std::size_t i = 0; i < answer.choices.size(); ++i) {
        out += std::exchange(separator, ',');
        append_ciphertext(out, answer.texts[2 * i], answer.texts[2 * i + 1]);
    }
    out += R"(],"individual_proofs":)";
    separator = '[';
    for (const std::vector<Proof<G>>& proofs : answer.individual_proofs) {
        out += std::exchange(separator, ',');
        append_proofs<G>(out, proofs);
    }
    out += R"(],"overall_proof":)";
    append_proofs<G>(out, answer.overall_proof);
    if (!answer.blank_proof.empty()) {
        out += R"(,"blank_proof":)";
        append_proofs<G>(out, answer.blank_proof);
    }
    out += '}';
}

template <class G>
std::size_t Homomorphic<G>::max_bytes(const Question& question, const TextSizes& sizes) {
    return 100 + question.choices() * (sizes.ciphertext + 2 * sizes.proof + 3) +
           overall_branches(question) * sizes.proof + 2 * sizes.proof;
}

template <class G>
void Homomorphic<G>::add_proofs(ProofList<G>& proofs, const Question& question,
                                const Answer& answer, const BallotStatement& statement) {
    add_bit_proofs<G>(proofs, statement.s0, answer, answer.individual_proofs);
    const Branches<G> branches(question, answer, statement.s0);
    if (question.blank) {
        proofs.next("ballot.blank_proof")
            .add_disjunction(tagged_prefix("bproof0", branches.s), branches.nothing,
                             answer.blank_proof);
    }
    proofs.next("ballot.overall_proof")
        .add_disjunction(branches.overall_prefix, branches.overall, answer.overall_proof);
}

template <class G>
auto Homomorphic<G>::make(const AnswerMaking<G>& making, const Question& question,
                          const std::vector<std::uint32_t>& choices) -> Answer {
    Answer answer;
    const Secrets<G> randomness = encrypt_bits<G>(making, choices, answer);
    settle(question, answer);
    answer.individual_proofs = prove_bits<G>(making, choices, answer, randomness);

    const std::size_t first = question.blank ? 1 : 0;
    const bool is_blank = question.blank && choices.front() == 1;
    const auto selected = std::accumulate(choices.begin() + static_cast<std::ptrdiff_t>(first),
                                          choices.end(), std::uint64_t{0});
    const auto sum_randomness = sum_of<G>(std::span(randomness).subspan(first));
    const auto& flag_randomness = randomness.front();
    const Branches<G> branches(question, answer, making.statement.s0);
    // A branch is about the sum, or about the flag.
    const auto known = [&](const std::vector<Disjunct<G>>& disjuncts) {
        std::vector<crypto::KnownDisjunct<G>> out;
        for (const Disjunct<G>& branch : disjuncts) {
            const bool of_sum = branch.ciphertext == &answer.sum;
            out.push_back({branch.value, of_sum ? selected : choices.front(),
                           of_sum ? &sum_randomness : &flag_randomness});
        }
        return out;
    };
    if (question.blank) {
        answer.blank_proof =
            crypto::prove_disjunction<G>(tagged_prefix("bproof0", branches.s), making.key,
                                         known(branches.nothing), is_blank ? 1 : 0, making.rng);
    }
    const std::size_t branch =
        is_blank ? 0 : static_cast<std::size_t>(selected - question.min) + first;
    answer.overall_proof = crypto::prove_disjunction<G>(branches.overall_prefix, making.key,
                                                        known(branches.overall), branch, making.rng);
    return answer;
}

#define OGNIWO_INSTANTIATE(G) template struct Kind<HomomorphicQuestion, G>;
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

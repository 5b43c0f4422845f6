#include "ballots/answer.hpp"
#include "ballots/groups.hpp"
#include "ballots/shape.hpp"

#include <numeric>

namespace ogniwo::ballots {

using crypto::Disjunct;

namespace {

template <class G> using Lists = Kind<ListsQuestion, G>;

// Calls f(index of the list, position of its flag, number of its candidates).
template <class F> void each_list(const ListsQuestion& question, F f) {
    std::size_t flag = 0;
    for (std::size_t i = 0; i < question.lists.size(); ++i) {
        f(i, flag, question.lists[i].size() - 1);
        flag += question.lists[i].size();
    }
}

template <class G>
Ciphertext<G> sum_of_flags(const ListsQuestion& question, std::span<const Ciphertext<G>> choices) {
    std::vector<Ciphertext<G>> flags;
    each_list(question, [&](std::size_t, std::size_t flag, std::size_t) {
        flags.push_back(choices[flag]);
    });
    return crypto::product<G>(flags);
}

// What the further proofs are about, the same for who proves and who verifies.
template <class G> struct Sums {
    Sums(const ListsQuestion& question, const ListsAnswer<G>& answer, std::string_view s0)
        : s(statement_of_answer(s0, answer.texts)) {
        const std::span<const Ciphertext<G>> choices(answer.choices);
        each_list(question, [&](std::size_t, std::size_t flag, std::size_t candidates) {
            of_list.push_back(crypto::product<G>(choices.subspan(flag + 1, candidates)));
        });
        all = crypto::product<G>(of_list);
    }

    std::string s;
    std::vector<Ciphertext<G>> of_list; // of the candidates of each list
    Ciphertext<G> all;                  // of all candidates
};

template <class G> ProofPrefix overall_prefix(const Sums<G>& sums, const ListsAnswer<G>& answer) {
    return prove_prefix(sums.s, answer.sum_alpha, answer.sum_beta);
}

template <class G>
void encode_nonzero(std::string& out, const crypto::NonzeroProof<G>& proof,
                    std::string_view commitment) {
    out += R"({"commitment":")";
    out += commitment;
    out += R"(","challenge":")" + G::scalar_text(proof.challenge) + R"(","response":[")";
    out += G::scalar_text(proof.responses[0]) + R"(",")" + G::scalar_text(proof.responses[1]);
    out += R"("]})";
}

template <class G>
Result<crypto::NonzeroProof<G>> decode_nonzero(Decoder<G>& decoder, const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  decoder.object(value, {"commitment", "challenge", "response"}));
    crypto::NonzeroProof<G> proof;
    OGNIWO_ASSIGN(proof.commitment, decoder.point(object->at("commitment")));
    OGNIWO_ASSIGN(proof.challenge, decoder.scalar(object->at("challenge")));
    OGNIWO_ASSIGN(const json::array* responses,
                  decoder.array(object->at("response"), 2, "non-zero proof"));
    OGNIWO_ASSIGN(proof.responses[0], decoder.scalar((*responses)[0]));
    OGNIWO_ASSIGN(proof.responses[1], decoder.scalar((*responses)[1]));
    return proof;
}

} // namespace

template <class G>
auto Lists<G>::decode(Decoder<G>& decoder, const Question& question, const json::value& value)
    -> Result<Answer> {
    OGNIWO_ASSIGN(const json::object* object,
                  decoder.object(value, {"choices", "individual_proofs", "overall_proof",
                                         "list_proofs", "nonzero_proof"}));
    Answer answer;
    const Shape shape = lists_shape(question);
    const Error wrong = decoder.shape_error("not one entry for each name of each list");
    OGNIWO_TRY(read_shaped(object->at("choices"), shape, wrong,
                           [&](const json::value& element) -> Verdict {
                               OGNIWO_ASSIGN(Ciphertext<G> choice, decoder.ciphertext(element));
                               answer.choices.push_back(std::move(choice));
                               return pass();
                           }));
    OGNIWO_TRY(read_shaped(
        object->at("individual_proofs"), shape, wrong, [&](const json::value& element) -> Verdict {
            OGNIWO_ASSIGN(auto proofs, decoder.proofs(element, 2, "individual proof"));
            answer.individual_proofs.push_back(std::move(proofs));
            return pass();
        }));
    OGNIWO_ASSIGN(answer.overall_proof, decoder.proof(object->at("overall_proof")));
    OGNIWO_ASSIGN(const json::array* lists,
                  decoder.array(object->at("list_proofs"), question.lists.size(), "list_proofs"));
    for (const json::value& element : *lists) {
        OGNIWO_ASSIGN(auto proofs, decoder.proofs(element, 2, "list proof"));
        answer.list_proofs.push_back(std::move(proofs));
    }
    answer.sum = sum_of_flags<G>(question, answer.choices);
    decoder.also(answer.sum.alpha);
    decoder.also(answer.sum.beta);
    OGNIWO_ASSIGN(answer.nonzero_proof, decode_nonzero<G>(decoder, object->at("nonzero_proof")));
    return answer;
}

template <class G> void Lists<G>::settle(const Question& question, Answer& answer) {
    answer.sum = sum_of_flags<G>(question, answer.choices);
    answer.texts = choice_texts<G>(answer.choices);
    answer.sum_alpha = G::point_text(answer.sum.alpha);
    answer.sum_beta = G::point_text(answer.sum.beta);
    answer.nonzero_text = G::point_text(answer.nonzero_proof.commitment);
}

template <class G> void Lists<G>::take_texts(Answer& answer, TextSource& texts) {
    take_choice_texts<G>(answer, texts);
    answer.sum_alpha = texts.take();
    answer.sum_beta = texts.take();
    answer.nonzero_text = texts.take();
}

template <class G>
void Lists<G>::encode(std::string& out, const Question& question, const Answer& answer) {
    const Shape shape = lists_shape(question);
    out += R"({"choices":)";
    write_shaped(out, shape, [&](std::string& text, std::size_t i) {
        append_ciphertext(text, answer.texts[2 * i], answer.texts[2 * i + 1]);
    });
    out += R"(,"individual_proofs":)";
    write_shaped(out, shape, [&](std::string& text, std::size_t i) {
        append_proofs<G>(text, answer.individual_proofs[i]);
    });
    out += R"(,"overall_proof":)";
    append_proof<G>(out, answer.overall_proof);
    out += R"(,"list_proofs":)";
    write_shaped(out, {answer.list_proofs.size(), {}}, [&](std::string& text, std::size_t i) {
        append_proofs<G>(text, answer.list_proofs[i]);
    });
    out += R"(,"nonzero_proof":)";
    encode_nonzero<G>(out, answer.nonzero_proof, answer.nonzero_text);
    out += '}';
}

template <class G>
std::size_t Lists<G>::max_bytes(const Question& question, const TextSizes& sizes) {
    return 200 + question.choices() * (sizes.ciphertext + 2 * sizes.proof + 3) + sizes.proof +
           question.lists.size() * (2 * sizes.proof + 6) + sizes.element + 3 * sizes.scalar;
}

template <class G>
void Lists<G>::add_proofs(ProofList<G>& proofs, const Question& question, const Answer& answer,
                          const BallotStatement& statement) {
    add_bit_proofs<G>(proofs, statement.s0, answer, answer.individual_proofs);
    const Sums<G> sums(question, answer, statement.s0);
    const Disjunct<G> one_list[] = {{&answer.sum, 1}};
    proofs.next("ballot.overall_proof")
        .add_disjunction(overall_prefix(sums, answer), one_list,
                         std::span(&answer.overall_proof, 1));
    each_list(question, [&](std::size_t i, std::size_t flag, std::size_t) {
        const Disjunct<G> branches[] = {{&answer.choices[flag], 1}, {&sums.of_list[i], 0}};
        proofs.next("ballot.list_proof")
            .add_disjunction(tagged_prefix("lproof", sums.s), branches, answer.list_proofs[i]);
    });
    proofs.next("ballot.nonzero_proof")
        .add_nonzero(tagged_prefix("nonzero", sums.s), sums.all, answer.nonzero_proof);
}

template <class G>
auto Lists<G>::make(const AnswerMaking<G>& making, const Question& question,
                    const std::vector<std::uint32_t>& choices) -> Answer {
    Answer answer;
    const Secrets<G> randomness_of_each = encrypt_bits<G>(making, choices, answer);
    settle(question, answer);
    answer.individual_proofs = prove_bits<G>(making, choices, answer, randomness_of_each);

    const Sums<G> sums(question, answer, making.statement.s0);
    const std::span<const typename G::SecretScalar> randomness(randomness_of_each);
    auto r_flags = G::reduce_secret({});
    auto r_all = G::reduce_secret({});
    each_list(question, [&](std::size_t, std::size_t flag, std::size_t candidates) {
        const auto r_list = sum_of<G>(randomness.subspan(flag + 1, candidates));
        const bool chosen = choices[flag] == 1;
        const auto names = std::accumulate(choices.begin() + static_cast<std::ptrdiff_t>(flag + 1),
                                           choices.begin() + static_cast<std::ptrdiff_t>(flag + 1 + candidates),
                                           std::uint64_t{0});
        const crypto::KnownDisjunct<G> branches[] = {{1, choices[flag], &randomness[flag]}, {0, names, &r_list}};
        answer.list_proofs.push_back(crypto::prove_disjunction<G>(
            tagged_prefix("lproof", sums.s), making.key, branches, chosen ? 0 : 1, making.rng));
        r_flags = G::add(r_flags, randomness[flag]);
        r_all = G::add(r_all, r_list);
    });
    const crypto::KnownDisjunct<G> one_list[] = {{1, 1, &r_flags}};
    answer.overall_proof = crypto::prove_disjunction<G>(overall_prefix(sums, answer), making.key,
                                                        one_list, 0, making.rng)
                               .front();
    answer.nonzero_proof = crypto::prove_nonzero<G>(tagged_prefix("nonzero", sums.s), making.y, sums.all,
                                                    r_all, making.rng);
    answer.nonzero_text = G::point_text(answer.nonzero_proof.commitment);
    return answer;
}

#define OGNIWO_INSTANTIATE(G) template struct Kind<ListsQuestion, G>;
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

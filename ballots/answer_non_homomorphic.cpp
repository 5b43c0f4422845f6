#include "ballots/answer.hpp"
#include "ballots/groups.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::ballots {
namespace {

template <class G> using NonHomomorphic = Kind<NonHomomorphicQuestion, G>;

} // namespace

template <class G>
auto NonHomomorphic<G>::decode(Decoder<G>& decoder, const Question&, const json::value& value)
    -> Result<Answer> {
    OGNIWO_ASSIGN(const json::object* object, decoder.object(value, {"choices", "proof"}));
    Answer answer;
    OGNIWO_ASSIGN(Ciphertext<G> choices, decoder.ciphertext(object->at("choices")));
    answer.choices.push_back(std::move(choices));
    OGNIWO_ASSIGN(answer.proof, decoder.proof(object->at("proof")));
    return answer;
}

template <class G> void NonHomomorphic<G>::settle(const Question&, Answer& answer) {
    answer.texts = choice_texts<G>(answer.choices);
}

template <class G> void NonHomomorphic<G>::take_texts(Answer& answer, TextSource& texts) {
    take_choice_texts<G>(answer, texts);
}

template <class G>
void NonHomomorphic<G>::encode(std::string& out, const Question&, const Answer& answer) {
    out += R"({"choices":)";
    append_ciphertext(out, answer.texts[0], answer.texts[1]);
    out += R"(,"proof":)";
    append_proof<G>(out, answer.proof);
    out += '}';
}

template <class G>
std::size_t NonHomomorphic<G>::max_bytes(const Question&, const TextSizes& sizes) {
    return 30 + sizes.ciphertext + sizes.proof;
}

template <class G>
void NonHomomorphic<G>::add_proofs(ProofList<G>& proofs, const Question&, const Answer& answer,
                                   const BallotStatement& statement) {
    proofs.next("ballot.knowledge_proof")
        .add_schnorr(knowledge_prefix(statement, answer.texts[0], answer.texts[1]),
                     answer.choices[0].alpha, answer.proof);
}

template <class G>
auto NonHomomorphic<G>::make(const AnswerMaking<G>& making, const Question& question,
                             const std::vector<std::uint32_t>& choices) -> Answer {
    Bytes numbers(choices.begin(), choices.end());
    const auto r = G::random_secret(making.rng);
    Answer answer;
    const std::uint32_t nothing[] = {0};
    Ciphertext<G> c = crypto::encrypt_each<G>(making.key, {&r, 1}, nothing).front();
    c.beta = G::multiply(c.beta, G::embed(numbers));
    answer.choices.push_back(c);
    crypto::wipe(numbers);
    settle(question, answer);
    answer.proof =
        crypto::prove_schnorr<G>(knowledge_prefix(making.statement, answer.texts[0], answer.texts[1]), r, making.rng);
    return answer;
}

#define OGNIWO_INSTANTIATE(G) template struct Kind<NonHomomorphicQuestion, G>;
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

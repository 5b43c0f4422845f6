#include "ballots/ballot_make.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
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
    const BallotStatement statement =
        statement_of_ballot(setup.definition, setup.phi, ballot.credential);
    const AnswerMaking<G> making{setup.y.point(), setup.encryption, statement, rng};
    for (std::size_t i = 0; i < questions.size(); ++i) {
        with_kind<G>(questions[i], [&](auto kind, const auto& question) {
            ballot.answers.push_back(kind.make(making, question, choices[i]));
        });
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

#include "ballots/ballot_check.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {

template <Group G>
Result<AcceptedBallot<G>> check_ballot(const Setup<G>& setup, ByteView raw, Strictness strictness) {
    typename G::Reader reader(crypto::Tables::keep);
    return check_ballot<G>(setup, raw, strictness, reader);
}

template <Group G>
Result<AcceptedBallot<G>> check_ballot(const Setup<G>& setup, ByteView raw, Strictness strictness,
                                       typename G::Reader& reader) {
    AcceptedBallot<G> out;
    OGNIWO_ASSIGN(out.ballot,
                  decode_ballot<G>(setup.definition, setup.phi, raw, strictness, reader));
    const auto entry = setup.roll.find(out.ballot.credential);
    if (!entry) {
        return Error("ballot.credential", "its credential is not on the list");
    }
    out.roll_entry = *entry;
    const Ballot<G>& ballot = out.ballot;
    ProofList<G> proofs(setup.y, reader);
    proofs.next("ballot.signature")
        .add_schnorr(signature_prefix(ballot.hash), ballot.credential_point, ballot.signature);
    const BallotStatement statement =
        statement_of_ballot(setup.definition, setup.phi, ballot.credential);
    for (std::size_t i = 0; i < ballot.answers.size(); ++i) {
        proofs.begin_question(i + 1);
        with_kind<G>(setup.definition.questions[i], ballot.answers[i],
                     [&](auto kind, const auto& question, const auto& answer) {
                         kind.add_proofs(proofs, question, answer, statement);
                     });
    }
    OGNIWO_TRY(proofs.verify());
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<AcceptedBallot<G>> check_ballot<G>(const Setup<G>&, ByteView, Strictness);     \
    template Result<AcceptedBallot<G>> check_ballot<G>(const Setup<G>&, ByteView, Strictness,      \
                                                       G::Reader&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

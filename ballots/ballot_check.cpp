#include "ballots/ballot_check.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

using crypto::Disjunct;
using crypto::PreparedCiphertext;

// Collects the proofs of a ballot and remembers which check each belongs to.
template <Group G> class ProofList {
  public:
    explicit ProofList(const Setup<G>& setup) : batch_(&setup.y) {}

    void add_signature(const Ballot<G>& ballot) {
        const auto key = G::prepare_vartime(ballot.credential_point);
        batch_.add_schnorr(signature_prefix(ballot.hash), key, ballot.signature);
        names_.push_back({"ballot.signature", 0});
    }

    void add_answer(const Question& question, const Answer<G>& answer, std::string_view s0,
                    std::size_t number) {
        std::vector<PreparedCiphertext<G>> choices;
        choices.reserve(answer.choices.size());
        for (const Ciphertext<G>& choice : answer.choices) {
            choices.emplace_back(choice);
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const Disjunct<G> branches[] = {{&choices[i], 0}, {&choices[i], 1}};
            batch_.add_disjunction(
                individual_prefix(s0, answer.texts[2 * i], answer.texts[2 * i + 1]), branches,
                answer.individual_proofs[i]);
            names_.push_back({"ballot.individual_proof", number});
        }
        const PreparedCiphertext<G> sum(answer.sum);
        const std::string s = statement_of_answer(s0, answer.texts);
        std::vector<Disjunct<G>> overall;
        if (question.blank) {
            const Disjunct<G> nothing[] = {{choices.data(), 0}, {&sum, 0}};
            batch_.add_disjunction(blank_prefix(s), nothing, answer.blank_proof);
            names_.push_back({"ballot.blank_proof", number});
            overall.push_back({choices.data(), 1});
        }
        for (std::uint64_t value = question.min; value <= question.max; ++value) {
            overall.push_back({&sum, value});
        }
        batch_.add_disjunction(question.blank
                                   ? overall_blank_prefix(s)
                                   : overall_prefix(s, answer.sum_alpha, answer.sum_beta),
                               overall, answer.overall_proof);
        names_.push_back({"ballot.overall_proof", number});
    }

    Verdict verify() {
        const auto failed = batch_.first_failure_vartime();
        if (!failed) {
            return pass();
        }
        const Name& name = names_[*failed];
        return Error(name.id, name.question == 0 ? std::string()
                                                 : "question " + std::to_string(name.question));
    }

  private:
    struct Name {
        const char* id;
        std::size_t question; // from 1; 0 for the whole ballot
    };
    crypto::ProofBatch<G> batch_;
    std::vector<Name> names_;
};

} // namespace

template <Group G>
Result<AcceptedBallot<G>> check_ballot(const Setup<G>& setup, ByteView raw, Strictness strictness) {
    AcceptedBallot<G> out;
    OGNIWO_ASSIGN(out.ballot, decode_ballot<G>(setup.definition, setup.phi, raw, strictness));
    const auto entry = setup.roll.find(out.ballot.credential);
    if (!entry) {
        return Error("ballot.credential", "its credential is not on the list");
    }
    out.roll_entry = *entry;
    ProofList<G> proofs(setup);
    proofs.add_signature(out.ballot);
    const std::string s0 = statement_of_ballot(setup.phi, out.ballot.credential);
    for (std::size_t i = 0; i < out.ballot.answers.size(); ++i) {
        proofs.add_answer(setup.definition.questions[i], out.ballot.answers[i], s0, i + 1);
    }
    OGNIWO_TRY(proofs.verify());
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<AcceptedBallot<G>> check_ballot<G>(const Setup<G>&, ByteView, Strictness);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

// Ballots of a voter who holds a valid credential and computes everything herself, against the
// rules.

#include "ballots/groups.hpp"
#include "mutations.hpp"

#include <numeric>

namespace ogniwo::ballots::mutation {
namespace {

using crypto::KnownDisjunct;

// What a forger may choose freely for one question.
struct Plan {
    std::vector<std::uint64_t> values;      // encrypted; the blank flag first
    std::vector<std::size_t> individual;    // branch claimed for each choice
    std::size_t overall = 0;                // branch claimed
    std::size_t blank = 0;                  // branch claimed
    std::string individual_prefix_override; // weak Fiat-Shamir when not empty
    std::string overall_prefix_override;
    std::string s0_override;
};

std::string s0_of(const std::string& phi, const std::string& credential) {
    return phi + "|" + credential;
}

std::string text_of(const ProofPrefix& prefix) {
    std::string out;
    for (const std::string_view part : prefix.parts()) {
        out += part;
    }
    return out;
}

template <class G> class Forger {
  public:
    explicit Forger(World<G>& world)
        : world_(world), y_(*G::parse_point(world.definition().public_key)) {}

    HomomorphicAnswer<G> forge(const HomomorphicQuestion& question, const Plan& plan,
                               const std::string& honest_s0) {
        const std::string s0 = plan.s0_override.empty() ? honest_s0 : plan.s0_override;
        std::vector<typename G::SecretScalar> r;
        HomomorphicAnswer<G> answer;
        for (const std::uint64_t value : plan.values) {
            r.push_back(G::random_secret(world_.sample.rng));
            answer.choices.push_back(crypto::encrypt<G>(y_, r.back(), value));
        }
        Kind<HomomorphicQuestion, G>::settle(question, answer);
        for (std::size_t i = 0; i < plan.values.size(); ++i) {
            const KnownDisjunct<G> branches[] = {{0, plan.values[i], &r[i]}, {1, plan.values[i], &r[i]}};
            const std::string prefix =
                plan.individual_prefix_override.empty()
                    ? text_of(prove_prefix(s0, answer.texts[2 * i], answer.texts[2 * i + 1]))
                    : plan.individual_prefix_override;
            answer.individual_proofs.push_back(prove(prefix, branches, plan.individual[i]));
        }
        const std::size_t first = question.blank ? 1 : 0;
        auto sum_r = G::clone(r[first]);
        for (std::size_t i = first + 1; i < r.size(); ++i) {
            sum_r = G::add(sum_r, r[i]);
        }
        const auto sum = std::accumulate(plan.values.begin() + static_cast<std::ptrdiff_t>(first),
                                         plan.values.end(), std::uint64_t{0});
        const std::string s = statement_of_answer(s0, answer.texts);
        std::vector<KnownDisjunct<G>> overall;
        if (question.blank) {
            const KnownDisjunct<G> nothing[] = {{0, plan.values[0], r.data()}, {0, sum, &sum_r}};
            answer.blank_proof = prove(tagged_prefix("bproof0", s), nothing, plan.blank);
            overall.push_back({1, plan.values[0], r.data()});
        }
        for (std::uint64_t value = question.min; value <= question.max; ++value) {
            overall.push_back({value, sum, &sum_r});
        }
        std::string prefix = text_of(question.blank ? tagged_prefix("bproof1", s)
                                                    : prove_prefix(s, answer.sum_alpha, answer.sum_beta));
        if (!plan.overall_prefix_override.empty()) {
            prefix = plan.overall_prefix_override;
        }
        answer.overall_proof = prove(prefix, overall, plan.overall);
        return answer;
    }

    /// A ballot of voter 1 with one forged answer.
    Bytes ballot(std::size_t question, const Plan& plan) {
        Ballot<G> ballot = world_.decoded(1);
        const std::string s0 = s0_of(world_.election().phi(), ballot.credential);
        ballot.answers[question] =
            forge(*world_.definition().questions[question].homomorphic(), plan, s0);
        return world_.with_ballot(1, world_.signed_by(1, std::move(ballot)));
    }

  private:
    std::vector<Proof<G>> prove(const ProofPrefix& prefix, std::span<const KnownDisjunct<G>> branches,
                                std::size_t branch) {
        return crypto::prove_disjunction<G>(prefix, key_, branches, branch, world_.sample.rng);
    }

    World<G>& world_;
    typename G::Point y_;
    crypto::EncryptionKey<G> key_ = crypto::prepare_encryption<G>(y_);
};

} // namespace

template <class G> std::vector<Mutation> forged_ballots(World<G>& world) {
    Forger<G> forger(world);
    std::vector<Mutation> out;
    const Plan honest{{0, 1, 0}, {0, 1, 0}, 0, 0, {}, {}, {}};
    const Plan honest_blank{{0, 1, 0}, {0, 1, 0}, 1, 0, {}, {}, {}};
    const auto add = [&](const char* name, const char* id, std::size_t question, Plan plan,
                         auto change) {
        change(plan);
        out.push_back({name, id, forger.ballot(question, plan)});
    };
    // The forger can also be honest: then only the tally no longer fits.
    add("another honest ballot", "tally.encrypted", 0, honest, [](Plan&) {});
    add("another honest ballot, blank question", "tally.encrypted", 1, honest_blank, [](Plan&) {});
    add("two votes for one answer", "ballot.individual_proof", 0, honest, [](Plan& p) {
        p.values = {0, 2, 0};
        p.overall = 1;
    });
    add("a thousand votes for one answer", "ballot.individual_proof", 0, honest, [](Plan& p) {
        p.values = {0, 1000, 0};
    });
    add("three answers where two are allowed", "ballot.overall_proof", 0, honest, [](Plan& p) {
        p.values = {1, 1, 1};
        p.individual = {1, 1, 1};
        p.overall = 1;
    });
    add("no answer where one is needed", "ballot.overall_proof", 0, honest, [](Plan& p) {
        p.values = {0, 0, 0};
        p.individual = {0, 0, 0};
    });
    add("an answer besides a blank vote", "ballot.blank_proof", 1, honest_blank, [](Plan& p) {
        p.values = {1, 1, 0};
        p.individual = {1, 1, 0};
    });
    add("neither an answer nor a blank vote", "ballot.overall_proof", 1, honest_blank, [](Plan& p) {
        p.values = {0, 0, 0};
        p.individual = {0, 0, 0};
    });
    add("two answers in a question for one", "ballot.overall_proof", 1, honest_blank, [](Plan& p) {
        p.values = {0, 1, 1};
        p.individual = {0, 1, 1};
    });
    const std::string& phi = world.election().phi();
    const std::string& own = world.sample.voters[1].public_credential;
    const std::string& other = world.sample.voters[2].public_credential;
    add("individual proofs that do not hash the statement", "ballot.individual_proof", 0, honest,
        [](Plan& p) { p.individual_prefix_override = "prove|"; });
    add("individual proofs that hash the voter, not the ciphertext", "ballot.individual_proof", 0,
        honest, [&](Plan& p) { p.individual_prefix_override = "prove|" + s0_of(phi, own) + "|"; });
    add("overall proof that does not hash the statement", "ballot.overall_proof", 0, honest,
        [](Plan& p) { p.overall_prefix_override = "prove|"; });
    add("overall proof under the label of the blank proof", "ballot.overall_proof", 1, honest_blank,
        [&](Plan& p) { p.overall_prefix_override = "bproof0|" + s0_of(phi, own) + "|"; });
    add("proofs made for another voter", "ballot.individual_proof", 0, honest,
        [&](Plan& p) { p.s0_override = s0_of(phi, other); });
    add("proofs made for another election", "ballot.individual_proof", 1, honest_blank,
        [&](Plan& p) { p.s0_override = s0_of(std::string(43, 'A'), own); });
    return out;
}

#define OGNIWO_INSTANTIATE(G) template std::vector<Mutation> forged_ballots<G>(World<G>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots::mutation

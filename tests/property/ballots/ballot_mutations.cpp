#include "ballots/groups.hpp"
#include "mutations.hpp"

namespace ogniwo::ballots::mutation {
namespace {

std::string at(std::size_t question, std::size_t choice) {
    return " of question " + std::to_string(question + 1) + ", choice " +
           std::to_string(choice + 1);
}

template <class G>
void each_number(std::vector<Mutation>& out, World<G>& world, const std::string& name,
                 const std::string& expected,
                 const std::function<Proof<G>&(Ballot<G>&)>& proof_of) {
    out.push_back({"challenge + 1, " + name, expected, world.with_change([&](Ballot<G>& b) {
                       Proof<G>& p = proof_of(b);
                       p.challenge = World<G>::plus_one(p.challenge);
                   })});
    out.push_back({"response + 1, " + name, expected, world.with_change([&](Ballot<G>& b) {
                       Proof<G>& p = proof_of(b);
                       p.response = World<G>::plus_one(p.response);
                   })});
}

template <class G>
void ciphertext_changes(std::vector<Mutation>& out, World<G>& world, std::size_t q, std::size_t i) {
    const std::string id = "ballot.individual_proof";
    const auto add = [&](const std::string& name, auto change) {
        out.push_back({name + at(q, i), id,
                       world.with_change([&](Ballot<G>& b) { change(own<G>(b, q).choices[i]); })});
    };
    add("alpha * g", [](Ciphertext<G>& c) { c.alpha = G::multiply(c.alpha, World<G>::g()); });
    add("beta * g", [](Ciphertext<G>& c) { c.beta = G::multiply(c.beta, World<G>::g()); });
    add("neutral ciphertext", [](Ciphertext<G>& c) { c = Ciphertext<G>{}; });
    add("re-encryption", [&](Ciphertext<G>& c) {
        const auto r = G::random_secret(world.sample.rng);
        const auto y = *G::parse_point(world.definition().public_key);
        c = crypto::multiply<G>(c, crypto::encrypt<G>(y, r, 0));
    });
    add("alpha and beta exchanged", [](Ciphertext<G>& c) { std::swap(c.alpha, c.beta); });
}

} // namespace

template <class G> std::vector<Mutation> ballot_proof_mutations(World<G>& world) {
    std::vector<Mutation> out;
    for (std::size_t q = 0; q < 2; ++q) {
        for (std::size_t i = 0; i < 3; ++i) {
            ciphertext_changes<G>(out, world, q, i);
            for (std::size_t k = 0; k < 2; ++k) {
                each_number<G>(out, world, "individual proof " + std::to_string(k) + at(q, i),
                               "ballot.individual_proof", [q, i, k](Ballot<G>& b) -> Proof<G>& {
                                   return own<G>(b, q).individual_proofs[i][k];
                               });
            }
            out.push_back({"individual proofs exchanged" + at(q, i), "ballot.individual_proof",
                           world.with_change([q, i](Ballot<G>& b) {
                               auto& proofs = own<G>(b, q).individual_proofs[i];
                               std::swap(proofs[0], proofs[1]);
                           })});
        }
        for (std::size_t k = 0; k < 2; ++k) {
            each_number<G>(
                out, world, "overall proof " + std::to_string(k) + at(q, 0), "ballot.overall_proof",
                [q, k](Ballot<G>& b) -> Proof<G>& { return own<G>(b, q).overall_proof[k]; });
        }
    }
    for (std::size_t k = 0; k < 2; ++k) {
        each_number<G>(out, world, "blank proof " + std::to_string(k), "ballot.blank_proof",
                       [k](Ballot<G>& b) -> Proof<G>& { return own<G>(b, 1).blank_proof[k]; });
    }
    const auto move = [&](const std::string& name, const std::string& id,
                          const typename World<G>::Change& change) {
        out.push_back({name, id, world.with_change(change)});
    };
    move("choices exchanged, proofs left", "ballot.individual_proof",
         [](Ballot<G>& b) { std::swap(own<G>(b, 0).choices[0], own<G>(b, 0).choices[1]); });
    move("choices exchanged with their proofs", "ballot.overall_proof", [](Ballot<G>& b) {
        std::swap(own<G>(b, 0).choices[0], own<G>(b, 0).choices[1]);
        std::swap(own<G>(b, 0).individual_proofs[0], own<G>(b, 0).individual_proofs[1]);
    });
    move("choices exchanged with their proofs, blank question", "ballot.blank_proof",
         [](Ballot<G>& b) {
             std::swap(own<G>(b, 1).choices[1], own<G>(b, 1).choices[2]);
             std::swap(own<G>(b, 1).individual_proofs[1], own<G>(b, 1).individual_proofs[2]);
         });
    move("the blank flag exchanged with an answer", "ballot.blank_proof", [](Ballot<G>& b) {
        std::swap(own<G>(b, 1).choices[0], own<G>(b, 1).choices[2]);
        std::swap(own<G>(b, 1).individual_proofs[0], own<G>(b, 1).individual_proofs[2]);
    });
    move("overall proofs exchanged", "ballot.overall_proof", [](Ballot<G>& b) {
        std::swap(own<G>(b, 0).overall_proof[0], own<G>(b, 0).overall_proof[1]);
    });
    move("blank proof in place of the overall proof", "ballot.overall_proof",
         [](Ballot<G>& b) { own<G>(b, 1).overall_proof = own<G>(b, 1).blank_proof; });
    move("a choice of another question", "ballot.overall_proof", [](Ballot<G>& b) {
        own<G>(b, 0).choices[0] = own<G>(b, 1).choices[1];
        own<G>(b, 0).individual_proofs[0] = own<G>(b, 1).individual_proofs[1];
    });
    move("answers of another voter", "ballot.individual_proof",
         [&](Ballot<G>& b) { b.answers = world.decoded(0).answers; });
    return out;
}

#define OGNIWO_INSTANTIATE(G) template std::vector<Mutation> ballot_proof_mutations<G>(World<G>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots::mutation

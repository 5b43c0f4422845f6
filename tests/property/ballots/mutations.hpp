#pragma once
// Dishonest changes of one good election, each made as deep as a real attacker could make it:
// ballots are signed again by their voter, archives are chained again, so that the check under test
// is the one that is reached.

#include "ballots/ballot_check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/sha256.hpp"
#include "sample_election.hpp"

#include <functional>

namespace ogniwo::ballots::mutation {

/// A changed archive and the id of the check that must fail ("" when any may).
struct Mutation {
    std::string name;
    std::string expected;
    Bytes archive;
};

std::string replaced(std::string text, std::string_view from, std::string_view to);

/// The answer to question `q`, from 0, which is homomorphic.
template <class G> HomomorphicAnswer<G>& own(Ballot<G>& ballot, std::size_t q) {
    return std::get<HomomorphicAnswer<G>>(ballot.answers[q]);
}

/// One good election of the group: without arguments with two questions (one with a blank vote),
/// two trustees, weights and a revote.
template <class G> class World {
  public:
    using Scalar = typename G::Scalar;
    using Change = std::function<void(Ballot<G>&)>;

    World()
        : sample({.group = std::string(G::name),
                  .questions = {sample::question(3, 1, 2), sample::question(2, 1, 1, true)},
                  .trustees = 2,
                  .weights = {1, 2, 3}}),
          good(sample.close({sample.ballot(0, {{1, 0, 1}, {0, 0, 1}}),
                             sample.ballot(1, {{0, 1, 0}, {0, 1, 0}}),
                             sample.ballot(2, {{1, 1, 0}, {1, 0, 0}}),
                             sample.ballot(0, {{0, 0, 1}, {0, 1, 0}})})) {}

    /// Another election, in which voter i cast ballot i.
    World(const sample::Options& options,
          const std::vector<std::vector<std::vector<std::uint32_t>>>& votes,
          const std::set<std::uint64_t>& absent)
        : sample(options) {
        sample.absent = absent;
        std::vector<Bytes> ballots;
        for (const auto& vote : votes) {
            ballots.push_back(sample.ballot(ballots.size(), vote));
        }
        good = sample.close(ballots);
    }

    [[nodiscard]] const SecretElection& election() const { return *sample.election; }
    [[nodiscard]] const Election& definition() const { return election().definition(); }

    Ballot<G> decoded(std::size_t number) const {
        return *decode_ballot<G>(definition(), election().phi(), good.ballots[number],
                                 Strictness::cast);
    }
    typename G::SecretScalar secret(std::size_t voter) const {
        return *crypto::derive_credential<G>(sample.voters[voter].private_credential,
                                             definition().uuid);
    }
    /// Writes the ballot with fresh texts, hash and signature of `voter`.
    Bytes signed_by(std::size_t voter, Ballot<G> ballot) {
        // A ballot may have an answer more than there are questions.
        Election own = definition();
        own.questions.resize(std::max(own.questions.size(), ballot.answers.size()),
                             own.questions[0]);
        for (std::size_t q = 0; q < ballot.answers.size(); ++q) {
            with_kind<G>(own.questions[q], ballot.answers[q],
                         [](auto kind, const auto& question, auto& answer) {
                             kind.settle(question, answer);
                         });
        }
        const std::string text = encode_unsigned_ballot<G>(own, election().phi(), ballot);
        ballot.hash = base64_encode(crypto::sha256(as_bytes(text)), Padding::none);
        ballot.signature =
            crypto::prove_schnorr<G>(signature_prefix(ballot.hash), secret(voter), sample.rng);
        return to_bytes(encode_ballot<G>(own, election().phi(), ballot));
    }

    /// The archive with one ballot replaced.
    [[nodiscard]] Bytes with_ballot(std::size_t number, Bytes ballot) const {
        sample::Parts parts = good;
        parts.ballots[number] = std::move(ballot);
        return sample::write_archive(parts);
    }
    /// Voter 1 changes her ballot (number 1) and signs it again.
    Bytes with_change(const Change& change) {
        Ballot<G> ballot = decoded(1);
        change(ballot);
        return with_ballot(1, signed_by(1, std::move(ballot)));
    }
    [[nodiscard]] Bytes with_parts(const std::function<void(sample::Parts&)>& change) const {
        sample::Parts parts = good;
        change(parts);
        return sample::write_archive(parts);
    }

    static Scalar plus_one(const Scalar& s) { return G::add(s, G::scalar(1)); }
    static typename G::Point g() { return G::generator().point(); }

    sample::SampleElection sample;
    sample::Parts good;
};

template <class G> std::vector<Mutation> ballot_proof_mutations(World<G>& world);
template <class G> std::vector<Mutation> forged_ballots(World<G>& world);
template <class G> std::vector<Mutation> ballot_form_mutations(World<G>& world);
template <class G> std::vector<Mutation> setup_mutations(World<G>& world);
template <class G> std::vector<Mutation> tally_mutations(World<G>& world);
/// One character of one value somewhere in the archive, chosen by a seed.
template <class G> std::vector<Mutation> random_mutations(World<G>& world, std::size_t count);

} // namespace ogniwo::ballots::mutation

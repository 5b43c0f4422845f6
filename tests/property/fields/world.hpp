#pragma once
// One good election, and what becomes of its archive when a field of it changes: hashes and the
// chain are made again, ballots are signed again by their voter, so that it is not the wrapping
// that fails.

#include "field_change.hpp"
#include "sample_election.hpp"

#include <functional>
#include <map>

namespace ogniwo::ballots::fields {

struct WorldOptions {
    sample::Options election;
    std::vector<std::size_t> ballots; ///< who votes, one after the other
    std::set<std::uint64_t> absent{}; ///< trustees who do not decrypt
};

/// A changed field of the good election.
struct Mutation {
    std::string kind; ///< "ballot: answers[].choices[].alpha, times g"
    std::string document;
    Bytes archive;
};

/// A changed order, number or owner of events, and the line of the report that must fail.
struct EventMutation {
    std::string name;
    std::string line;
    sample::Parts parts;
};
std::vector<EventMutation> event_mutations(const sample::Parts& good);

class World {
  public:
    explicit World(const WorldOptions& options);

    [[nodiscard]] Bytes archive() const { return sample::write_archive(good_); }
    [[nodiscard]] std::vector<EventMutation> events() const { return event_mutations(good_); }
    /// This many mutations, of as many kinds as possible, chosen by a seed. With `every_kind` more
    /// where there are more kinds.
    std::vector<Mutation> mutations(std::size_t count, bool every_kind);

  private:
    struct Plan {
        std::string kind;
        std::size_t document;
        Field field;
        const FieldChange* change;
    };

    std::vector<std::vector<Plan>> plans_by_kind();
    std::optional<Mutation> carry_out(const Plan& plan);
    Bytes signed_again(json::value ballot);

    sample::SampleElection sample_;
    sample::Parts good_;
    crypto::SeededRng dice_;
};

} // namespace ogniwo::ballots::fields

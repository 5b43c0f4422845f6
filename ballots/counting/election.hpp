#pragma once
// What a counting method is given: plain ballots, as a file of papers or an opened box holds them.
//
// One kind of ballot serves every method: marks, each a candidate and a rank, 1 being the best. A
// ranking uses ranks 1, 2, 3...; an approval or a cross is rank 1; a grade is a rank too (1 the
// best grade). Methods say in methods.hpp what they make of equal ranks and of candidates without a
// mark.

#include "crypto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ogniwo::counting {

/// Index of a candidate, list or item in the order of the file, from 0. Its number in files,
/// records and texts is one more.
using Candidate = std::uint32_t;

inline constexpr std::size_t max_candidates = 1000;
inline constexpr std::uint32_t max_seats = 1000;
/// Rows of a file; a row may stand for many equal ballots.
inline constexpr std::size_t max_ballot_rows = 1'000'000;
/// Ballots in all, and votes of a list.
inline constexpr std::uint64_t max_total_ballots = 1'000'000'000'000;
/// Marks on all rows together.
inline constexpr std::size_t max_marks = 10'000'000;
inline constexpr std::size_t max_name_bytes = 200;
inline constexpr std::uint32_t max_rank = 1000;
inline constexpr std::size_t max_groups = 12;
/// Ways in which the seats of all groups together can be filled (the product of max + 1); bounds
/// the search.
inline constexpr std::size_t max_group_states = 20'000;
inline constexpr std::uint64_t max_cost = 1'000'000'000'000;

struct Mark {
    Candidate candidate = 0;
    std::uint32_t rank = 1; ///< 1..max_rank, 1 the best
    friend bool operator==(const Mark&, const Mark&) = default;
};

/// `count` equal ballots. Marks are sorted by rank, then candidate; a candidate has at most one.
struct Ballot {
    std::uint64_t count = 1;
    std::vector<Mark> marks;
    friend bool operator==(const Ballot&, const Ballot&) = default;
};

/// A quota by region, legal form, gender: of the members at least `min` and at most `max` are
/// elected. A candidate may be in several groups.
struct Group {
    std::string name;
    std::vector<Candidate> members; ///< ascending
    std::uint32_t min = 0;
    std::uint32_t max = max_seats;
    friend bool operator==(const Group&, const Group&) = default;
};

/// num/den of something, 0 <= num <= den, 1 <= den <= 1'000'000.
struct Share {
    std::uint64_t num = 0;
    std::uint64_t den = 1;
    friend bool operator==(const Share&, const Share&) = default;
};

/// Somebody on a list, and the votes for them within it.
struct Person {
    std::string name;
    std::uint64_t votes = 0; ///< at most those of the list
    friend bool operator==(const Person&, const Person&) = default;
};

struct Election {
    std::string title;
    std::vector<std::string> names; ///< one per candidate
    std::vector<bool> withdrawn;    ///< one per candidate; their marks count as not made
    std::uint32_t seats = 1;
    std::vector<Ballot> ballots;
    std::vector<Group> groups;
    /// Limited vote: crosses a ballot may have. Without it one less than the seats, at least 1.
    std::optional<std::uint32_t> choices;
    /// Approval: approvals needed, as a share of the valid ballots. Lists: votes needed to take
    /// part.
    std::optional<Share> threshold;
    /// Equal shares: cost of each item and the money there is. Without costs each costs 1 and there
    /// is 1 a seat.
    std::vector<std::uint64_t> costs;
    std::uint64_t budget = 0;
    /// Lists: who stands on each, in its order, when people take the seats; else empty. Their numbers go on after
    /// those of the lists: the first person of the first list has the number names.size().
    std::vector<std::vector<Person>> people;

    /// Lists or candidates, and people: what a lot draws for.
    [[nodiscard]] std::size_t numbers() const;
    /// The name behind a number. Precondition: below numbers().
    [[nodiscard]] const std::string& name_of(Candidate number) const;
    /// Candidates that did not withdraw, ascending.
    [[nodiscard]] std::vector<Candidate> standing() const;
};

/// Sorts marks, takes those for withdrawn candidates out, and checks every limit above.
/// Errors: count.candidates, count.seats, count.ballots, count.ballot (naming its row), count.name,
/// count.groups, count.choices, count.threshold, count.costs, count.people (not a person at least for each list, or
/// more than max_candidates in all).
Result<Election> prepare_election(Election election);

/// "candidate 3 (Ann)", for errors.
std::string candidate_text(const Election& election, Candidate candidate);

} // namespace ogniwo::counting

#pragma once
// The record of a count: everything that a page needs to draw it and a person to redo it.
//
// What all methods share is in CountRecord; the rounds and tables of a family of methods are in its
// `detail`.

#include "ballots/counting/election.hpp"
#include "ballots/counting/number.hpp"

#include <string_view>
#include <variant>

namespace ogniwo::counting {

enum class Method {
    plurality,
    block,
    limited,
    approval,
    stv_scottish,
    stv_meek,
    stv_ers97,
    irv,
    borda,
    borda_nauru,
    schulze,
    ranked_pairs,
    copeland,
    majority_judgment,
    dhondt,
    sainte_lague,
    largest_remainder,
    equal_shares,
};

/// "stv-scottish" and so on, as in the command line and in records.
std::string_view method_name(Method method);
/// Errors: count.method, listing the names.
Result<Method> parse_method(std::string_view name);

/// What a tie was about.
enum class TieOver { election, exclusion, surplus, order, people };
/// What settled it; `open` means that nothing did: the count needs a lot.
enum class TieRule { earlier_round, votes, cost, lot, open };

struct Tie {
    TieOver over = TieOver::election;
    TieRule rule = TieRule::open;
    std::vector<Candidate>
        tied; ///< ascending; for `order` of pairs, all candidates in the tied pairs; for `people`, their numbers
    std::vector<Candidate> chosen; ///< those the rule picked; empty when open
};

/// A candidate that a group kept from a seat, or kept from exclusion.
struct GroupEffect {
    Candidate candidate = 0;
    bool guarded =
        false; ///< kept from exclusion; otherwise passed over or excluded because groups are full
    friend bool operator==(const GroupEffect&, const GroupEffect&) = default;
};

/// Plurality, block, limited, approval, both Borda counts, Copeland: one number each.
struct ScoreCount {
    std::vector<Rational> scores; ///< per candidate; 0 for withdrawn ones
    /// Approval with a threshold: ballots needed.
    std::optional<Rational> needed;
};

/// Votes of one candidate against another.
struct Pairwise {
    std::size_t size = 0;
    std::vector<std::uint64_t> votes; ///< row * size + column: ballots that rank row above column
    [[nodiscard]] std::uint64_t operator()(Candidate row, Candidate column) const {
        return votes[std::size_t{row} * size + column];
    }
};

enum class PairOutcome {
    locked,
    circle,    ///< left out: it would have closed a circle
    undecided, ///< among equally strong ones that close a circle together, and there was no lot
};

struct ConsideredPair {
    Candidate winner = 0;
    Candidate loser = 0;
    PairOutcome outcome = PairOutcome::locked;
};

struct PairwiseCount {
    Pairwise pairwise;
    std::vector<std::uint64_t>
        strengths;                     ///< Schulze: strongest paths, as Pairwise::votes; else empty
    std::vector<ConsideredPair> pairs; ///< ranked pairs, in the order they were considered
    std::vector<Rational> scores;      ///< Copeland; else empty
    /// Best first; those in one place are not ranked against each other.
    std::vector<std::vector<Candidate>> places;
};

enum class TransferAction { first_preferences, surplus, exclusion, iteration, fill };

/// One round of a transferable vote, and how things stand after it. Numbers are units of
/// TransferCount::decimals.
struct TransferRound {
    std::uint32_t stage =
        1; ///< ERS97: a stage may have several rounds, one for each batch of papers
    TransferAction action = TransferAction::first_preferences;
    std::vector<Candidate> from; ///< whose votes moved
    std::optional<Units> transfer_value;
    std::vector<Units> votes; ///< per candidate
    std::vector<Units> keep;  ///< Meek: keep factors per candidate; else empty
    Units exhausted = 0;      ///< votes without a next preference
    Units loss = 0;           ///< what rounding lost; votes + exhausted + loss = all valid votes
    Units quota = 0;
    std::uint32_t iterations = 0;    ///< Meek
    std::vector<Candidate> elected;  ///< in this round
    std::vector<Candidate> excluded; ///< in this round
};

struct TransferCount {
    int decimals = 0;       ///< decimal places of votes
    int quota_decimals = 0; ///< decimal places of quotas
    std::vector<TransferRound> rounds;
};

/// Majority judgment. Grades are 1..grades, the last for "no grade given".
struct GradeCount {
    std::uint32_t grades = 0;
    std::vector<std::vector<std::uint64_t>> counts; ///< per candidate, per grade
    std::vector<std::uint32_t> medians;             ///< per candidate, 0 for withdrawn ones
    /// Candidates of one median compared by taking medians away, one from each at a time.
    struct Comparison {
        std::uint64_t removed = 0; ///< medians taken away from each before they differed
        std::vector<Candidate> candidates;
        std::vector<std::uint32_t> grades; ///< per candidate of `candidates`: the next median
    };
    std::vector<Comparison> comparisons;
    std::vector<std::vector<Candidate>> places; ///< best first
};

/// Lists: who got which seat and by which number.
struct AllocationCount {
    std::vector<std::uint64_t> votes; ///< per list
    std::vector<bool> takes_part;     ///< per list: not withdrawn and above the threshold
    std::vector<std::uint32_t> seats; ///< per list
    struct Award {
        bool by_remainder =
            false; ///< largest remainder: a seat from the remainders; values are remainders
        std::uint32_t seats = 1; ///< given at once (whole quotas), else 1
        Candidate list = 0;
        std::vector<Rational>
            values; ///< per list: the quotients compared; 0 for those that do not take part or are full
    };
    std::vector<Award> awards;
    /// Per list, numbers of the people who have its seats, most votes first; empty without people. Short when a tie
    /// is open.
    std::vector<std::vector<Candidate>> seated;
};

struct SharesCount {
    std::uint64_t budget = 0;
    std::vector<std::uint64_t> costs; ///< per item
    Rational share;                   ///< of each ballot at the beginning
    struct Step {
        Candidate item = 0;
        bool by_completion =
            false;      ///< the money of supporters no longer sufficed; taken by approvals
        Rational price; ///< most that one supporter pays; 0 by completion
        std::uint64_t supporters = 0;
        std::uint64_t paying_all = 0; ///< supporters who spend all that they have left
        Rational left;                ///< money of all ballots after this step
    };
    std::vector<Step> steps;
    std::uint64_t spent = 0;
};

struct CountRecord {
    Method method = Method::plurality;
    std::uint32_t seats = 0;
    std::uint64_t ballots = 0; ///< all, blank and invalid ones included
    std::uint64_t blank = 0;
    std::uint64_t invalid = 0;
    /// In the order they were elected; a list once for each of its seats. May be short when a tie
    /// is open.
    std::vector<Candidate> elected;
    std::optional<Rational> quota;
    std::vector<Tie> ties;
    std::string lot_seed; ///< hexadecimal, empty when there was no lot
    std::vector<GroupEffect> group_effects;
    std::variant<ScoreCount, PairwiseCount, TransferCount, GradeCount, AllocationCount, SharesCount>
        detail;

    [[nodiscard]] std::uint64_t valid() const { return ballots - blank - invalid; }
    /// False when the last tie is open: who is elected may not be all.
    [[nodiscard]] bool complete() const {
        return ties.empty() || ties.back().rule != TieRule::open;
    }
};

/// "first_preferences", "surplus" and so on, as in records.
std::string_view action_name(TransferAction action);

} // namespace ogniwo::counting

#pragma once
// From the numbers of a decrypted election to its seats: by the most votes, or by the method of its CountRule
// (GOVERNANCE "Counting methods").
//
// Which method goes with which first question:
//   rankings        stv-scottish, stv-meek, stv-ers97, irv, borda, borda-nauru, schulze, ranked-pairs, copeland
//   grades          majority-judgment
//   lists, or answers of which a vote has at most one
//                   dhondt, sainte-lague, largest-remainder; for answers plurality too
// Who has the seats of a list is in the record: its candidates with the most votes within it. `elected` are the lists.
// Answers that a vote may have several of are summed up under encryption: nobody knows how many ballots the marks
// come from, so a method that needs it cannot be used on them.
//
// Whoever makes a ballot without the booth may put any numbers into a ranking. They are read so that one ballot
// never stops a count: in the methods of transferable votes a ranking ends before the first place that two
// answers share; a grade that is none of the question's counts as not given; gaps between places mean nothing.

#include "server/governance/state.hpp"

#include <functional>

namespace ogniwo::governance {

/// What an election was decided by. Everything referred to must outlive the call.
struct OutcomeInput {
    const SecretVote& vote; ///< with its participation list and its tally
    const ballots::Election& definition;
    const ballots::Counts& counts;
    /// Credentials on the list.
    std::uint64_t entitled = 0;
    /// Weight of the ballots that count.
    std::uint64_t total_weight = 0;
    /// The blob of the CountRule's constraints; empty without.
    std::string_view constraints{};
    /// What the CountRule's `lot` commits to.
    Digest lot{};
};

/// The bytes of a blob by its name.
using ReadBlob = std::function<Result<Bytes>(const ledger::DigestHex& name)>;

struct Outcome {
    Elected elected;
    /// The record of the count, as `ogniwo count --json` writes it; {"error":id} when the method elects nobody
    /// from these votes. Nothing without a CountRule.
    std::optional<std::string> record;
};

/// What the server publishes and a verifier expects: nobody is elected without the quorum; the record is made all
/// the same. Errors: govern.order (no participation list or no tally), govern.count, those of check_quorum.
[[nodiscard]] Result<Outcome> decide_outcome(const OutcomeInput& input);

/// The blob of the constraints, as OutcomeInput takes it; empty without. Errors: those of `blob`.
[[nodiscard]] Result<std::string> read_constraints(const std::optional<ledger::CountRule>& rule, const ReadBlob& blob);

/// Whether an election can be counted by a rule: the method fits its first question, and the seats can be
/// filled within the constraints. Errors: govern.count.
[[nodiscard]] Result<void> check_count_rule(const ballots::Election& definition, std::int64_t seats,
                                            const ledger::CountRule& rule, std::string_view constraints);

/// SHA-256 of the 32 bytes behind a lot, as a CountRule has it.
[[nodiscard]] ledger::DigestHex commit_to_lot(const Digest& lot);
/// The seed of the draws (counting/lot.hpp): SHA-256("ogniwo/lot/v1\n" || lot || SHA-256 of the encrypted tally).
/// The lot is fixed before anybody votes and the tally when everybody has, so whoever chose the lot did not choose
/// the draws.
[[nodiscard]] Digest draw_seed(const Digest& lot, const Digest& encrypted_tally);

} // namespace ogniwo::governance

#pragma once
// What the transferable-vote methods share: who stands where, ties by earlier rounds, and the
// bounds of groups.

#include "ballots/counting/constraints.hpp"
#include "ballots/counting/lot.hpp"
#include "ballots/counting/record.hpp"

namespace ogniwo::counting {

enum class Standing { continuing, elected, excluded, withdrawn };

/// Which earlier round settles a tie: the most recent one or the first one in which the votes
/// differ.
enum class Look { backward, forward };

/// The state of a count that every transferable-vote method keeps.
class TransferRun {
  public:
    /// Errors: count.seats, count.groups, count.equal_ranks, count.no_votes.
    static Result<TransferRun> begin(Method method, const Election& election,
                                     const std::optional<Lot>& lot, int decimals,
                                     int quota_decimals);

    CountRecord record;
    std::vector<Ballot> ballots;    ///< equal ones joined, without blank ones
    std::vector<Standing> standing; ///< per candidate

    [[nodiscard]] std::vector<TransferRound>& rounds();
    [[nodiscard]] std::size_t open() const { return record.seats - record.elected.size(); }
    [[nodiscard]] std::vector<Candidate> continuing() const;
    /// Ends the count: every seat is filled, or a tie is open.
    [[nodiscard]] bool finished() const { return open() == 0 || !record.complete(); }

    /// Marks as elected or excluded, in the record and its last round.
    void elect(Candidate candidate);
    void exclude(Candidate candidate);

    /// Elects the continuing candidates with at least `quota` votes, the highest first and as far
    /// as groups allow.
    void elect_reaching(const Units& quota);
    /// As many continue as there are seats: adds a round and elects them.
    void elect_all_continuing();
    [[nodiscard]] bool can_elect(const std::vector<Candidate>& more) const;

    /// Who is to be excluded next: the lowest of those whom full groups keep from any seat,
    /// otherwise the lowest of those whom no group needs. nullopt when a tie stays open.
    std::optional<Candidate> lowest(Look look, const Units& tolerance = 0);
    /// True when a full group keeps one of the continuing from any seat.
    [[nodiscard]] bool any_doomed() const;

    /// The one of `tied` with the most (or fewest) votes in earlier rounds, else by lot; records
    /// the tie. nullopt when it stays open.
    std::optional<Candidate> settle(const std::vector<Candidate>& tied, TieOver over, Look look,
                                    bool most);
    /// The same by earlier rounds alone: those that remain equal. Nothing is recorded.
    [[nodiscard]] std::vector<Candidate> narrow(std::vector<Candidate> tied, Look look,
                                                bool most) const;

  private:
    TransferRun(const Election& election, const std::optional<Lot>& lot)
        : constraints_(election), lot_(lot) {}
    [[nodiscard]] std::vector<Candidate> doomed() const;

    Constraints constraints_;
    std::optional<Lot> lot_;
};

} // namespace ogniwo::counting

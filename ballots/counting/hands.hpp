#pragma once
// Papers in the candidates' hands, for the transferable votes that move them from one to the next.

#include "ballots/counting/transfer.hpp"

namespace ogniwo::counting {

/// Papers of one ballot row at one place of its ranking.
struct Paper {
    std::uint32_t ballot = 0; ///< index into TransferRun::ballots
    std::uint32_t place = 0;  ///< of the candidate that holds it
};

/// Papers that came together, each worth `value`.
struct Parcel {
    Units value = 0;
    std::vector<Paper> papers;
};

/// Papers, votes and losses, for the methods that move papers from hand to hand.
class Hands {
  public:
    /// Deals the first preferences. Values are units of 10^-decimals.
    Hands(const TransferRun& run, int decimals);

    std::vector<Units> votes;                 ///< per candidate
    std::vector<std::vector<Parcel>> parcels; ///< per candidate, in the order they came
    Units exhausted = 0;
    Units loss = 0;

    [[nodiscard]] std::uint64_t papers_of(const Paper& paper) const;
    /// Value of all papers of a parcel.
    [[nodiscard]] Units total(const Parcel& parcel) const;
    /// How many papers name a next continuing candidate.
    [[nodiscard]] std::uint64_t transferable(const std::vector<Paper>& papers) const;
    /// Gives each paper at `value` to its next continuing candidate. Returns what was credited and
    /// what has no next.
    struct Dealt {
        Units credited = 0;
        Units without_next = 0;
    };
    Dealt deal(const std::vector<Paper>& papers, const Units& value);
    /// Votes, exhausted and loss into a new round.
    [[nodiscard]] TransferRound round(TransferAction action, std::vector<Candidate> from) const;
    [[nodiscard]] Units all_votes() const { return all_votes_; }

  private:
    [[nodiscard]] std::optional<std::uint32_t> next_place(const Paper& paper) const;

    const TransferRun* run_;
    Units all_votes_ = 0;
};

} // namespace ogniwo::counting

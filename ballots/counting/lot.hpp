#pragma once
// A lot that anyone can redo.
//
// The seed is committed to before the ballots are opened and revealed after. The draw of candidate
// number n (from 1, in the order of the file) is SHA-256(seed || n as 4 bytes, big-endian);
// candidates stand in ascending order of their draws. Who stands earlier has the luck: elected
// first, excluded last, a surplus transferred first. One count uses one order for all its ties.

#include "ballots/counting/election.hpp"
#include "crypto/base/bytes.hpp"

namespace ogniwo::counting {

class Lot {
  public:
    /// `hex`: 1 to 64 bytes, lowercase. Errors: count.lot_seed.
    static Result<Lot> from_hex(std::string_view hex, std::size_t candidates);

    /// Place of a candidate in the drawn order, from 0.
    [[nodiscard]] std::uint32_t place(Candidate candidate) const { return places_.at(candidate); }
    [[nodiscard]] const std::string& seed_hex() const { return seed_hex_; }
    /// The candidates, sorted by their place.
    [[nodiscard]] std::vector<Candidate> sorted(std::vector<Candidate> candidates) const;

  private:
    std::string seed_hex_;
    std::vector<std::uint32_t> places_;
};

} // namespace ogniwo::counting

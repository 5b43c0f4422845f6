#include "ballots/counting/lot.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::counting {

Result<Lot> Lot::from_hex(std::string_view hex, std::size_t candidates) {
    const auto seed = hex_decode(hex);
    if (!seed || seed->empty() || seed->size() > 64) {
        return Error("count.lot_seed",
                     "the seed of the lot is 1 to 64 bytes in lowercase hexadecimal digits");
    }
    std::vector<Digest> draws;
    for (std::size_t n = 1; n <= candidates; ++n) {
        Bytes text = *seed;
        append_be(text, static_cast<std::uint32_t>(n));
        draws.push_back(crypto::sha256(text));
    }
    std::vector<Candidate> order(candidates);
    std::iota(order.begin(), order.end(), Candidate{0});
    std::ranges::sort(order, {}, [&](Candidate c) { return draws[c]; });
    Lot lot;
    lot.seed_hex_ = std::string(hex);
    lot.places_.resize(candidates);
    for (std::size_t i = 0; i < order.size(); ++i) {
        lot.places_[order[i]] = static_cast<std::uint32_t>(i);
    }
    return lot;
}

std::vector<Candidate> Lot::sorted(std::vector<Candidate> candidates) const {
    std::ranges::sort(candidates, {}, [this](Candidate c) { return place(c); });
    return candidates;
}

} // namespace ogniwo::counting

#pragma once
// Names of elections (PROTOCOL section 3).

#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"

#include <string>

namespace ogniwo::ballots {

inline constexpr std::size_t min_uuid_length = 14;
inline constexpr std::size_t max_uuid_length = 64;

/// 14 to 64 characters of the Base58 alphabet. Errors: election.uuid.
Verdict check_uuid(std::string_view uuid);

/// 14 uniform Base58 characters (82 bits).
std::string make_uuid(Rng& rng);

} // namespace ogniwo::ballots

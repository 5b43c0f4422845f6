#pragma once
// Weights and counts in JSON (PROTOCOL section 3): a number up to 1073741823, a string above.

#include "ballots/election.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

namespace ogniwo::ballots {

inline constexpr std::uint64_t max_number_weight = 1'073'741'823;

inline json::value weight_json(std::uint64_t weight) {
    if (weight <= max_number_weight) {
        return static_cast<std::int64_t>(weight);
    }
    return json::value(std::to_string(weight));
}

/// Either form, 0 to max_total_weight. Errors: weight.encoding.
inline Result<std::uint64_t> parse_weight_json(const json::value& value) {
    std::uint64_t weight = 0;
    if (const std::int64_t* number = value.if_int64(); number != nullptr && *number >= 0) {
        weight = static_cast<std::uint64_t>(*number);
    } else if (const json::string* text = value.if_string(); text != nullptr) {
        const auto decoded = decimal_decode(std::string_view(*text));
        if (!decoded) {
            return Error("weight.encoding", "not a decimal number");
        }
        weight = *decoded;
    } else {
        return Error("weight.encoding", "neither a number nor a string");
    }
    if (weight > ElectionLimits::max_total_weight) {
        return Error("weight.encoding", "above 2^53-1");
    }
    return weight;
}

} // namespace ogniwo::ballots

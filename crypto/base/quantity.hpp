#pragma once
// Numbers with what they count, as reports say them.

#include <cstdint>
#include <string>
#include <string_view>

namespace ogniwo {

/// "1 vote", "2 votes": `noun` is an English singular whose plural ends in s.
[[nodiscard]] inline std::string quantity(std::uint64_t n, std::string_view noun) {
    return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

} // namespace ogniwo

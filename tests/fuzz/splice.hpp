#pragma once
// Reaches what lies behind hashes and canonical forms: not any bytes, but a good document with some
// bytes in one place exchanged for others.

#include "crypto/base/bytes.hpp"

#include <algorithm>

namespace ogniwo::fuzz {

/// The first two bytes of the input say where, the third how many bytes go; the rest comes in.
inline Bytes spliced(ByteView good, ByteView input) {
    Bytes out(good.begin(), good.end());
    if (input.size() < 3 || good.empty()) {
        return out;
    }
    const std::size_t at = (std::size_t{input[0]} * 256 + input[1]) % good.size();
    const std::size_t gone = std::min<std::size_t>(input[2], good.size() - at);
    const auto place = out.begin() + static_cast<std::ptrdiff_t>(at);
    const auto next = out.erase(place, place + static_cast<std::ptrdiff_t>(gone));
    out.insert(next, input.begin() + 3, input.end());
    return out;
}

} // namespace ogniwo::fuzz

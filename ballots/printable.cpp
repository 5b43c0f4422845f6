#include "ballots/printable.hpp"

#include <cstdint>

namespace ogniwo::ballots {

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const bool c1 =
            byte == 0xc2 && i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) < 0xa0;
        if (c1) {
            ++i;
        }
        out.push_back(byte < 0x20 || byte == 0x7f || c1 ? '?' : text[i]);
    }
    return out;
}

} // namespace ogniwo::ballots

#include "ballots/uuid.hpp"

#include "crypto/base/encoding.hpp"

namespace ogniwo::ballots {

Verdict check_uuid(std::string_view uuid) {
    if (uuid.size() < min_uuid_length || uuid.size() > max_uuid_length) {
        return Error("election.uuid", "the length is not 14 to 64 characters");
    }
    if (uuid.find_first_not_of(base58_alphabet) != std::string_view::npos) {
        return Error("election.uuid", "a character is not in the Base58 alphabet");
    }
    return pass();
}

std::string make_uuid(Rng& rng) {
    // 232 = 4 * 58: bytes from there on are drawn again, so that every character is equally likely.
    constexpr std::uint8_t bound = 232;
    std::string uuid;
    while (uuid.size() < min_uuid_length) {
        ByteArray<32> random{};
        rng.fill(random);
        for (const std::uint8_t byte : random) {
            if (byte < bound && uuid.size() < min_uuid_length) {
                uuid.push_back(base58_alphabet[byte % base58_alphabet.size()]);
            }
        }
    }
    return uuid;
}

} // namespace ogniwo::ballots

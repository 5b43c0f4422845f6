#include "crypto/edwards/field.hpp"

#include "crypto/edwards/formulas.hpp"

namespace ogniwo::edwards {
namespace {

std::uint64_t read_le(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    for (int i = 7; i >= 0; --i) {
        word = word << 8 | bytes[i];
    }
    return word;
}

// One pass of carries, from the top limb into the lowest.
Fe carried_once(const Fe& a) {
    Fe h = a;
    std::uint64_t carry = 0;
    for (std::uint64_t& limb : h.limb) {
        limb += carry;
        carry = limb >> 51;
        limb &= limb_mask;
    }
    h.limb[0] += 19 * carry;
    return h;
}

} // namespace

Fe canonical(const Fe& a) {
    Fe h = carried_once(carried_once(a));
    // h < 2^255 + 2^7. Adding 19 carries out of bit 255 exactly when h >= p.
    std::uint64_t above = (h.limb[0] + 19) >> 51;
    for (int i = 1; i < 5; ++i) {
        above = (h.limb[i] + above) >> 51;
    }
    h.limb[0] += 19 * above;
    std::uint64_t carry = 0;
    for (std::uint64_t& limb : h.limb) {
        limb += carry;
        carry = limb >> 51;
        limb &= limb_mask; // bit 255 falls off: that is 2^255 taken away again
    }
    return h;
}

Fe from_bytes(std::span<const std::uint8_t, 32> bytes) {
    const std::uint8_t* b = bytes.data();
    return {{read_le(b) & limb_mask, (read_le(b + 6) >> 3) & limb_mask,
             (read_le(b + 12) >> 6) & limb_mask, (read_le(b + 19) >> 1) & limb_mask,
             (read_le(b + 24) >> 12) & limb_mask}};
}

ByteArray<32> to_bytes(const Fe& a) {
    const Fe h = canonical(a);
    const std::uint64_t words[4] = {h.limb[0] | h.limb[1] << 51, h.limb[1] >> 13 | h.limb[2] << 38,
                                    h.limb[2] >> 26 | h.limb[3] << 25,
                                    h.limb[3] >> 39 | h.limb[4] << 12};
    ByteArray<32> bytes;
    for (std::size_t i = 0; i < 32; ++i) {
        bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
    }
    return bytes;
}

Fe invert(const Fe& a) {
    const Chain<Fe> chain(a);
    return mul(squared_times(chain.ones250, 5), chain.a11);
}

std::uint64_t equal(const Fe& a, const Fe& b) {
    const Fe x = canonical(a);
    const Fe y = canonical(b);
    std::uint64_t difference = 0;
    for (int i = 0; i < 5; ++i) {
        difference |= x.limb[i] ^ y.limb[i];
    }
    return 1 & ((difference - 1) >> 63); // limbs have 51 bits
}

std::uint64_t parity(const Fe& a) { return canonical(a).limb[0] & 1; }

} // namespace ogniwo::edwards

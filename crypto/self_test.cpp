#include "crypto/self_test.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/sha256.hpp"
#include "crypto/signature.hpp"

#include <sodium.h>

#include <array>

namespace ogniwo::crypto {
namespace {

Verdict fail(const char* id) { return Error(id, "this machine's libraries do not compute what they must"); }

// B + (0,-1) for the base point B: on the curve, canonical, outside the prime-order subgroup; an unpatched
// libsodium accepts it. -B has the same x squared: B + (0,-1) = (-x, -y).
ByteArray<32> base_plus_two_torsion() {
    ByteArray<32> two_torsion{}; // y = -1
    two_torsion.fill(0xff);
    two_torsion[0] = 0xec;
    two_torsion[31] = 0x7f;
    ByteArray<32> one{1};
    ByteArray<32> base{};
    ByteArray<32> sum{};
    crypto_scalarmult_ed25519_base_noclamp(base.data(), one.data());
    crypto_core_ed25519_add(sum.data(), base.data(), two_torsion.data());
    return sum;
}

// PROTOCOL section 15, and the small-order encodings that must not pass as elements.
Verdict test_ed25519() {
    const ByteArray<32> mixed = base_plus_two_torsion();
    if (crypto_core_ed25519_is_valid_point(mixed.data()) != 0) {
        return fail("selftest.subgroup");
    }
    ByteArray<32> reversed = mixed;
    std::ranges::reverse(reversed);
    static constexpr std::array small_order{
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7"};
    if (Ed25519::parse_point(hex_encode(reversed)).has_value() ||
        std::ranges::any_of(small_order,
                            [](const char* p) { return Ed25519::parse_point(p).has_value(); })) {
        return fail("selftest.subgroup");
    }
    static constexpr ByteArray<1> two{2};
    const auto squared = Ed25519::exp_generator(Ed25519::reduce_secret(two));
    if (Ed25519::point_text(Ed25519::generator().point()) !=
            "6666666666666666666666666666666666666666666666666666666666666658" ||
        Ed25519::point_text(squared) !=
            "2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9") {
        return fail("selftest.ed25519");
    }
    return pass();
}

// g is of order q: g^(q-1) * g = 1, by the secret and by the public way.
template <Group G> Verdict test_finite_field() {
    const auto minus_one = G::subtract(G::scalar(0), G::scalar(1));
    const auto secret = G::parse_secret(G::scalar_text(minus_one));
    const std::array terms{Term<G>{&G::generator(), minus_one}, Term<G>{&G::generator(), G::scalar(1)}};
    if (!secret || G::multi_exp_vartime(terms) != G::neutral() ||
        G::multiply(G::exp_generator(*secret), G::generator().point()) != G::neutral() ||
        G::generator().point() == G::neutral()) {
        return fail("selftest.finite_field");
    }
    return pass();
}

// FIPS 180-4 "abc"; RFC 8032 section 7.1, test 1; PROTOCOL section 15.
Verdict test_rest() {
    if (sha256_hex(as_bytes("abc")) !=
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") {
        return fail("selftest.sha256");
    }
    const auto seed = hex_decode_array<32>(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const auto key = SigningKey::from_seed(*seed);
    const Signature signature = key.sign({});
    Signature changed = signature;
    changed[0] ^= 1;
    if (hex_encode(key.public_key()) !=
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" ||
        hex_encode(signature).substr(0, 32) != "e5564300c360ac729086e2cc806e828a" ||
        !verify_signature(key.public_key(), {}, signature) ||
        verify_signature(key.public_key(), {}, changed)) {
        return fail("selftest.signature");
    }
    const auto long_form = derive_credential<Ed25519>("XXXXX-XXXXXX-XXXXX-XXXXXX", "11111111111111");
    if (!long_form ||
        Ed25519::reveal_text(*long_form) != "5322394917452787855179170595065232744924124631414994432"
                                            "656231394895010483131") {
        return fail("selftest.credential");
    }
    return pass();
}

} // namespace

Verdict self_test() {
    if (sodium_init() < 0) {
        return fail("selftest.sodium");
    }
    OGNIWO_TRY(test_ed25519());
    OGNIWO_TRY(test_finite_field<Belenios2048>());
    OGNIWO_TRY(test_finite_field<Rfc3526>());
    return test_rest();
}

} // namespace ogniwo::crypto

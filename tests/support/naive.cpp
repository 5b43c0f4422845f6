#include "tests/support/naive.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "crypto/shuffle_transcript.hpp"

#include <boost/json.hpp>
#include <sodium.h>

#include <stdexcept>

namespace ogniwo::naive {
namespace {

namespace json = boost::json;

using Point = ByteArray<32>;
using Scalar = ByteArray<32>;

struct Invalid : std::runtime_error {
    using std::runtime_error::runtime_error;
};

const Point neutral{1};

std::string_view text_of(const json::value& value) { return std::string_view(value.as_string()); }

std::string ser(const Point& p) {
    Point reversed = p;
    std::ranges::reverse(reversed);
    return hex_encode(reversed);
}

Point point(std::string_view text) {
    const auto bytes = hex_decode_array<32>(text);
    if (!bytes) {
        throw Invalid("hex");
    }
    Point p = *bytes;
    std::ranges::reverse(p);
    if (p != neutral && crypto_core_ed25519_is_valid_point(p.data()) != 1) {
        throw Invalid("membership");
    }
    return p;
}

Scalar reduced(ByteView big_endian) {
    ByteArray<64> wide{};
    std::ranges::copy(big_endian.rbegin(), big_endian.rend(), wide.begin());
    Scalar s{};
    crypto_core_ed25519_scalar_reduce(s.data(), wide.data());
    return s;
}

Scalar number(std::uint64_t value) {
    Scalar s{};
    for (std::size_t i = 0; i < 8; ++i) {
        s[i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    return s;
}

// Nine digits at a time; below q, as the checks of the form have seen to.
Scalar scalar(std::string_view digits) {
    std::uint32_t words[8] = {};
    for (std::size_t first = 0; first < digits.size(); first += 9) {
        std::uint64_t scale = 1;
        std::uint64_t carry = 0;
        for (const char c : digits.substr(first, 9)) {
            scale *= 10;
            carry = 10 * carry + static_cast<std::uint64_t>(c - '0');
        }
        for (std::uint32_t& word : words) {
            carry += word * scale;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    Scalar s{};
    for (std::size_t i = 0; i < 32; ++i) {
        s[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
    }
    return s;
}

Scalar negative(const Scalar& s) {
    Scalar out{};
    crypto_core_ed25519_scalar_negate(out.data(), s.data());
    return out;
}
Scalar times(const Scalar& a, const Scalar& b) {
    Scalar out{};
    crypto_core_ed25519_scalar_mul(out.data(), a.data(), b.data());
    return out;
}
Scalar plus(const Scalar& a, const Scalar& b) {
    Scalar out{};
    crypto_core_ed25519_scalar_add(out.data(), a.data(), b.data());
    return out;
}

Point multiply(const Point& a, const Point& b) {
    Point out{};
    if (crypto_core_ed25519_add(out.data(), a.data(), b.data()) != 0) {
        throw Invalid("addition");
    }
    return out;
}
// libsodium refuses the neutral element, as base and as result.
Point power(const Point& base, const Scalar& s) {
    Point out{};
    return base != neutral &&
                   crypto_scalarmult_ed25519_noclamp(out.data(), s.data(), base.data()) == 0
               ? out
               : neutral;
}
Point power_of_g(const Scalar& s) {
    Point out{};
    return crypto_scalarmult_ed25519_base_noclamp(out.data(), s.data()) == 0 ? out : neutral;
}

struct Ciphertext {
    Point alpha;
    Point beta;
};
Ciphertext ciphertext(const json::value& value) {
    return {point(text_of(value.at("alpha"))), point(text_of(value.at("beta")))};
}

struct Branch {
    const Ciphertext* c;
    std::uint64_t value;
};

bool disjunction_holds(const Point& y, const std::string& prefix,
                       const std::vector<Branch>& branches, const json::array& proofs) {
    std::string preimage = prefix;
    Scalar sum{};
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const Scalar c = scalar(text_of(proofs.at(i).at("challenge")));
        const Scalar r = scalar(text_of(proofs.at(i).at("response")));
        sum = plus(sum, c);
        const Point shifted =
            branches[i].value == 0
                ? branches[i].c->beta
                : multiply(branches[i].c->beta, power_of_g(negative(number(branches[i].value))));
        preimage += (i == 0 ? "" : ",") +
                    ser(multiply(power_of_g(r), power(branches[i].c->alpha, c))) + "," +
                    ser(multiply(power(y, r), power(shifted, c)));
    }
    return reduced(crypto::sha256(as_bytes(preimage))) == sum;
}

} // namespace

bool ballot_holds(const Statement& statement, ByteView raw) try {
    const std::string text(as_text(raw));
    const json::value ballot = json::parse(text);
    const Point y = point(statement.y);
    const std::string credential(text_of(ballot.at("credential")));
    const Point credential_point = point(credential);
    const json::value& signature = ballot.at("signature");
    const std::string hash(text_of(signature.at("hash")));
    const std::string unsigned_text = text.substr(0, text.rfind(R"(,"signature":)")) + "}";
    if (base64_encode(crypto::sha256(as_bytes(unsigned_text)), Padding::none) != hash) {
        return false;
    }
    const Scalar c = scalar(text_of(signature.at("proof").at("challenge")));
    const Scalar r = scalar(text_of(signature.at("proof").at("response")));
    const std::string commitment = ser(multiply(power_of_g(r), power(credential_point, c)));
    if (reduced(crypto::sha256(as_bytes("sig|" + hash + "|" + commitment))) != c) {
        return false;
    }
    const std::string s0 = statement.phi + "|" + credential;
    const json::value& answer = ballot.at("answers").at(0);
    std::string s = s0;
    std::vector<Ciphertext> choices;
    Ciphertext sum{neutral, neutral};
    for (const json::value& choice : answer.at("choices").as_array()) {
        choices.push_back(ciphertext(choice));
        sum = {multiply(sum.alpha, choices.back().alpha), multiply(sum.beta, choices.back().beta)};
        s += (choices.size() == 1 ? "|" : ",") + ser(choices.back().alpha) + "," +
             ser(choices.back().beta);
    }
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (!disjunction_holds(y,
                               "prove|" + s0 + "|" + ser(choices[i].alpha) + "," +
                                   ser(choices[i].beta) + "|",
                               {{&choices[i], 0}, {&choices[i], 1}},
                               answer.at("individual_proofs").at(i).as_array())) {
            return false;
        }
    }
    std::vector<Branch> branches;
    for (std::uint64_t value = statement.min; value <= statement.max; ++value) {
        branches.push_back({&sum, value});
    }
    return disjunction_holds(y, "prove|" + s + "|" + ser(sum.alpha) + "," + ser(sum.beta) + "|",
                             branches, answer.at("overall_proof").as_array());
} catch (const std::exception&) {
    return false;
}

namespace {

using G = crypto::Ed25519;

Point bytes_of(const G::Point& p) {
    Point bytes = *hex_decode_array<32>(G::point_text(p));
    std::ranges::reverse(bytes);
    return bytes;
}
Scalar bytes_of(const G::Scalar& s) { return scalar(G::scalar_text(s)); }

Point inverse(const Point& p) {
    Point out{};
    if (crypto_core_ed25519_sub(out.data(), neutral.data(), p.data()) != 0) {
        throw Invalid("subtraction");
    }
    return out;
}

} // namespace

bool shuffle_holds(const Statement& statement, std::span<const crypto::Ciphertext<G>> input,
                   const crypto::Shuffle<G>& shuffle) {
    const crypto::ShuffleProof<G>& p = shuffle.proof;
    const G::Point y = *G::parse_point(statement.y);
    const crypto::shuffling::Statement<G> hashed{statement.phi, y, input, shuffle.ciphertexts, p.c};
    const auto u = crypto::shuffling::challenges<G>(hashed);
    const Scalar minus_c = negative(bytes_of(crypto::shuffling::challenge<G>(hashed, p)));
    const Point h = bytes_of(G::independent_generator(-1));

    Point c_over_h = neutral;
    Point c_to_u = neutral;
    Point alpha_to_u = neutral;
    Point beta_to_u = neutral;
    Point h_to_s = neutral;
    Point alpha_to_s = neutral;
    Point beta_to_s = neutral;
    Scalar all_u = number(1);
    Point before = h;
    bool chain_holds = true;
    for (std::size_t i = 0; i < input.size(); ++i) {
        const Scalar ui = bytes_of(u[i]);
        const Scalar s = bytes_of(p.s_prime[i]);
        const Point generator = bytes_of(G::independent_generator(static_cast<std::int64_t>(i)));
        const Point c = bytes_of(p.c[i]);
        const Point c_hat = bytes_of(p.c_hat[i]);
        all_u = times(all_u, ui);
        c_over_h = multiply(c_over_h, multiply(c, inverse(generator)));
        c_to_u = multiply(c_to_u, power(c, ui));
        alpha_to_u = multiply(alpha_to_u, power(bytes_of(input[i].alpha), ui));
        beta_to_u = multiply(beta_to_u, power(bytes_of(input[i].beta), ui));
        h_to_s = multiply(h_to_s, power(generator, s));
        alpha_to_s = multiply(alpha_to_s, power(bytes_of(shuffle.ciphertexts[i].alpha), s));
        beta_to_s = multiply(beta_to_s, power(bytes_of(shuffle.ciphertexts[i].beta), s));
        const Point t_hat = multiply(multiply(power(c_hat, minus_c), power_of_g(bytes_of(p.s_hat[i]))),
                                     power(before, s));
        chain_holds = chain_holds && t_hat == bytes_of(p.t_hat[i]);
        before = c_hat;
    }
    const auto is = [&](const G::Point& given, const Point& base, const Point& factor) {
        return bytes_of(given) == multiply(power(base, minus_c), factor);
    };
    const Point last = multiply(before, inverse(power(h, all_u)));
    const Scalar minus_s4 = negative(bytes_of(p.s4));
    return chain_holds && is(p.t1, c_over_h, power_of_g(bytes_of(p.s1))) &&
           is(p.t2, last, power_of_g(bytes_of(p.s2))) &&
           is(p.t3, c_to_u, multiply(power_of_g(bytes_of(p.s3)), h_to_s)) &&
           is(p.t41, beta_to_u, multiply(power(bytes_of(y), minus_s4), beta_to_s)) &&
           is(p.t42, alpha_to_u, multiply(power_of_g(minus_s4), alpha_to_s));
}

} // namespace ogniwo::naive

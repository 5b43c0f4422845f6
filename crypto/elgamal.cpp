#include "crypto/elgamal.hpp"

#include "crypto/base/check.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"

#include <array>

namespace ogniwo::crypto {

template <Group G> EncryptionKey<G> prepare_encryption(const typename G::Point& y) {
    static const typename G::SecretBase g = G::prepare_secret(G::generator().point());
    return {g, G::prepare_secret(y)};
}

template <Group G>
std::vector<Ciphertext<G>> encrypt_each(const EncryptionKey<G>& key,
                                        std::span<const typename G::SecretScalar> r,
                                        std::span<const std::uint32_t> messages) {
    OGNIWO_CHECK(r.size() == messages.size());
    std::vector<typename G::SecretScalar> m;
    for (const std::uint32_t message : messages) {
        m.push_back(G::secret(G::scalar(message)));
    }
    const std::array of_g{SecretPowers<G>{&key.g, r}};
    const std::array of_both{SecretPowers<G>{&key.y, r}, SecretPowers<G>{&key.g, m}};
    const auto alphas = G::products(of_g);
    const auto betas = G::products(of_both);
    std::vector<Ciphertext<G>> out;
    for (std::size_t i = 0; i < r.size(); ++i) {
        out.push_back({alphas[i], betas[i]});
    }
    return out;
}

template <Group G>
Ciphertext<G> encrypt(const typename G::Point& y, const typename G::SecretScalar& r,
                      std::uint64_t message) {
    ByteArray<8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(message >> (56 - 8 * i));
    }
    // g^m through the secret path: the message is what has to stay secret.
    const typename G::SecretScalar m = G::reduce_secret(bytes);
    return {G::exp_generator(r), G::multiply(G::exp(y, r), G::exp_generator(m))};
}

template <Group G> Ciphertext<G> multiply(const Ciphertext<G>& a, const Ciphertext<G>& b) {
    return {G::multiply(a.alpha, b.alpha), G::multiply(a.beta, b.beta)};
}

template <Group G> Ciphertext<G> product(std::span<const Ciphertext<G>> ciphertexts) {
    std::vector<typename G::Point> alphas;
    std::vector<typename G::Point> betas;
    for (const Ciphertext<G>& c : ciphertexts) {
        alphas.push_back(c.alpha);
        betas.push_back(c.beta);
    }
    return {G::product(alphas), G::product(betas)};
}

template <Group G> Ciphertext<G> divide(const Ciphertext<G>& a, const Ciphertext<G>& b) {
    return {G::divide(a.alpha, b.alpha), G::divide(a.beta, b.beta)};
}

template <Group G> Ciphertext<G> exp_vartime(const Ciphertext<G>& c, std::uint64_t weight) {
    if (weight == 1) {
        return c;
    }
    const auto power = [&](const typename G::Point& p) {
        const typename G::PublicBase base = G::prepare_vartime(p);
        const std::array terms{Term<G>{&base, G::scalar(weight)}};
        return G::multi_exp_vartime(terms);
    };
    return {power(c.alpha), power(c.beta)};
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template EncryptionKey<G> prepare_encryption<G>(const G::Point&);                              \
    template std::vector<Ciphertext<G>> encrypt_each<G>(                                           \
        const EncryptionKey<G>&, std::span<const G::SecretScalar>, std::span<const std::uint32_t>); \
    template Ciphertext<G> encrypt<G>(const G::Point&, const G::SecretScalar&, std::uint64_t);     \
    template Ciphertext<G> multiply<G>(const Ciphertext<G>&, const Ciphertext<G>&);                \
    template Ciphertext<G> product<G>(std::span<const Ciphertext<G>>);                             \
    template Ciphertext<G> divide<G>(const Ciphertext<G>&, const Ciphertext<G>&);                  \
    template Ciphertext<G> exp_vartime<G>(const Ciphertext<G>&, std::uint64_t);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto

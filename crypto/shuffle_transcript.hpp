#pragma once
// The two hashes of a shuffle proof (PROTOCOL section 2). Internal to crypto/: maker and checker
// share it.

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "crypto/shuffle_proof.hpp"

#include <array>

namespace ogniwo::crypto::shuffling {

template <class G> using Points = std::vector<typename G::Point>;
template <class G> using Scalars = std::vector<typename G::Scalar>;

// Each element followed by a comma.
template <Group G> void hash_points(Sha256& hasher, std::span<const typename G::Point> points) {
    for (const std::string& text : G::point_texts(points)) {
        hasher.update(text);
        hasher.update(",");
    }
}

template <Group G>
void hash_ciphertexts(Sha256& hasher, std::span<const Ciphertext<G>> ciphertexts) {
    Points<G> points;
    points.reserve(2 * ciphertexts.size());
    for (const Ciphertext<G>& c : ciphertexts) {
        points.push_back(c.alpha);
        points.push_back(c.beta);
    }
    hash_points<G>(hasher, points);
}

// What both challenges are about; c^ comes later than the u.
template <class G> struct Statement {
    std::string_view phi;
    const typename G::Point& y;
    std::span<const Ciphertext<G>> input;
    std::span<const Ciphertext<G>> output;
    const Points<G>& c;

    void hash_into(Sha256& hasher) const {
        hash_ciphertexts<G>(hasher, input);
        hash_ciphertexts<G>(hasher, output);
        hash_points<G>(hasher, c);
    }
};

// u_0, u_1, ..
template <Group G> Scalars<G> challenges(const Statement<G>& statement) {
    Sha256 hasher;
    hasher.update("shuffle-challenges|");
    hasher.update(statement.phi);
    hasher.update("|");
    statement.hash_into(hasher);
    const std::string seed = hex_encode(hasher.finish());
    Scalars<G> u;
    u.reserve(statement.input.size());
    for (std::size_t i = 0; i < statement.input.size(); ++i) {
        const std::string number = sha256_hex(as_bytes(std::to_string(i)));
        u.push_back(G::reduce(sha256({as_bytes(seed), as_bytes(number)})));
    }
    return u;
}

template <Group G>
typename G::Scalar challenge(const Statement<G>& statement, const ShuffleProof<G>& proof) {
    Sha256 hasher;
    hasher.update("shuffle-challenge|");
    hasher.update(statement.phi);
    hasher.update("|");
    const std::array t{proof.t1, proof.t2, proof.t3, proof.t41, proof.t42};
    hash_points<G>(hasher, t);
    hash_points<G>(hasher, proof.t_hat);
    statement.hash_into(hasher);
    hash_points<G>(hasher, proof.c_hat);
    hasher.update(G::point_text(statement.y));
    return G::reduce(hasher.finish());
}

} // namespace ogniwo::crypto::shuffling

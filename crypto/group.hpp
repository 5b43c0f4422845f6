#pragma once
// The group of an election: what every model offers to the protocol code.
//
// A model is a type with static members only: the parameters are fixed in the code, never read from a file
// (SECURITY section 3, parameter allow-list). Models: Ed25519 (ed25519.hpp, the default), Belenios2048 and
// Rfc3526 (finite_field.hpp). Protocol code is a template over the model, compiled once for each in its .cpp.
//
// Two kinds of exponents never mix:
//  * Scalar: public (challenges, responses, weights). Copyable, variable time allowed.
//  * SecretScalar: move-only, zeroed, constant time only. No conversion to Scalar but `respond`, which
//    blinds it, and `reveal_scalar` for key files.
//
// Every Point that exists is a member of the prime-order group: parse_point checks it.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"

#include <concepts>
#include <optional>

namespace ogniwo::crypto {

/// base^exponent, one factor of a multi-exponentiation. `base` must outlive the call.
template <class G> struct Term {
    const typename G::PublicBase* base;
    typename G::Scalar exponent;
};

template <class G>
concept Group = requires(const typename G::Point& p, const typename G::Scalar& s,
                         const typename G::SecretScalar& x, const typename G::PublicBase& b,
                         std::string_view text, ByteView bytes, Rng& rng,
                         std::span<const Term<G>> terms, std::span<const typename G::Point> points) {
    requires std::regular<typename G::Point> && std::regular<typename G::Scalar>;
    requires !std::copyable<typename G::SecretScalar> && std::movable<typename G::SecretScalar>;

    /// "Ed25519", "BELENIOS-2048": as in election.json and in hash preimages.
    { G::name } -> std::convertible_to<std::string_view>;

    // Scalars, integers mod q.
    /// Decimal digits, at most 700; leading zeros pass here (compare with scalar_text for strictness),
    /// a value >= q does not. Errors: scalar.syntax, scalar.range.
    { G::parse_scalar(text) } -> std::same_as<Result<typename G::Scalar>>;
    { G::scalar_text(s) } -> std::same_as<std::string>;
    { G::scalar(std::uint64_t{}) } -> std::same_as<typename G::Scalar>;
    /// Big-endian bytes, any length up to 64, reduced mod q.
    { G::reduce(bytes) } -> std::same_as<typename G::Scalar>;
    { G::add(s, s) } -> std::same_as<typename G::Scalar>;
    { G::subtract(s, s) } -> std::same_as<typename G::Scalar>;
    { G::multiply(s, s) } -> std::same_as<typename G::Scalar>;

    // Secret scalars.
    /// Uniform in [0, q).
    { G::random_secret(rng) } -> std::same_as<typename G::SecretScalar>;
    /// Uniform in [0, q), to be published (simulated proofs).
    { G::random_scalar(rng) } -> std::same_as<typename G::Scalar>;
    /// Big-endian bytes, any length up to 64, reduced mod q.
    { G::reduce_secret(bytes) } -> std::same_as<typename G::SecretScalar>;
    { G::add(x, x) } -> std::same_as<typename G::SecretScalar>;
    { G::multiply(x, x) } -> std::same_as<typename G::SecretScalar>;
    /// A public number that becomes secret by where it is used (its place in a permutation).
    { G::secret(s) } -> std::same_as<typename G::SecretScalar>;
    { G::clone(x) } -> std::same_as<typename G::SecretScalar>;
    /// commitment - secret * challenge mod q: what a Schnorr-type proof publishes.
    { G::respond(x, x, s) } -> std::same_as<typename G::Scalar>;
    /// The secret as a decimal text, for a key file only. The caller wipes it.
    { G::reveal_text(x) } -> std::same_as<std::string>;
    /// Decimal text of a key file. Errors: scalar.syntax, scalar.range.
    { G::parse_secret(text) } -> std::same_as<Result<typename G::SecretScalar>>;

    // Points. The group law is written multiplicatively, as in PROTOCOL.
    { G::neutral() } -> std::same_as<typename G::Point>;
    /// PROTOCOL section 1, membership included; the neutral element passes. As lenient as the published
    /// tools (uppercase hex): compare with point_text for strictness.
    /// Errors: point.syntax, point.membership.
    { G::parse_point(text) } -> std::same_as<Result<typename G::Point>>;
    { G::point_text(p) } -> std::same_as<std::string>;
    /// ser() of each point, in one pass (a shared inversion where the model has one).
    { G::point_texts(points) } -> std::same_as<std::vector<std::string>>;
    { G::multiply(p, p) } -> std::same_as<typename G::Point>;
    { G::divide(p, p) } -> std::same_as<typename G::Point>;
    { G::less(p, p) } -> std::same_as<bool>; // the order of PROTOCOL section 1

    // Integers in points, and points that nobody knows a logarithm of.
    /// How many integers of 0..255 one point can hold; 0 in a group without an embedding.
    { G::max_integers } -> std::convertible_to<std::size_t>;
    /// The point that stands for these integers (PROTOCOL section 1): the first candidate that is a
    /// member. The number of candidates tried depends on the integers; on Ed25519 16 on average.
    /// Precondition: at most max_integers.
    { G::embed(bytes) } -> std::same_as<typename G::Point>;
    /// The `count` integers of a point; every point has some. What an embedding of `count` integers
    /// leaves zero is ignored, as the published tools do. Precondition: count <= max_integers.
    { G::extract(p, std::size_t{}) } -> std::same_as<Bytes>;
    /// Generator number i >= -1 for shuffles, from a hash of i alone (PROTOCOL section 1). Costs about
    /// 0.1 ms on Ed25519: generators.hpp keeps them.
    { G::independent_generator(std::int64_t{}) } -> std::same_as<typename G::Point>;

    // Exponentiation.
    /// Constant time in x.
    { G::exp(p, x) } -> std::same_as<typename G::Point>;
    { G::exp_generator(x) } -> std::same_as<typename G::Point>;
    /// A base made ready for several public exponentiations (tables, where the model has them).
    { G::prepare_vartime(p) } -> std::same_as<typename G::PublicBase>;
    { b.point() } -> std::same_as<const typename G::Point&>;
    { G::generator() } -> std::same_as<const typename G::PublicBase&>;
    /// The product of the terms; neutral when there are none.
    { G::multi_exp_vartime(terms) } -> std::same_as<typename G::Point>;
};

} // namespace ogniwo::crypto

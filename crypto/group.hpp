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
    const typename G::PublicBase* base = nullptr;
    typename G::Scalar exponent = G::scalar(0);
};

/// Whether a reader keeps a table of each point (10 kB on Ed25519, 20 kB on BELENIOS-2048): worth it for two powers.
enum class Tables { keep, none };

/// point^exponent, where the point comes without anything prepared.
template <class G> struct Power {
    typename G::Point base = G::neutral();
    typename G::Scalar exponent = G::scalar(0);
};

/// A base for secret exponents, and a list of these. Both must outlive the call.
template <class G> struct SecretPowers {
    const typename G::SecretBase* base = nullptr;
    std::span<const typename G::SecretScalar> exponents;
};

/// One of many products of powers that are computed together: up to two bases of its own and two that
/// others share (null for none; they must outlive the call).
template <class G> struct PowerProduct {
    Power<G> own[2];
    Term<G> shared[2];
};

template <class G>
concept Group = requires(const typename G::Point& p, const typename G::Scalar& s,
                         const typename G::SecretScalar& x, const typename G::PublicBase& b,
                         std::string_view text, std::string& out, ByteView bytes, Rng& rng,
                         std::span<const Term<G>> terms, std::span<const typename G::Point> points,
                         std::span<const Power<G>> powers,
                         std::span<const PowerProduct<G>> products, typename G::Reader& reader,
                         std::span<const typename G::SecretScalar> secrets,
                         std::span<const SecretPowers<G>> secret_powers) {
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
    /// Appends ser() of a point.
    { G::append_text(out, p) } -> std::same_as<void>;
    /// Points read now and checked for membership later, all at once: read() gives errors of parse_point
    /// but for the subgroup; first_stranger_vartime() the number of the first point read that is not a
    /// member. Until it has given none, the points are not to be believed. Tables::keep: the reader keeps
    /// tables for products_vartime, where the model has them. Threads (default 1) share the check.
    requires std::constructible_from<typename G::Reader, Tables>;
    requires std::constructible_from<typename G::Reader, Tables, unsigned>;
    { reader.read(text) } -> std::same_as<Result<typename G::Point>>;
    { reader.first_stranger_vartime() } -> std::same_as<std::optional<std::size_t>>;

    { G::multiply(p, p) } -> std::same_as<typename G::Point>;
    /// The product of all.
    { G::product(points) } -> std::same_as<typename G::Point>;
    /// Each times, or divided by, its counterpart. Precondition: equal lengths.
    { G::multiply_each(points, points) } -> std::same_as<std::vector<typename G::Point>>;
    { G::divide_each(points, points) } -> std::same_as<std::vector<typename G::Point>>;
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
    /// A base for many secret exponents; with tables where the model has them.
    { G::prepare_secret(p) } -> std::same_as<typename G::SecretBase>;
    /// For every i the product of base^exponents[i] over all given; constant time in the exponents.
    /// Precondition: one base or more, lists of equal lengths.
    { G::products(secret_powers) } -> std::same_as<std::vector<typename G::Point>>;
    /// The product of points[i]^exponents[i]; constant time in the exponents. Precondition: equal lengths.
    { G::product_of_powers(points, secrets) } -> std::same_as<typename G::Point>;
    /// A base for public exponents.
    { G::prepare_vartime(p) } -> std::same_as<typename G::PublicBase>;
    /// The same, with tables for a base of hundreds of powers: on Ed25519 they cost as much as ten, on
    /// BELENIOS-2048 as eight, on RFC-3526-2048 as three.
    { G::prepare_often_vartime(p) } -> std::same_as<typename G::PublicBase>;
    { b.point() } -> std::same_as<const typename G::Point&>;
    { G::generator() } -> std::same_as<const typename G::PublicBase&>;
    /// The product of the terms; neutral when there are none.
    { G::multi_exp_vartime(terms) } -> std::same_as<typename G::Point>;
    /// The same for any number of points: the more, the cheaper each.
    { G::product_of_powers_vartime(powers) } -> std::same_as<typename G::Point>;
    /// Many products in one pass. `reader`: whose points are powers in it more often than others; null
    /// for none.
    { G::products_vartime(products, &reader) } -> std::same_as<std::vector<typename G::Point>>;
};

} // namespace ogniwo::crypto

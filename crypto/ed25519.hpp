#pragma once
// The prime-order subgroup of edwards25519 (PROTOCOL section 1.2), on libsodium: the default group.
//
// What libsodium 1.0.18 does not do is done here: the neutral element (scalarmult refuses it and fails when it
// is the result), canonical form of points and scalars, and big-endian text forms.

#include "crypto/group.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

class Ed25519 {
  public:
    static constexpr std::string_view name = "Ed25519";

    /// An integer in [0, q), 32 bytes, least significant first.
    class Scalar {
      public:
        Scalar() = default;
        friend bool operator==(const Scalar&, const Scalar&) = default;

      private:
        friend class Ed25519;
        ByteArray<32> bytes_{};
    };

    /// The same, secret.
    class SecretScalar {
      public:
        SecretScalar() noexcept = default;

      private:
        friend class Ed25519;
        SecretBytes<32> bytes_;
    };

    /// A member of the subgroup in the encoding of RFC 8032, canonical. Default: the neutral element.
    class Point {
      public:
        Point() { bytes_[0] = 1; }
        friend bool operator==(const Point&, const Point&) = default;

      private:
        friend class Ed25519;
        ByteArray<32> bytes_{};
    };

    class PublicBase {
      public:
        [[nodiscard]] const Point& point() const { return point_; }

      private:
        friend class Ed25519;
        explicit PublicBase(const Point& point) : point_(point) {}
        Point point_;
    };

    // The operations of the concept: group.hpp documents them.
    static Result<Scalar> parse_scalar(std::string_view text);
    static std::string scalar_text(const Scalar& s);
    static Scalar scalar(std::uint64_t value);
    /// Precondition: at most 64 bytes.
    static Scalar reduce(ByteView big_endian);
    static Scalar add(const Scalar& a, const Scalar& b);
    static Scalar subtract(const Scalar& a, const Scalar& b);
    static Scalar multiply(const Scalar& a, const Scalar& b);
    static Scalar random_scalar(Rng& rng);

    static SecretScalar random_secret(Rng& rng);
    static SecretScalar reduce_secret(ByteView big_endian);
    static SecretScalar add(const SecretScalar& a, const SecretScalar& b);
    static SecretScalar multiply(const SecretScalar& a, const SecretScalar& b);
    static SecretScalar secret(const Scalar& s);
    static SecretScalar clone(const SecretScalar& x);
    static Scalar respond(const SecretScalar& commitment, const SecretScalar& secret,
                          const Scalar& challenge);
    static std::string reveal_text(const SecretScalar& x);
    static Result<SecretScalar> parse_secret(std::string_view text);

    static Point neutral() { return {}; }
    static Result<Point> parse_point(std::string_view text);
    static std::string point_text(const Point& p);
    static std::vector<std::string> point_texts(std::span<const Point> points);
    static Point multiply(const Point& a, const Point& b);
    static Point divide(const Point& a, const Point& b);
    /// Lexicographic order of the 32 bytes, least significant first (PROTOCOL section 1.2).
    static bool less(const Point& a, const Point& b) { return a.bytes_ < b.bytes_; }

    static constexpr std::size_t max_integers = 30;
    static Point embed(ByteView integers);
    static Bytes extract(const Point& p, std::size_t count);
    static Point independent_generator(std::int64_t number);

    static Point exp(const Point& p, const SecretScalar& x);
    static Point exp_generator(const SecretScalar& x);
    static PublicBase prepare_vartime(const Point& p) { return PublicBase(p); }
    static const PublicBase& generator();
    static Point multi_exp_vartime(std::span<const Term<Ed25519>> terms);
};

static_assert(Group<Ed25519>);

} // namespace ogniwo::crypto

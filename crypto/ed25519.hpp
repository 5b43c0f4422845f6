#pragma once
// The prime-order subgroup of edwards25519 (PROTOCOL section 1.2): the default group.
//
// Secret exponents go through libsodium. What libsodium 1.0.18 does not do is done here: the neutral element
// (scalarmult refuses it and fails when it is the result), canonical form of points and scalars, and
// big-endian text forms. Public exponents and the group law go through the kernel of crypto/edwards.

#include "crypto/edwards/kernel.hpp"
#include "crypto/group.hpp"
#include "crypto/secret.hpp"
#include "crypto/secret_exp.hpp"

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

    /// A member of the subgroup. Default: the neutral element.
    class Point {
      public:
        Point() = default;
        friend bool operator==(const Point&, const Point&) = default;

      private:
        friend class Ed25519;
        explicit Point(const edwards::Affine& affine) : affine_(affine) {}
        edwards::Affine affine_;
    };

    class PublicBase {
      public:
        [[nodiscard]] const Point& point() const { return point_; }

      private:
        friend class Ed25519;
        explicit PublicBase(const Point& point) : point_(point) {}
        Point point_;
        std::shared_ptr<const edwards::FixedTable> table_; // may be null
    };

    class SecretBase {
      private:
        friend class Ed25519;
        std::shared_ptr<const SecretTable> table_;
    };

    class Reader {
      public:
        /// Another path than the best is for tests and benchmarks.
        explicit Reader(Tables tables, unsigned threads = 1,
                        const edwards::Path& path = edwards::best_path())
            : keep_(tables == Tables::keep), threads_(threads), path_(&path) {}
        Result<Point> read(std::string_view text);
        std::optional<std::size_t> first_stranger_vartime();

      private:
        friend class Ed25519;
        /// Null when there is none.
        [[nodiscard]] const edwards::BaseTable* table_of(const edwards::Affine& p) const;
        bool keep_;
        unsigned threads_;
        const edwards::Path* path_;
        std::vector<edwards::Affine> points_;
        std::size_t checked_ = 0; // of the points
        std::vector<std::unique_ptr<edwards::BaseTable>> tables_;
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
    static void append_text(std::string& out, const Point& p);
    static std::vector<std::string> point_texts(std::span<const Point> points);
    static Point multiply(const Point& a, const Point& b);
    static Point product(std::span<const Point> points);
    static std::vector<Point> multiply_each(std::span<const Point> a, std::span<const Point> b);
    static std::vector<Point> divide_each(std::span<const Point> a, std::span<const Point> b);
    static Point divide(const Point& a, const Point& b);
    /// Lexicographic order of the 32 bytes, least significant first (PROTOCOL section 1.2).
    static bool less(const Point& a, const Point& b);

    static constexpr std::size_t max_integers = 30;
    static Point embed(ByteView integers);
    static Bytes extract(const Point& p, std::size_t count);
    static Point independent_generator(std::int64_t number);

    static Point exp(const Point& p, const SecretScalar& x);
    static Point exp_generator(const SecretScalar& x);
    static SecretBase prepare_secret(const Point& p);
    static std::vector<Point> products(std::span<const SecretPowers<Ed25519>> factors);
    static Point product_of_powers(std::span<const Point> points, std::span<const SecretScalar> exponents);
    static PublicBase prepare_vartime(const Point& p) { return PublicBase(p); }
    static PublicBase prepare_often_vartime(const Point& p);
    static const PublicBase& generator();
    static Point multi_exp_vartime(std::span<const Term<Ed25519>> terms);
    static Point product_of_powers_vartime(std::span<const Power<Ed25519>> powers);
    static std::vector<Point> products_vartime(std::span<const PowerProduct<Ed25519>> products,
                                               const Reader* reader);

  private:
    class OtherBases;
    static std::vector<SecretScalarView> views(std::span<const SecretScalar> secrets);
    static Point from_sodium(const ByteArray<32>& bytes);
    static void each_own(const PowerProduct<Ed25519>& product, auto f);
    static edwards::Product prepare(const PowerProduct<Ed25519>& product, auto table_of);
};

static_assert(Group<Ed25519>);

} // namespace ogniwo::crypto

#pragma once
// The prime-order subgroup of the integers mod p (PROTOCOL section 1.1), on OpenSSL's big integers.
//
// One class serves every such group; the parameters are a type, so that two groups never mix.

#include "crypto/group.hpp"
#include "crypto/secret.hpp"

#include <memory>

namespace ogniwo::crypto {

class PieceTable;
class WindowTable;

/// 2048-bit p, 256-bit q; homomorphic questions only. Section 5.1 of the published specification.
struct Belenios2048Parameters {
    static constexpr std::string_view name = "BELENIOS-2048";
    static constexpr std::size_t point_bytes = 256;
    static constexpr std::size_t scalar_bytes = 32;
    /// Whether p = 2q + 1: then the members are the squares, and a Jacobi symbol tells.
    static constexpr bool safe_prime = false;
    /// Integers of 0..255 in one point, a byte each before one byte of padding.
    static constexpr std::size_t max_integers = 0;
    static const char* p_hex();
    static const char* q_hex();
    static const char* g_hex();
};

/// The 2048-bit group of RFC 3526 with q = (p-1)/2 and g = 2: scalars of 2047 bits.
struct Rfc3526Parameters {
    static constexpr std::string_view name = "RFC-3526-2048";
    static constexpr std::size_t point_bytes = 256;
    static constexpr std::size_t scalar_bytes = 256;
    static constexpr bool safe_prime = true;
    static constexpr std::size_t max_integers = 254;
    static const char* p_hex();
    static const char* q_hex();
    static const char* g_hex();
};

template <class Parameters> class FiniteField {
  public:
    static constexpr std::string_view name = Parameters::name;

    /// An integer in [0, q), most significant byte first.
    class Scalar {
      public:
        Scalar() = default;
        friend bool operator==(const Scalar&, const Scalar&) = default;

      private:
        friend class FiniteField;
        ByteArray<Parameters::scalar_bytes> bytes_{};
    };

    class SecretScalar {
      public:
        SecretScalar() noexcept = default;

      private:
        friend class FiniteField;
        SecretBytes<Parameters::scalar_bytes> bytes_;
    };

    /// A member of the subgroup, most significant byte first. Default: 1.
    class Point {
      public:
        Point() { bytes_.back() = 1; }
        friend bool operator==(const Point&, const Point&) = default;

      private:
        friend class FiniteField;
        ByteArray<Parameters::point_bytes> bytes_{};
    };

    class PublicBase {
      public:
        [[nodiscard]] const Point& point() const { return point_; }

      private:
        friend class FiniteField;
        explicit PublicBase(const Point& point) : point_(point) {}
        Point point_;
        std::shared_ptr<const WindowTable> table_; // may be null
    };

    class SecretBase {
      private:
        friend class FiniteField;
        Point point_;
    };

    /// Where p is a safe prime membership is checked at once and no table kept: a Jacobi symbol is cheap, and
    /// exponents of 2047 bits want other tables.
    class Reader {
      public:
        explicit Reader(Tables tables, unsigned threads = 1)
            : keep_(tables == Tables::keep), threads_(threads) {}
        Result<Point> read(std::string_view text);
        std::optional<std::size_t> first_stranger_vartime();

      private:
        friend class FiniteField;
        /// Null when there is none.
        [[nodiscard]] const PieceTable* table_of(const Point& p) const;
        bool keep_;
        unsigned threads_;
        std::vector<Point> points_;
        std::size_t checked_ = 0; // of the points
        std::vector<std::shared_ptr<const PieceTable>> tables_;
    };

    // The operations of the concept: group.hpp documents them.
    static Result<Scalar> parse_scalar(std::string_view text);
    static std::string scalar_text(const Scalar& s);
    static Scalar scalar(std::uint64_t value);
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
    /// A value >= p is refused: the published tools do not reduce.
    static Result<Point> parse_point(std::string_view text);
    static std::string point_text(const Point& p);
    static void append_text(std::string& out, const Point& p) { out += point_text(p); }
    static std::vector<std::string> point_texts(std::span<const Point> points);
    static Point multiply(const Point& a, const Point& b);
    static Point product(std::span<const Point> points);
    static std::vector<Point> multiply_each(std::span<const Point> a, std::span<const Point> b);
    static std::vector<Point> divide_each(std::span<const Point> a, std::span<const Point> b);
    static Point divide(const Point& a, const Point& b);
    /// Numeric order.
    static bool less(const Point& a, const Point& b) { return a.bytes_ < b.bytes_; }

    static constexpr std::size_t max_integers = Parameters::max_integers;
    static Point embed(ByteView integers);
    static Bytes extract(const Point& p, std::size_t count);
    static Point independent_generator(std::int64_t number);

    static Point exp(const Point& p, const SecretScalar& x);
    static Point exp_generator(const SecretScalar& x);
    static SecretBase prepare_secret(const Point& p);
    static std::vector<Point> products(std::span<const SecretPowers<FiniteField>> factors);
    static Point product_of_powers(std::span<const Point> points, std::span<const SecretScalar> exponents);
    static PublicBase prepare_vartime(const Point& p) { return PublicBase(p); }
    static PublicBase prepare_often_vartime(const Point& p);
    static const PublicBase& generator();
    static Point multi_exp_vartime(std::span<const Term<FiniteField>> terms);
    static Point product_of_powers_vartime(std::span<const Power<FiniteField>> powers);
    static std::vector<Point> products_vartime(std::span<const PowerProduct<FiniteField>> products,
                                               const Reader* reader);

  private:
    class Parts;
    static Result<Point> read_number(std::string_view text);
};

using Belenios2048 = FiniteField<Belenios2048Parameters>;
using Rfc3526 = FiniteField<Rfc3526Parameters>;

extern template class FiniteField<Belenios2048Parameters>;
extern template class FiniteField<Rfc3526Parameters>;

static_assert(Group<Belenios2048>);
static_assert(Group<Rfc3526>);

} // namespace ogniwo::crypto

#include "crypto/finite_field.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/chunks.hpp"
#include "crypto/big_number.hpp"
#include "crypto/modular_powers.hpp"
#include "crypto/sha256.hpp"

#include <numeric>

namespace ogniwo::crypto {
namespace {

// The constants of a group, made once and only read afterwards.
template <class Parameters> struct Constants {
    Number p{Parameters::p_hex()};
    Number q{Parameters::q_hex()};
    Number g{Parameters::g_hex()};
    BN_MONT_CTX* mont_p = BN_MONT_CTX_new();
    BN_MONT_CTX* mont_q = BN_MONT_CTX_new();

    Constants() {
        require(mont_p != nullptr && mont_q != nullptr &&
                BN_MONT_CTX_set(mont_p, p.get(), context()) == 1 &&
                BN_MONT_CTX_set(mont_q, q.get(), context()) == 1);
    }
    Constants(const Constants&) = delete;
    Constants& operator=(const Constants&) = delete;
    ~Constants() {
        BN_MONT_CTX_free(mont_p);
        BN_MONT_CTX_free(mont_q);
    }
    [[nodiscard]] Modulus modulus() const { return {p.get(), mont_p}; }
    static const Constants& get() {
        static const Constants constants;
        return constants;
    }
};

bool decimal_digits(std::string_view text, std::size_t max_digits) {
    return !text.empty() && text.size() <= max_digits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

void from_decimal(Number& out, std::string_view text) {
    std::string digits(text);
    BIGNUM* bn = out.get();
    require(BN_dec2bn(&bn, digits.c_str()) > 0);
    wipe(digits);
}

template <class Parameters>
Result<void> read_scalar(std::string_view text, std::span<std::uint8_t> out) {
    if (!decimal_digits(text, 700)) {
        return Error("scalar.syntax", "not a decimal number");
    }
    Number value;
    from_decimal(value, text);
    if (BN_cmp(value.get(), Constants<Parameters>::get().q.get()) >= 0) {
        return Error("scalar.range", "not below the order of the group");
    }
    value.write(out);
    return {};
}

// big_endian mod q. BN_div with the constant-time flag on the dividend does not branch on it.
template <class Parameters> void reduce_into(ByteView big_endian, std::span<std::uint8_t> out) {
    Number value(big_endian);
    Number rest;
    rest.constant_time();
    require(BN_mod(rest.get(), value.constant_time().get(),
                   Constants<Parameters>::get().q.get(), context()) == 1);
    rest.write(out);
}

// 2 * scalar size random bytes mod q: the bias is below 2^-(8 * scalar size).
template <class Parameters> void random_into(Rng& rng, std::span<std::uint8_t> out) {
    SecretBytes<2 * Parameters::scalar_bytes> wide;
    rng.fill(wide.expose());
    reduce_into<Parameters>(wide.expose(), out);
}

template <class Parameters>
void multiply_mod_q(Number& out, const Number& a, const Number& b) {
    const auto& c = Constants<Parameters>::get();
    Number raised;
    require(BN_to_montgomery(raised.get(), a.get(), c.mont_q, context()) == 1 &&
            BN_mod_mul_montgomery(out.get(), raised.get(), b.get(), c.mont_q, context()) == 1);
}

// Whether 0 < value < p is in the subgroup of order q.
template <class Parameters> bool is_member(const Number& value) {
    const auto& c = Constants<Parameters>::get();
    if constexpr (Parameters::safe_prime) {
        const int symbol = BN_kronecker(value.get(), c.p.get(), context());
        require(symbol >= -1);
        return symbol == 1;
    } else {
        Number power;
        require(BN_mod_exp_mont(power.get(), value.get(), c.q.get(), c.p.get(), context(),
                                c.mont_p) == 1);
        return BN_is_one(power.get()) == 1;
    }
}

} // namespace

template <class P>
auto FiniteField<P>::parse_scalar(std::string_view text) -> Result<Scalar> {
    Scalar s;
    OGNIWO_TRY(read_scalar<P>(text, s.bytes_));
    return s;
}

template <class P> std::string FiniteField<P>::scalar_text(const Scalar& s) {
    return Number(s.bytes_).decimal();
}

template <class P> auto FiniteField<P>::scalar(std::uint64_t value) -> Scalar {
    Scalar s;
    for (std::size_t i = 0; i < 8; ++i) {
        s.bytes_[P::scalar_bytes - 1 - i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    return s;
}

template <class P> auto FiniteField<P>::reduce(ByteView big_endian) -> Scalar {
    Scalar s;
    reduce_into<P>(big_endian, s.bytes_);
    return s;
}

template <class P> auto FiniteField<P>::add(const Scalar& a, const Scalar& b) -> Scalar {
    Number sum;
    require(BN_mod_add_quick(sum.get(), Number(a.bytes_).get(), Number(b.bytes_).get(),
                             Constants<P>::get().q.get()) == 1);
    Scalar s;
    sum.write(s.bytes_);
    return s;
}

template <class P> auto FiniteField<P>::subtract(const Scalar& a, const Scalar& b) -> Scalar {
    Number difference;
    require(BN_mod_sub_quick(difference.get(), Number(a.bytes_).get(), Number(b.bytes_).get(),
                             Constants<P>::get().q.get()) == 1);
    Scalar s;
    difference.write(s.bytes_);
    return s;
}

template <class P> auto FiniteField<P>::multiply(const Scalar& a, const Scalar& b) -> Scalar {
    Number product;
    multiply_mod_q<P>(product, Number(a.bytes_), Number(b.bytes_));
    Scalar s;
    product.write(s.bytes_);
    return s;
}

template <class P> auto FiniteField<P>::random_scalar(Rng& rng) -> Scalar {
    Scalar s;
    random_into<P>(rng, s.bytes_);
    return s;
}

template <class P> auto FiniteField<P>::random_secret(Rng& rng) -> SecretScalar {
    SecretScalar x;
    random_into<P>(rng, x.bytes_.expose());
    return x;
}

template <class P> auto FiniteField<P>::reduce_secret(ByteView big_endian) -> SecretScalar {
    SecretScalar x;
    reduce_into<P>(big_endian, x.bytes_.expose());
    return x;
}

template <class P>
auto FiniteField<P>::add(const SecretScalar& a, const SecretScalar& b) -> SecretScalar {
    Number left(a.bytes_.expose());
    Number right(b.bytes_.expose());
    Number sum;
    require(BN_mod_add_quick(sum.get(), left.constant_time().get(), right.constant_time().get(),
                             Constants<P>::get().q.get()) == 1);
    SecretScalar x;
    sum.write(x.bytes_.expose());
    return x;
}

template <class P> auto FiniteField<P>::clone(const SecretScalar& x) -> SecretScalar {
    SecretScalar copy;
    std::ranges::copy(x.bytes_.expose(), copy.bytes_.expose().begin());
    return copy;
}

template <class P>
auto FiniteField<P>::multiply(const SecretScalar& a, const SecretScalar& b) -> SecretScalar {
    Number left(a.bytes_.expose());
    Number right(b.bytes_.expose());
    Number product;
    multiply_mod_q<P>(product, left.constant_time(), right.constant_time());
    SecretScalar x;
    product.write(x.bytes_.expose());
    return x;
}

template <class P> auto FiniteField<P>::secret(const Scalar& s) -> SecretScalar {
    SecretScalar x;
    std::ranges::copy(s.bytes_, x.bytes_.expose().begin());
    return x;
}

template <class P>
auto FiniteField<P>::respond(const SecretScalar& commitment, const SecretScalar& secret,
                             const Scalar& challenge) -> Scalar {
    Number x(secret.bytes_.expose());
    Number w(commitment.bytes_.expose());
    Number product;
    multiply_mod_q<P>(product, x.constant_time(), Number(challenge.bytes_));
    Number response;
    require(BN_mod_sub_quick(response.get(), w.constant_time().get(), product.get(),
                             Constants<P>::get().q.get()) == 1);
    Scalar s;
    response.write(s.bytes_);
    return s;
}

template <class P> std::string FiniteField<P>::reveal_text(const SecretScalar& x) {
    return Number(x.bytes_.expose()).decimal();
}

template <class P>
auto FiniteField<P>::parse_secret(std::string_view text) -> Result<SecretScalar> {
    SecretScalar x;
    OGNIWO_TRY(read_scalar<P>(text, x.bytes_.expose()));
    return x;
}

template <class P> auto FiniteField<P>::read_number(std::string_view text) -> Result<Point> {
    if (!decimal_digits(text, 700)) {
        return Error("point.syntax", "not a decimal number");
    }
    Number value;
    from_decimal(value, text);
    if (BN_is_zero(value.get()) == 1 ||
        BN_cmp(value.get(), Constants<P>::get().p.get()) >= 0) {
        return Error("point.membership", "not between 1 and p-1");
    }
    Point p;
    value.write(p.bytes_);
    return p;
}

template <class P> auto FiniteField<P>::parse_point(std::string_view text) -> Result<Point> {
    OGNIWO_ASSIGN(const Point p, read_number(text));
    if (!is_member<P>(Number(p.bytes_))) {
        return Error("point.membership", "not in the subgroup of order q");
    }
    return p;
}

// A Jacobi symbol is cheaper than a table; a power of q is not.
template <class P> auto FiniteField<P>::Reader::read(std::string_view text) -> Result<Point> {
    if constexpr (P::safe_prime) {
        return parse_point(text);
    } else {
        OGNIWO_ASSIGN(const Point p, read_number(text));
        points_.push_back(p);
        return p;
    }
}

template <class P> std::optional<std::size_t> FiniteField<P>::Reader::first_stranger_vartime() {
    const auto& c = Constants<P>::get();
    Bytes q(P::scalar_bytes);
    c.q.write(q);
    const std::size_t first = checked_;
    std::vector<std::uint8_t> members(points_.size() - first);
    tables_.resize(keep_ ? points_.size() : 0);
    const auto check = [&](std::size_t i) {
        const Point& p = points_[i];
        if (!keep_) {
            return is_member<P>(Number(p.bytes_));
        }
        tables_[i] = std::make_shared<const PieceTable>(c.modulus(), p.bytes_);
        const ModularPower<PieceTable> power{tables_[i].get(), q};
        Point result;
        product_of_tables(c.modulus(), {&power, 1}, {}, result.bytes_);
        return result == neutral();
    };
    constexpr std::size_t at_once = 16;
    const Verdict done = each_chunk(members.size(), at_once, threads_, [&](std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < from + count; ++i) {
            members[i] = check(first + i) ? 1 : 0;
        }
        return pass();
    });
    OGNIWO_CHECK(done.has_value());
    checked_ = points_.size();
    const auto stranger = std::ranges::find(members, 0);
    return stranger == members.end()
               ? std::nullopt
               : std::optional(first + static_cast<std::size_t>(stranger - members.begin()));
}

template <class P> const PieceTable* FiniteField<P>::Reader::table_of(const Point& p) const {
    const auto end = points_.begin() + std::ssize(tables_);
    const auto found = std::find(points_.begin(), end, p);
    return found == end ? nullptr : tables_[static_cast<std::size_t>(found - points_.begin())].get();
}

template <class P> std::string FiniteField<P>::point_text(const Point& p) {
    return Number(p.bytes_).decimal();
}

template <class P>
std::vector<std::string> FiniteField<P>::point_texts(std::span<const Point> points) {
    std::vector<std::string> texts;
    texts.reserve(points.size());
    for (const Point& point : points) {
        texts.push_back(point_text(point));
    }
    return texts;
}

template <class P> auto FiniteField<P>::multiply(const Point& a, const Point& b) -> Point {
    Number product;
    require(BN_mod_mul(product.get(), Number(a.bytes_).get(), Number(b.bytes_).get(),
                       Constants<P>::get().p.get(), context()) == 1);
    Point p;
    product.write(p.bytes_);
    return p;
}

template <class P> auto FiniteField<P>::divide(const Point& a, const Point& b) -> Point {
    const auto& c = Constants<P>::get();
    Number inverse;
    require(BN_mod_inverse(inverse.get(), Number(b.bytes_).get(), c.p.get(), context()) != nullptr);
    Number quotient;
    require(BN_mod_mul(quotient.get(), Number(a.bytes_).get(), inverse.get(), c.p.get(),
                       context()) == 1);
    Point p;
    quotient.write(p.bytes_);
    return p;
}

template <class P> auto FiniteField<P>::exp(const Point& p, const SecretScalar& x) -> Point {
    const auto& c = Constants<P>::get();
    Number exponent(x.bytes_.expose());
    Number power;
    require(BN_mod_exp_mont_consttime(power.get(), Number(p.bytes_).get(),
                                      exponent.constant_time().get(), c.p.get(), context(),
                                      c.mont_p) == 1);
    Point result;
    power.write(result.bytes_);
    return result;
}

template <class P> auto FiniteField<P>::exp_generator(const SecretScalar& x) -> Point {
    return exp(generator().point(), x);
}

template <class P> auto FiniteField<P>::generator() -> const PublicBase& {
    static const PublicBase base = [] {
        Point g;
        Constants<P>::get().g.write(g.bytes_);
        return prepare_often_vartime(g);
    }();
    return base;
}

template <class P> auto FiniteField<P>::prepare_often_vartime(const Point& p) -> PublicBase {
    PublicBase base(p);
    base.table_ = std::make_shared<const WindowTable>(Constants<P>::get().modulus(), p.bytes_, 8 * P::scalar_bytes,
                                                      P::safe_prime ? 4 : 6);
    return base;
}

template <class P> auto FiniteField<P>::prepare_secret(const Point& p) -> SecretBase {
    SecretBase base;
    base.point_ = p;
    return base;
}

template <class P>
auto FiniteField<P>::products(std::span<const SecretPowers<FiniteField>> factors) -> std::vector<Point> {
    std::vector<Point> out(factors.front().exponents.size());
    for (const SecretPowers<FiniteField>& factor : factors) {
        OGNIWO_CHECK(factor.exponents.size() == out.size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = multiply(out[i], exp(factor.base->point_, factor.exponents[i]));
        }
    }
    return out;
}

template <class P>
auto FiniteField<P>::product_of_powers(std::span<const Point> points, std::span<const SecretScalar> exponents) -> Point {
    OGNIWO_CHECK(points.size() == exponents.size());
    Point product;
    for (std::size_t i = 0; i < points.size(); ++i) {
        product = multiply(product, exp(points[i], exponents[i]));
    }
    return product;
}

// A product that is put together: each power where its base has its tables.
template <class P> class FiniteField<P>::Parts {
  public:
    void add(const Term<FiniteField>& term, const Reader* reader) {
        if (term.base != nullptr && term.base->table_ != nullptr) {
            windows_.push_back({term.base->table_.get(), term.exponent.bytes_});
        } else if (term.base != nullptr) {
            add(term.base->point(), term.exponent, reader);
        }
    }
    void add(const Point& base, const Scalar& exponent, const Reader* reader) {
        if (base == neutral() || exponent == Scalar()) {
            return;
        }
        const PieceTable* table = reader == nullptr ? nullptr : reader->table_of(base);
        if (table != nullptr) {
            pieces_.push_back({table, exponent.bytes_});
        } else {
            plain_.push_back({base.bytes_, exponent.bytes_});
        }
    }
    [[nodiscard]] Point value() const {
        const Modulus modulus = Constants<P>::get().modulus();
        Point tabulated;
        if (!pieces_.empty() || !windows_.empty()) {
            product_of_tables(modulus, pieces_, windows_, tabulated.bytes_);
        }
        if (plain_.empty()) {
            return tabulated;
        }
        Point plain;
        product_of_plain(modulus, plain_, plain.bytes_);
        return multiply(tabulated, plain);
    }

  private:
    std::vector<ModularPower<PieceTable>> pieces_;
    std::vector<ModularPower<WindowTable>> windows_;
    std::vector<PlainPower> plain_;
};

template <class P>
auto FiniteField<P>::multi_exp_vartime(std::span<const Term<FiniteField>> terms) -> Point {
    Parts parts;
    for (const Term<FiniteField>& term : terms) {
        parts.add(term, nullptr);
    }
    return parts.value();
}

template <class P>
auto FiniteField<P>::product_of_powers_vartime(std::span<const Power<FiniteField>> powers) -> Point {
    Parts parts;
    for (const Power<FiniteField>& power : powers) {
        parts.add(power.base, power.exponent, nullptr);
    }
    return parts.value();
}

template <class P>
auto FiniteField<P>::products_vartime(std::span<const PowerProduct<FiniteField>> products,
                                      const Reader* reader) -> std::vector<Point> {
    std::vector<Point> out;
    out.reserve(products.size());
    for (const PowerProduct<FiniteField>& product : products) {
        Parts parts;
        for (const Term<FiniteField>& term : product.shared) {
            parts.add(term, reader);
        }
        for (const Power<FiniteField>& own : product.own) {
            parts.add(own.base, own.exponent, reader);
        }
        out.push_back(parts.value());
    }
    return out;
}

template <class P> auto FiniteField<P>::product(std::span<const Point> points) -> Point {
    return std::accumulate(points.begin(), points.end(), Point(),
                           [](const Point& a, const Point& b) { return multiply(a, b); });
}

template <class P>
auto FiniteField<P>::multiply_each(std::span<const Point> a, std::span<const Point> b)
    -> std::vector<Point> {
    OGNIWO_CHECK(a.size() == b.size());
    std::vector<Point> out;
    out.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        out.push_back(multiply(a[i], b[i]));
    }
    return out;
}

template <class P>
auto FiniteField<P>::divide_each(std::span<const Point> a, std::span<const Point> b)
    -> std::vector<Point> {
    OGNIWO_CHECK(a.size() == b.size());
    std::vector<Point> out;
    out.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        out.push_back(divide(a[i], b[i]));
    }
    return out;
}

// v1..vn and a padding byte e, the smallest that makes a member. Half of all numbers are members.
template <class P> auto FiniteField<P>::embed(ByteView integers) -> Point {
    OGNIWO_CHECK(integers.size() <= P::max_integers);
    Bytes candidate = to_bytes(integers);
    candidate.push_back(0);
    for (Number value(candidate); BN_is_zero(value.get()) == 1 || !is_member<P>(value);) {
        require(BN_add_word(value.get(), 1) == 1);
        ++candidate.back();
    }
    Point p;
    std::ranges::copy(candidate, p.bytes_.end() - std::ssize(candidate));
    return p;
}

template <class P> Bytes FiniteField<P>::extract(const Point& p, std::size_t count) {
    OGNIWO_CHECK(count <= P::max_integers);
    const auto end = p.bytes_.end() - 1;
    return {end - static_cast<std::ptrdiff_t>(count), end};
}

// H("ggen|number") ^ ((p-1)/q) mod p.
template <class P> auto FiniteField<P>::independent_generator(std::int64_t number) -> Point {
    const auto& c = Constants<P>::get();
    const Number hash(sha256(as_bytes("ggen|" + std::to_string(number))));
    Number cofactor; // p = q * cofactor + 1
    require(BN_div(cofactor.get(), nullptr, c.p.get(), c.q.get(), context()) == 1);
    Number power;
    require(BN_mod_exp_mont(power.get(), hash.get(), cofactor.get(), c.p.get(), context(),
                            c.mont_p) == 1);
    Point p;
    power.write(p.bytes_);
    OGNIWO_CHECK(p != neutral() && p != generator().point());
    return p;
}

template class FiniteField<Belenios2048Parameters>;
template class FiniteField<Rfc3526Parameters>;

} // namespace ogniwo::crypto

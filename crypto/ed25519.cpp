#include "crypto/ed25519.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/chunks.hpp"
#include "crypto/base/encoding.hpp"

#include <sodium.h>

namespace ogniwo::crypto {
namespace {

// 64 hexadecimal digits in either case, most significant first, to bytes, least significant first.
bool read_hex(std::string_view text, edwards::Encoding& out) {
    const auto value_of = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    if (text.size() != 64) {
        return false;
    }
    for (std::size_t i = 0; i < 32; ++i) {
        const int high = value_of(text[62 - 2 * i]);
        const int low = value_of(text[63 - 2 * i]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

// y from the low 255 bits, reduced mod p; the top bit is the sign of x, but x = 0 has none.
Result<edwards::Affine> read_point(std::string_view text) {
    edwards::Encoding bytes{};
    if (!read_hex(text, bytes)) {
        return Error("point.syntax", "not 64 hexadecimal digits");
    }
    edwards::Affine p;
    if (edwards::decode(bytes, p) != 1) {
        return Error("point.membership", "not on the curve");
    }
    return p;
}

// So many that one inversion for all costs nothing, and that threads have their share.
constexpr std::size_t points_at_once = 256;

// Lanes pay when more than half of them are used.
const edwards::Path& path_for(std::size_t count, const edwards::Path& path) {
    return count >= 3 ? path : edwards::portable_path();
}

} // namespace

Result<Ed25519::Point> Ed25519::parse_point(std::string_view text) {
    OGNIWO_ASSIGN(const edwards::Affine p, read_point(text));
    std::uint8_t member = 0;
    edwards::check_members_vartime(edwards::portable_path(), {&p, 1}, {&member, 1});
    if (member != 1) {
        return Error("point.membership", "not in the prime-order subgroup");
    }
    return Point(p);
}

Result<Ed25519::Point> Ed25519::Reader::read(std::string_view text) {
    OGNIWO_ASSIGN(const edwards::Affine p, read_point(text));
    points_.push_back(p);
    return Point(p);
}

std::optional<std::size_t> Ed25519::Reader::first_stranger_vartime() {
    const std::size_t first = checked_;
    const std::span<const edwards::Affine> fresh = std::span(points_).subspan(first);
    std::vector<std::uint8_t> members(fresh.size());
    std::vector<edwards::BaseTable*> tables;
    for (std::size_t i = 0; keep_ && i < fresh.size(); ++i) {
        tables_.push_back(std::make_unique_for_overwrite<edwards::BaseTable>());
        tables.push_back(tables_.back().get());
    }
    const Verdict done = each_chunk(fresh.size(), points_at_once, threads_, [&](std::size_t i, std::size_t count) {
        const edwards::Path& path = path_for(count, *path_);
        const auto points = fresh.subspan(i, count);
        const auto verdicts = std::span(members).subspan(i, count);
        if (keep_) {
            edwards::make_tables_vartime(path, points, std::span(tables).subspan(i, count), verdicts);
        } else {
            edwards::check_members_vartime(path, points, verdicts);
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

const edwards::BaseTable* Ed25519::Reader::table_of(const edwards::Affine& p) const {
    const auto end = points_.begin() + std::ssize(tables_);
    const auto found = std::find(points_.begin(), end, p);
    return found == end ? nullptr : tables_[static_cast<std::size_t>(found - points_.begin())].get();
}

void Ed25519::append_text(std::string& out, const Point& p) {
    ByteArray<32> reversed = edwards::encode(p.affine_);
    std::ranges::reverse(reversed);
    append_hex(out, reversed);
}

std::string Ed25519::point_text(const Point& p) {
    std::string text;
    append_text(text, p);
    return text;
}

std::vector<std::string> Ed25519::point_texts(std::span<const Point> points) {
    std::vector<std::string> texts;
    texts.reserve(points.size());
    for (const Point& point : points) {
        texts.push_back(point_text(point));
    }
    return texts;
}

Ed25519::Point Ed25519::multiply(const Point& a, const Point& b) {
    return Point(edwards::sum(a.affine_, b.affine_));
}

namespace {

std::vector<edwards::Affine> affine_of(std::span<const Ed25519::Point> points, auto coordinates) {
    std::vector<edwards::Affine> out;
    out.reserve(points.size());
    std::ranges::transform(points, std::back_inserter(out), coordinates);
    return out;
}

} // namespace

Ed25519::Point Ed25519::product(std::span<const Point> points) {
    return Point(edwards::total(affine_of(points, &Point::affine_)));
}

std::vector<Ed25519::Point> Ed25519::multiply_each(std::span<const Point> a,
                                                   std::span<const Point> b) {
    std::vector<Point> out;
    out.reserve(a.size());
    for (const edwards::Affine& p :
         edwards::sums(affine_of(a, &Point::affine_), affine_of(b, &Point::affine_))) {
        out.push_back(Point(p));
    }
    return out;
}

std::vector<Ed25519::Point> Ed25519::divide_each(std::span<const Point> a,
                                                 std::span<const Point> b) {
    std::vector<Point> inverses;
    inverses.reserve(b.size());
    for (const Point& p : b) {
        inverses.push_back(Point(edwards::negative(p.affine_)));
    }
    return multiply_each(a, inverses);
}

Ed25519::Point Ed25519::divide(const Point& a, const Point& b) {
    return Point(edwards::sum(a.affine_, edwards::negative(b.affine_)));
}

bool Ed25519::less(const Point& a, const Point& b) {
    return edwards::encode(a.affine_) < edwards::encode(b.affine_);
}

// What libsodium gives is canonical, and a member when all that went in was.
Ed25519::Point Ed25519::from_sodium(const ByteArray<32>& bytes) {
    Point p;
    OGNIWO_CHECK(edwards::decode(bytes, p.affine_) == 1);
    return p;
}

// The result is neutral only for x = 0 or a neutral base: the order is prime. That much of x shows in time.
Ed25519::Point Ed25519::exp(const Point& p, const SecretScalar& x) {
    const auto exponent = x.bytes_.expose();
    if (p == neutral() || sodium_is_zero(exponent.data(), exponent.size()) == 1) {
        return neutral();
    }
    ByteArray<32> result{};
    OGNIWO_CHECK(crypto_scalarmult_ed25519_noclamp(result.data(), exponent.data(),
                                                   edwards::encode(p.affine_).data()) == 0);
    return from_sodium(result);
}

Ed25519::Point Ed25519::exp_generator(const SecretScalar& x) {
    const auto exponent = x.bytes_.expose();
    if (sodium_is_zero(exponent.data(), exponent.size()) == 1) {
        return neutral();
    }
    ByteArray<32> result{};
    OGNIWO_CHECK(crypto_scalarmult_ed25519_base_noclamp(result.data(), exponent.data()) == 0);
    return from_sodium(result);
}

std::vector<SecretScalarView> Ed25519::views(std::span<const SecretScalar> secrets) {
    std::vector<SecretScalarView> out;
    out.reserve(secrets.size());
    for (const SecretScalar& x : secrets) {
        out.emplace_back(x.bytes_.expose());
    }
    return out;
}

Ed25519::SecretBase Ed25519::prepare_secret(const Point& p) {
    SecretBase base;
    base.table_ = make_secret_table(p.affine_);
    return base;
}

std::vector<Ed25519::Point> Ed25519::products(std::span<const SecretPowers<Ed25519>> factors) {
    std::vector<SecretFactor> all;
    all.reserve(factors.size());
    for (const SecretPowers<Ed25519>& factor : factors) {
        all.push_back({factor.base->table_.get(), views(factor.exponents)});
    }
    std::vector<Point> out;
    for (const edwards::Affine& p : secret_sums(all)) {
        out.push_back(Point(p));
    }
    return out;
}

Ed25519::Point Ed25519::product_of_powers(std::span<const Point> points, std::span<const SecretScalar> exponents) {
    return Point(secret_sum(affine_of(points, &Point::affine_), views(exponents)));
}

Ed25519::PublicBase Ed25519::prepare_often_vartime(const Point& p) {
    PublicBase base(p);
    base.table_ = edwards::make_fixed_table_vartime(p.affine_);
    return base;
}

const Ed25519::PublicBase& Ed25519::generator() {
    static const PublicBase base = [] {
        ByteArray<32> g{};
        const Scalar one = scalar(1);
        OGNIWO_CHECK(crypto_scalarmult_ed25519_base_noclamp(g.data(), one.bytes_.data()) == 0);
        return prepare_often_vartime(from_sodium(g));
    }();
    return base;
}

Ed25519::Point Ed25519::multi_exp_vartime(std::span<const Term<Ed25519>> terms) {
    std::vector<Power<Ed25519>> others;
    PowerProduct<Ed25519> product;
    std::size_t tables = 0;
    for (const Term<Ed25519>& term : terms) {
        if (term.base->table_ != nullptr && tables < std::size(product.shared)) {
            product.shared[tables++] = term;
        } else {
            others.push_back({term.base->point(), term.exponent});
        }
    }
    if (others.size() <= std::size(product.own)) {
        std::ranges::copy(others, std::begin(product.own));
        return products_vartime({&product, 1}, nullptr).front();
    }
    const Point rest = product_of_powers_vartime(others);
    return tables == 0 ? rest : multiply(rest, products_vartime({&product, 1}, nullptr).front());
}

Ed25519::Point Ed25519::product_of_powers_vartime(std::span<const Power<Ed25519>> powers) {
    std::vector<edwards::Affine> points;
    std::vector<edwards::PublicScalar> exponents;
    points.reserve(powers.size());
    exponents.reserve(powers.size());
    for (const Power<Ed25519>& power : powers) {
        points.push_back(power.base.affine_);
        exponents.emplace_back(power.exponent.bytes_);
    }
    return Point(edwards::multi_exp_vartime(points, exponents));
}

// The bases of some products that no reader has tables of: those that come often get one.
class Ed25519::OtherBases {
  public:
    void count(const edwards::Affine& p) {
        const auto found = std::ranges::find(bases_, p, &Base::point);
        if (found == bases_.end()) {
            bases_.push_back({p, 1, nullptr});
        } else {
            ++found->uses;
        }
    }
    void make_tables(const edwards::Path& path) {
        constexpr std::size_t often = 5; // a table costs what four powers save
        std::vector<edwards::Affine> points;
        std::vector<edwards::BaseTable*> tables;
        for (Base& base : bases_) {
            if (base.uses >= often) {
                base.table = std::make_unique_for_overwrite<edwards::BaseTable>();
                points.push_back(base.point);
                tables.push_back(base.table.get());
            }
        }
        std::vector<std::uint8_t> members(points.size());
        edwards::make_tables_vartime(path_for(points.size(), path), points, tables, members);
    }
    /// Null when there is none.
    [[nodiscard]] const edwards::BaseTable* table_of(const edwards::Affine& p) const {
        const auto found = std::ranges::find(bases_, p, &Base::point);
        return found == bases_.end() ? nullptr : found->table.get();
    }

  private:
    struct Base {
        edwards::Affine point;
        std::size_t uses;
        std::unique_ptr<edwards::BaseTable> table;
    };
    std::vector<Base> bases_;
};

// Calls f(point, exponent) for every power of `product` that is not 1 and has no fixed table.
void Ed25519::each_own(const PowerProduct<Ed25519>& product, auto f) {
    const auto call = [&f](const Point& base, const Scalar& exponent) {
        if (exponent != Scalar()) {
            f(base.affine_, edwards::PublicScalar(exponent.bytes_));
        }
    };
    for (const Term<Ed25519>& term : product.shared) {
        if (term.base != nullptr && term.base->table_ == nullptr) {
            call(term.base->point(), term.exponent);
        }
    }
    for (const Power<Ed25519>& own : product.own) {
        call(own.base, own.exponent);
    }
}

edwards::Product Ed25519::prepare(const PowerProduct<Ed25519>& product, auto table_of) {
    edwards::Product out;
    std::size_t once = 0;
    std::size_t fixed = 0;
    for (const Term<Ed25519>& term : product.shared) {
        if (term.base != nullptr && term.base->table_ != nullptr) {
            out.fixed[fixed++] = {term.base->table_.get(),
                                  edwards::PublicScalar(term.exponent.bytes_)};
        }
    }
    each_own(product, [&](const edwards::Affine& base, const edwards::PublicScalar& exponent) {
        const edwards::BaseTable* table = out.tabulated.base == nullptr ? table_of(base) : nullptr;
        if (table != nullptr) {
            out.tabulated = {table, exponent};
        } else {
            OGNIWO_CHECK(once < std::size(out.once));
            out.once[once++] = {&base, exponent};
        }
    });
    return out;
}

std::vector<Ed25519::Point>
Ed25519::products_vartime(std::span<const PowerProduct<Ed25519>> products, const Reader* reader) {
    const edwards::Path& path = reader == nullptr ? edwards::best_path() : *reader->path_;
    const auto read_table = [reader](const edwards::Affine& base) {
        return reader == nullptr ? nullptr : reader->table_of(base);
    };
    OtherBases others;
    for (const PowerProduct<Ed25519>& product : products) {
        each_own(product, [&](const edwards::Affine& base, const edwards::PublicScalar&) {
            if (read_table(base) == nullptr) {
                others.count(base);
            }
        });
    }
    others.make_tables(path);
    std::vector<edwards::Product> prepared;
    prepared.reserve(products.size());
    for (const PowerProduct<Ed25519>& product : products) {
        prepared.push_back(prepare(product, [&](const edwards::Affine& base) {
            const edwards::BaseTable* table = read_table(base);
            return table != nullptr ? table : others.table_of(base);
        }));
    }
    std::vector<Point> out;
    out.reserve(products.size());
    for (const edwards::Affine& p :
         edwards::products_vartime(path_for(products.size(), path), prepared)) {
        out.push_back(Point(p));
    }
    return out;
}

} // namespace ogniwo::crypto

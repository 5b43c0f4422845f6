#include "crypto/modular_powers.hpp"

#include <algorithm>

namespace ogniwo::crypto {
namespace {

// A running product in Montgomery form; while it is 1 nothing is multiplied.
class Running {
  public:
    explicit Running(const Modulus& modulus) : modulus_(modulus) {}

    void times(const BIGNUM* factor) {
        if (one_) {
            require(BN_copy(value_.get(), factor) != nullptr);
            one_ = false;
        } else {
            require(BN_mod_mul_montgomery(value_.get(), value_.get(), factor, modulus_.mont, context()) == 1);
        }
    }
    void times(const Running& other) {
        if (!other.one_) {
            times(other.value_.get());
        }
    }
    void square(std::size_t count) {
        for (std::size_t i = 0; i < count && !one_; ++i) {
            require(BN_mod_mul_montgomery(value_.get(), value_.get(), value_.get(), modulus_.mont, context()) == 1);
        }
    }
    void clear() { one_ = true; }
    [[nodiscard]] const BIGNUM* value() const { return value_.get(); }
    void write(std::span<std::uint8_t> out) {
        if (one_) {
            std::ranges::fill(out, std::uint8_t{0});
            out.back() = 1;
            return;
        }
        Number plain;
        require(BN_from_montgomery(plain.get(), value_.get(), modulus_.mont, context()) == 1);
        plain.write(out);
    }

  private:
    const Modulus& modulus_;
    Number value_;
    bool one_ = true;
};

Number to_montgomery(const Modulus& modulus, ByteView bytes) {
    Number value(bytes);
    require(BN_to_montgomery(value.get(), value.get(), modulus.mont, context()) == 1);
    return value;
}

Number copy(const BIGNUM* value) {
    Number out;
    require(BN_copy(out.get(), value) != nullptr);
    return out;
}

// first, first^2 .. first^count, appended.
void append_multiples(const Modulus& modulus, const BIGNUM* first, std::size_t count, std::vector<Number>& out) {
    out.push_back(copy(first));
    for (std::size_t i = 1; i < count; ++i) {
        Number next;
        require(BN_mod_mul_montgomery(next.get(), out.back().get(), first, modulus.mont, context()) == 1);
        out.push_back(std::move(next));
    }
}

// `width` <= 16 bits of a big-endian number from bit `at` on, counted from the least significant.
std::size_t bits_at(ByteView number, std::size_t at, std::size_t width) {
    std::uint32_t part = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t byte = at / 8 + i;
        if (byte < number.size()) {
            part |= static_cast<std::uint32_t>(number[number.size() - 1 - byte]) << (8 * i);
        }
    }
    return part >> (at % 8) & ((std::uint32_t{1} << width) - 1);
}

std::size_t most_bits(std::span<const PlainPower> powers) {
    std::size_t most = 0;
    for (const PlainPower& power : powers) {
        most = std::max(most, 8 * power.exponent.size());
    }
    return most;
}

// One table of 1..15 for each base: 14 products, and as many again as the exponent has digits.
void straus(const Modulus& modulus, std::span<const PlainPower> powers, Running& out) {
    constexpr std::size_t width = 4;
    constexpr std::size_t multiples = 15;
    std::vector<Number> entries;
    entries.reserve(powers.size() * multiples);
    for (const PlainPower& power : powers) {
        append_multiples(modulus, to_montgomery(modulus, power.base).get(), multiples, entries);
    }
    for (std::size_t window = (most_bits(powers) + width - 1) / width; window-- > 0;) {
        out.square(width);
        for (std::size_t i = 0; i < powers.size(); ++i) {
            if (const std::size_t digit = bits_at(powers[i].exponent, window * width, width); digit != 0) {
                out.times(entries[i * multiples + digit - 1].get());
            }
        }
    }
}

// Buckets: in each window one product for each base, and two for each bucket.
void pippenger(const Modulus& modulus, std::span<const PlainPower> powers, Running& out) {
    const auto cost = [&](std::size_t width) { return (powers.size() + (std::size_t{2} << width)) / width; };
    std::size_t width = 4;
    while (width < 12 && cost(width + 1) < cost(width)) {
        ++width;
    }
    std::vector<Number> bases;
    bases.reserve(powers.size());
    for (const PlainPower& power : powers) {
        bases.push_back(to_montgomery(modulus, power.base));
    }
    std::vector<Running> buckets;
    buckets.reserve((std::size_t{1} << width) - 1);
    for (std::size_t i = 1; i < std::size_t{1} << width; ++i) {
        buckets.emplace_back(modulus);
    }
    for (std::size_t window = (most_bits(powers) + width - 1) / width; window-- > 0;) {
        out.square(width);
        std::ranges::for_each(buckets, &Running::clear);
        for (std::size_t i = 0; i < powers.size(); ++i) {
            if (const std::size_t digit = bits_at(powers[i].exponent, window * width, width); digit != 0) {
                buckets[digit - 1].times(bases[i].get());
            }
        }
        Running above(modulus); // the product of this bucket and all above, so each counts as often as its digit says
        for (std::size_t i = buckets.size(); i-- > 0;) {
            above.times(buckets[i]);
            out.times(above);
        }
    }
}

void by_openssl(const Modulus& modulus, std::span<const PlainPower> powers, std::span<std::uint8_t> out) {
    const Number base(powers[0].base);
    const Number exponent(powers[0].exponent);
    Number power;
    if (powers.size() == 1) {
        require(BN_mod_exp_mont(power.get(), base.get(), exponent.get(), modulus.p, context(), modulus.mont) == 1);
    } else {
        require(BN_mod_exp2_mont(power.get(), base.get(), exponent.get(), Number(powers[1].base).get(),
                                 Number(powers[1].exponent).get(), modulus.p, context(), modulus.mont) == 1);
    }
    power.write(out);
}

} // namespace

PieceTable::PieceTable(const Modulus& modulus, ByteView base) {
    constexpr std::size_t multiples = (std::size_t{1} << width) - 1;
    entries_.reserve(pieces * multiples);
    Number first = to_montgomery(modulus, base);
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        append_multiples(modulus, first.get(), multiples, entries_);
        for (std::size_t i = 0; i < piece_bits && piece + 1 < pieces; ++i) {
            require(BN_mod_mul_montgomery(first.get(), first.get(), first.get(), modulus.mont, context()) == 1);
        }
    }
}

WindowTable::WindowTable(const Modulus& modulus, ByteView base, std::size_t exponent_bits, std::size_t width)
    : width_(width), windows_((exponent_bits + width - 1) / width) {
    const std::size_t multiples = (std::size_t{1} << width) - 1;
    entries_.reserve(windows_ * multiples);
    Number first = to_montgomery(modulus, base);
    for (std::size_t window = 0; window < windows_; ++window) {
        append_multiples(modulus, first.get(), multiples, entries_);
        // base^(2^width): the last multiple and one more.
        require(BN_mod_mul_montgomery(first.get(), entries_.back().get(), first.get(), modulus.mont, context()) == 1);
    }
}

void product_of_tables(const Modulus& modulus, std::span<const ModularPower<PieceTable>> pieces,
                       std::span<const ModularPower<WindowTable>> windows, std::span<std::uint8_t> out) {
    Running product(modulus);
    constexpr std::size_t width = PieceTable::width;
    for (std::size_t window = pieces.empty() ? 0 : PieceTable::piece_bits / width; window-- > 0;) {
        product.square(width);
        for (const auto& [base, exponent] : pieces) {
            for (std::size_t piece = 0; piece < PieceTable::pieces; ++piece) {
                const std::size_t at = piece * PieceTable::piece_bits + window * width;
                if (const std::size_t digit = bits_at(exponent, at, width); digit != 0) {
                    product.times(base->entry(piece, digit));
                }
            }
        }
    }
    for (const auto& [base, exponent] : windows) {
        for (std::size_t window = 0; window < base->windows(); ++window) {
            if (const std::size_t digit = bits_at(exponent, window * base->width(), base->width()); digit != 0) {
                product.times(base->entry(window, digit));
            }
        }
    }
    product.write(out);
}

void product_of_plain(const Modulus& modulus, std::span<const PlainPower> powers, std::span<std::uint8_t> out) {
    if (powers.size() == 1 || powers.size() == 2) {
        by_openssl(modulus, powers, out);
        return;
    }
    constexpr std::size_t many = 100;
    Running product(modulus);
    if (powers.size() < many) {
        straus(modulus, powers, product);
    } else {
        pippenger(modulus, powers, product);
    }
    product.write(out);
}

} // namespace ogniwo::crypto

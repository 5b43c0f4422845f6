#include "ballots/counting/number.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::counting {
namespace {

namespace mp = boost::multiprecision;

} // namespace

Units power_of_ten(int places) {
    OGNIWO_CHECK(places >= 0 && places <= 18);
    Units power = 1;
    for (int i = 0; i < places; ++i) {
        power *= 10;
    }
    return power;
}

Units multiply_divide_down(const Units& a, const Units& b, const Units& c) {
    return a * b / c;
}

Units multiply_divide_up(const Units& a, const Units& b, const Units& c) {
    return (a * b + c - 1) / c;
}

std::string decimal_text(const Units& units, int places) {
    const Units scale = power_of_ten(places);
    const Units magnitude = units < 0 ? Units(-units) : units;
    std::string text = units < 0 ? "-" : "";
    text += Units(magnitude / scale).str();
    if (places > 0) {
        std::string fraction = Units(magnitude % scale).str();
        fraction.insert(0, static_cast<std::size_t>(places) - fraction.size(), '0');
        text += '.' + fraction;
    }
    return text;
}

std::string rational_text(const Rational& value) {
    const auto below = mp::denominator(value);
    const std::string above = mp::numerator(value).str();
    return below == 1 ? above : above + '/' + below.str();
}

std::string rounded_text(const Rational& value, int places) {
    const mp::checked_cpp_int scale(power_of_ten(places).str());
    const mp::checked_cpp_int above = mp::numerator(value) * scale * 2 + mp::denominator(value);
    const mp::checked_cpp_int nearest = above / (mp::denominator(value) * 2);
    std::string digits = nearest.str();
    if (places == 0) {
        return digits;
    }
    const auto width = static_cast<std::size_t>(places) + 1;
    if (digits.size() < width) {
        digits.insert(0, width - digits.size(), '0');
    }
    digits.insert(digits.size() - static_cast<std::size_t>(places), 1, '.');
    return digits;
}

} // namespace ogniwo::counting

#pragma once
// Exact numbers of a count. Nothing here rounds unless its name says so.

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <string>

namespace ogniwo::counting {

/// Fixed point: a whole number of the smallest part of a vote that a method knows (1 for whole
/// votes, 10^-5 for Scottish STV). An overflow throws; the limits of election.hpp keep every method
/// far below it.
using Units = boost::multiprecision::checked_int128_t;

/// Quotients, scores and payments that no fixed number of decimal places holds.
using Rational = boost::multiprecision::checked_cpp_rational;

/// 10^places. Range of places: 0..18.
Units power_of_ten(int places);

/// a * b / c, rounded towards zero or upwards. Precondition: a, b >= 0, c > 0.
Units multiply_divide_down(const Units& a, const Units& b, const Units& c);
Units multiply_divide_up(const Units& a, const Units& b, const Units& c);

/// "12.34500" for 1234500 units of 10^-5; "12" when places is 0.
std::string decimal_text(const Units& units, int places);

/// "3", "5/2", "-1/3": lowest terms.
std::string rational_text(const Rational& value);

/// Rounded to the nearest for a reader, never for a decision: "2.500".
std::string rounded_text(const Rational& value, int places);

} // namespace ogniwo::counting

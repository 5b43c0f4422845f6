#pragma once
// JSON read strictly and written in the two forms that are hashed.
//
// Boost.JSON alone is too lenient for hashed data: it keeps the last of two equal keys, reads 2^64 as a
// double and accepts -0. parse_json refuses all three.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <boost/json/value.hpp>

namespace ogniwo {

namespace json = boost::json;

/// Bounds of what parse_json accepts; exceeding one is an error, never a truncation.
struct JsonLimits {
    std::size_t max_bytes = 1 << 20;
    std::size_t max_depth = 32;
    /// Values of every kind, keys included.
    std::size_t max_values = 200'000;
};

/// Reads one JSON text (RFC 8259, UTF-8 without BOM). Keeps the order of members. Numbers are integers
/// with |n| <= 2^53-1; fractions, exponents, -0 and equal keys are refused.
/// Errors: json.size, json.depth, json.values, json.number, json.duplicate_key, json.syntax.
Result<json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Compact form with the members in the order they have: PROTOCOL section 3. Escapes only `"`, `\` and
/// control characters (\b \f \n \r \t, else \u00xx, 0x7f included). Precondition: integers only.
std::string write_json(const json::value& value);

/// RFC 8785 canonical form: members sorted by UTF-16 code units; 0x7f is not escaped.
/// Precondition: integers only.
std::string write_canonical_json(const json::value& value);

/// Members of an object that must be exactly these (the order is not checked).
/// Errors: json.shape, naming the member that is missing or unknown.
struct JsonShape {
    std::initializer_list<std::string_view> required;
    std::initializer_list<std::string_view> optional{};
};
Result<const json::object*> expect_object(const json::value& value, const JsonShape& shape);

/// Member access for objects from outside: errors instead of exceptions. Errors: json.shape.
Result<std::string> get_string(const json::object& object, std::string_view key);
Result<std::int64_t> get_int(const json::object& object, std::string_view key);
Result<bool> get_bool(const json::object& object, std::string_view key);
Result<const json::array*> get_array(const json::object& object, std::string_view key);
Result<const json::object*> get_object(const json::object& object, std::string_view key);

} // namespace ogniwo

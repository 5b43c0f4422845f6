#pragma once
// The vectors that the TypeScript implementation wrote: tests/vectors/README.md.

#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

namespace ogniwo::test {

/// One file of tests/vectors. Tests run in the source root.
inline json::value load_vectors(const std::string& name) {
    std::ifstream file("tests/vectors/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(file, "cannot read tests/vectors/" + name);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    auto value = parse_json(text, {.max_bytes = std::size_t{4} << 20U});
    BOOST_REQUIRE_MESSAGE(value.has_value(), name);
    return std::move(*value);
}

/// A list that must not be empty, so that a test cannot pass by reading nothing.
inline const json::array& list(const json::value& value, std::string_view key) {
    const json::array& items = value.at(key).as_array();
    BOOST_REQUIRE(!items.empty());
    return items;
}

inline std::string text(const json::value& value, std::string_view key) {
    return std::string(value.at(key).as_string());
}

inline std::uint64_t number(const json::value& value, std::string_view key) {
    return static_cast<std::uint64_t>(value.at(key).as_int64());
}

/// The expected id of an error: "" for null, which says that it passes.
inline std::string failed(const json::value& value) {
    return value.at("failed").is_null() ? std::string() : text(value, "failed");
}

/// The id of a result's error, "" when it holds a value.
template <class T> std::string id_of(const Result<T>& result) {
    return result ? std::string() : std::string(result.error().id());
}

template <std::size_t N> ByteArray<N> hex(const json::value& value, std::string_view key) {
    return hex_decode_array<N>(text(value, key)).value();
}

} // namespace ogniwo::test

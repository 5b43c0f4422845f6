#include "crypto/base/json.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <set>

namespace ogniwo {
namespace {

constexpr std::int64_t max_integer = (std::int64_t{1} << 53) - 1;

// Builds the value like Boost.JSON's own parser and refuses what hashed data must not hold.
class StrictHandler {
  public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit StrictHandler(std::size_t max_values) : max_values_(max_values) { stack_.reset(); }

    json::value release() { return stack_.release(); }
    [[nodiscard]] const Error& error() const { return error_; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code& ec) {
        keys_.emplace_back();
        return count(ec);
    }
    bool on_object_end(std::size_t n, json::error_code&) {
        keys_.pop_back();
        stack_.push_object(n);
        return true;
    }
    bool on_array_begin(json::error_code& ec) { return count(ec); }
    bool on_array_end(std::size_t n, json::error_code&) {
        stack_.push_array(n);
        return true;
    }
    bool on_key_part(json::string_view s, std::size_t, json::error_code&) {
        key_.append(s.data(), s.size());
        stack_.push_chars(s);
        return true;
    }
    bool on_key(json::string_view s, std::size_t, json::error_code& ec) {
        key_.append(s.data(), s.size());
        if (!keys_.back().insert(std::exchange(key_, {})).second) {
            return fail(ec, "json.duplicate_key");
        }
        stack_.push_key(s);
        return count(ec);
    }
    bool on_string_part(json::string_view s, std::size_t, json::error_code&) {
        stack_.push_chars(s);
        return true;
    }
    bool on_string(json::string_view s, std::size_t, json::error_code& ec) {
        stack_.push_string(s);
        return count(ec);
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t i, json::string_view text, json::error_code& ec) {
        if (i > max_integer || i < -max_integer || (i == 0 && text.starts_with('-'))) {
            return fail(ec, "json.number");
        }
        stack_.push_int64(i);
        return count(ec);
    }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) {
        return fail(ec, "json.number"); // reached only above 2^63-1
    }
    bool on_double(double, json::string_view, json::error_code& ec) {
        return fail(ec, "json.number");
    }
    bool on_bool(bool b, json::error_code& ec) {
        stack_.push_bool(b);
        return count(ec);
    }
    bool on_null(json::error_code& ec) {
        stack_.push_null();
        return count(ec);
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    bool fail(json::error_code& ec, const char* id) {
        error_ = Error(id);
        ec = json::error::syntax;
        return false;
    }
    bool count(json::error_code& ec) {
        return ++values_ <= max_values_ || fail(ec, "json.values");
    }

    json::value_stack stack_;
    std::vector<std::set<std::string>> keys_;
    std::string key_;
    std::size_t values_ = 0;
    std::size_t max_values_;
    Error error_{"json.syntax"};
};

void write_string(std::string& out, std::string_view text, bool escape_del) {
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (byte < 0x20 || (byte == 0x7f && escape_del)) {
                out += "\\u00" + hex_encode(ByteView(&byte, 1));
            } else {
                out.push_back(c);
            }
        }
    }
    out.push_back('"');
}

// UTF-16 order differs from byte order only where a code point above the BMP meets U+E000..U+FFFF.
bool utf16_less(std::string_view a, std::string_view b) {
    const auto differ = std::ranges::mismatch(a, b);
    if (differ.in1 == a.end() || differ.in2 == b.end()) {
        return a.size() < b.size();
    }
    const auto rank = [](char c) {
        const auto byte = static_cast<std::uint8_t>(c);
        return byte >= 0xf0 ? 0xed : byte >= 0xee ? byte + 2 : static_cast<int>(byte);
    };
    const int ra = rank(*differ.in1);
    const int rb = rank(*differ.in2);
    return ra != rb ? ra < rb
                    : static_cast<std::uint8_t>(*differ.in1) < static_cast<std::uint8_t>(*differ.in2);
}

using Members = std::vector<const json::key_value_pair*>;

class Writer {
  public:
    explicit Writer(bool canonical) : canonical_(canonical) {}

    void write(const json::value& value) {
        switch (value.kind()) {
        case json::kind::null: out_ += "null"; break;
        case json::kind::bool_: out_ += value.get_bool() ? "true" : "false"; break;
        case json::kind::int64: out_ += std::to_string(value.get_int64()); break;
        case json::kind::uint64: out_ += std::to_string(value.get_uint64()); break;
        case json::kind::double_: OGNIWO_CHECK(false && "no floating point in hashed JSON"); break;
        case json::kind::string: write_string(out_, value.get_string(), !canonical_); break;
        case json::kind::array: write_array(value.get_array()); break;
        case json::kind::object: write_object(value.get_object()); break;
        }
    }
    std::string release() { return std::move(out_); }

  private:
    void write_array(const json::array& array) {
        char separator = '[';
        for (const json::value& element : array) {
            out_.push_back(std::exchange(separator, ','));
            write(element);
        }
        out_ += array.empty() ? "[]" : "]";
    }
    void write_object(const json::object& object) {
        Members members;
        members.reserve(object.size());
        for (const auto& member : object) {
            members.push_back(&member);
        }
        if (canonical_) {
            std::ranges::sort(members,
                              [](auto* a, auto* b) { return utf16_less(a->key(), b->key()); });
        }
        char separator = '{';
        for (const auto* member : members) {
            out_.push_back(std::exchange(separator, ','));
            write_string(out_, member->key(), !canonical_);
            out_.push_back(':');
            write(member->value());
        }
        out_ += members.empty() ? "{}" : "}";
    }

    bool canonical_;
    std::string out_;
};

Error shape_error(std::string_view what, std::string_view key) {
    return {"json.shape", std::string(what) + " \"" + std::string(key) + "\""};
}

template <class Get> auto member(const json::object& object, std::string_view key, Get get)
    -> Result<decltype(get(std::declval<const json::value&>()))> {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) {
        return shape_error("missing member", key);
    }
    auto found = get(*value);
    if (!found) {
        return shape_error("wrong type of member", key);
    }
    return found;
}

} // namespace

Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes) {
        return Error("json.size", "more than " + std::to_string(limits.max_bytes) + " bytes");
    }
    json::parse_options options;
    options.max_depth = limits.max_depth;
    json::basic_parser<StrictHandler> parser(options, limits.max_values);
    json::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (ec == json::error::too_deep) {
        return Error("json.depth", "deeper than " + std::to_string(limits.max_depth));
    }
    if (ec || !parser.done()) {
        return parser.handler().error();
    }
    if (used != text.size()) {
        return Error("json.syntax", "trailing bytes");
    }
    return parser.handler().release();
}

std::string write_json(const json::value& value) {
    Writer writer(false);
    writer.write(value);
    return writer.release();
}

std::string write_canonical_json(const json::value& value) {
    Writer writer(true);
    writer.write(value);
    return writer.release();
}

Result<const json::object*> expect_object(const json::value& value, const JsonShape& shape) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return Error("json.shape", "not an object");
    }
    for (const std::string_view key : shape.required) {
        if (!object->contains(key)) {
            return shape_error("missing member", key);
        }
    }
    for (const auto& entry : *object) {
        const std::string_view key = entry.key();
        if (std::ranges::find(shape.required, key) == shape.required.end() &&
            std::ranges::find(shape.optional, key) == shape.optional.end()) {
            return shape_error("unknown member", key);
        }
    }
    return object;
}

Result<std::string> get_string(const json::object& object, std::string_view key) {
    OGNIWO_ASSIGN(const auto* text, member(object, key, [](auto& v) { return v.if_string(); }));
    return std::string(*text);
}
Result<std::int64_t> get_int(const json::object& object, std::string_view key) {
    OGNIWO_ASSIGN(const auto* number, member(object, key, [](auto& v) { return v.if_int64(); }));
    return *number;
}
Result<bool> get_bool(const json::object& object, std::string_view key) {
    OGNIWO_ASSIGN(const auto* flag, member(object, key, [](auto& v) { return v.if_bool(); }));
    return *flag;
}
Result<const json::array*> get_array(const json::object& object, std::string_view key) {
    return member(object, key, [](auto& v) { return v.if_array(); });
}
Result<const json::object*> get_object(const json::object& object, std::string_view key) {
    return member(object, key, [](auto& v) { return v.if_object(); });
}

} // namespace ogniwo

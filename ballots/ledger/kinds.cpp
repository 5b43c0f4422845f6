#include "ballots/ledger/kinds.hpp"

#include "ballots/ledger/kind_fields.hpp"
#include "crypto/base/encoding.hpp"

#include <array>
#include <type_traits>

namespace ogniwo::ledger {
namespace {

constexpr std::size_t max_list_length = 4096;
constexpr std::size_t max_label_bytes = 1000;

// ---- Forms of texts. ----

bool all_of_alphabet(std::string_view text, std::string_view alphabet) {
    return text.find_first_not_of(alphabet) == std::string_view::npos;
}
constexpr std::string_view hex_digits = "0123456789abcdef";

bool well_formed(const Id& id) {
    return !id.value.empty() && id.value.size() <= 64 &&
           all_of_alphabet(id.value, "abcdefghijklmnopqrstuvwxyz0123456789-");
}
bool well_formed(const KeyHex& key) {
    return key.value.size() == 64 && all_of_alphabet(key.value, hex_digits);
}
bool well_formed(const DigestHex& digest) {
    return digest.value.size() == 64 && all_of_alphabet(digest.value, hex_digits);
}
bool well_formed(const Label& label) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !label.value.empty() && label.value.size() <= max_label_bytes &&
           is_utf8(label.value) && std::ranges::none_of(label.value, control);
}

} // namespace

bool well_formed(const Uuid& uuid) {
    return uuid.value.size() >= 14 && uuid.value.size() <= 64 &&
           all_of_alphabet(uuid.value, base58_alphabet);
}
bool well_formed(const Tracker& tracker) {
    return base64_decode_array<32>(tracker.value, Padding::none).has_value();
}

namespace {

constexpr std::array<std::string_view, 3> role_names{"representative", "officer", "trustee"};

// ---- Reading. ----

Error wrong(std::string_view key) {
    return {"entry.body", "wrong type or form of \"" + std::string(key) + "\""};
}

template <class T>
    requires std::is_class_v<T>
bool read(const json::value& value, T& out);

template <class Form> bool read(const json::value& value, Checked<Form>& out) {
    const json::string* text = value.if_string();
    if (text == nullptr) {
        return false;
    }
    out.value = std::string(*text);
    return well_formed(out);
}
bool read(const json::value& value, std::int64_t& out) {
    const std::int64_t* number = value.if_int64();
    if (number == nullptr || *number < 0) {
        return false;
    }
    out = *number;
    return true;
}
bool read(const json::value& value, std::uint64_t& out) {
    std::int64_t number = 0;
    if (!read(value, number)) {
        return false;
    }
    out = static_cast<std::uint64_t>(number);
    return true;
}
bool read(const json::value& value, ballots::MajorityBase& out) {
    const json::string* text = value.if_string();
    const auto base = text == nullptr ? Result<ballots::MajorityBase>(Error("rule.base"))
                                      : ballots::parse_majority_base(std::string_view(*text));
    if (base) {
        out = *base;
    }
    return base.has_value();
}
bool read(const json::value& value, bool& out) {
    const bool* flag = value.if_bool();
    out = flag != nullptr && *flag;
    return flag != nullptr;
}
bool read(const json::value& value, Role& out) {
    const json::string* text = value.if_string();
    const auto found = text == nullptr ? role_names.end()
                                       : std::ranges::find(role_names, std::string_view(*text));
    out = static_cast<Role>(found == role_names.end() ? 0 : found - role_names.begin());
    return found != role_names.end();
}
bool read(const json::value& value, Option& out) {
    const json::string* text = value.if_string();
    const auto option = ballots::parse_option(text == nullptr ? "" : std::string_view(*text));
    out = option ? *option : Option::abstain;
    return option.has_value();
}
template <class T> bool read(const json::value& value, std::vector<T>& out) {
    const json::array* array = value.if_array();
    if (array == nullptr || array->size() > max_list_length) {
        return false;
    }
    for (const json::value& element : *array) {
        if (!read(element, out.emplace_back())) {
            return false;
        }
    }
    return true;
}
template <class T> bool read(const json::value& value, std::optional<T>& out) {
    return read(value, out.emplace());
}

template <class T> constexpr bool is_optional = false;
template <class T> constexpr bool is_optional<std::optional<T>> = true;

template <class T> Result<T> read_struct(const json::object& object) {
    T out{};
    Result<void> result;
    std::size_t used = 0;
    fields(out, [&](std::string_view key, auto& member) {
        const json::value* value = object.if_contains(key);
        if (value != nullptr) {
            ++used;
        }
        if (!result) {
            return;
        }
        if (value == nullptr) {
            if (!is_optional<std::remove_reference_t<decltype(member)>>) {
                result = Error("entry.body", "missing member \"" + std::string(key) + "\"");
            }
        } else if (!read(*value, member)) {
            result = wrong(key);
        }
    });
    if (!result) {
        return result.error();
    }
    if (used != object.size()) {
        return Error("entry.body", "unknown member");
    }
    return out;
}

template <class T>
    requires std::is_class_v<T>
bool read(const json::value& value, T& out) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return false;
    }
    auto result = read_struct<T>(*object);
    if (result) {
        out = std::move(*result);
    }
    return result.has_value();
}

// ---- Writing. ----

template <class T>
    requires std::is_class_v<T>
json::value write(const T& value);

template <class Form> json::value write(const Checked<Form>& text) { return json::value(text.value); }
json::value write(std::int64_t number) { return number; }
json::value write(std::uint64_t number) { return static_cast<std::int64_t>(number); }
json::value write(bool flag) { return flag; }
json::value write(ballots::MajorityBase base) {
    return json::value(ballots::majority_base_name(base));
}
json::value write(Role role) { return json::value(role_names[static_cast<std::size_t>(role)]); }
json::value write(Option option) { return json::value(ballots::option_name(option)); }
template <class T> json::value write(const std::vector<T>& list) {
    json::array out;
    out.reserve(list.size());
    for (const T& element : list) {
        out.push_back(write(element));
    }
    return out;
}

template <class T> json::object write_struct(const T& value) {
    json::object out;
    fields(value, [&](std::string_view key, const auto& member) {
        if constexpr (is_optional<std::remove_cvref_t<decltype(member)>>) {
            if (member) {
                out[key] = write(*member);
            }
        } else {
            out[key] = write(member);
        }
    });
    return out;
}
template <class T>
    requires std::is_class_v<T>
json::value write(const T& value) {
    return write_struct(value);
}

template <std::size_t I = 0>
Result<Body> parse_kind(std::string_view kind, const json::object& object) {
    if constexpr (I == std::variant_size_v<Body>) {
        return Error("entry.kind", "unknown kind \"" + std::string(kind) + "\"");
    } else {
        using T = std::variant_alternative_t<I, Body>;
        if (kind != T::kind) {
            return parse_kind<I + 1>(kind, object);
        }
        OGNIWO_ASSIGN(T body, read_struct<T>(object));
        return Body(std::move(body));
    }
}

} // namespace

std::string_view kind_of(const Body& body) {
    return std::visit([](const auto& b) { return std::remove_cvref_t<decltype(b)>::kind; }, body);
}

Result<Body> parse_body(std::string_view kind, const json::object& object) {
    return parse_kind(kind, object);
}

json::object encode_body(const Body& body) {
    return std::visit([](const auto& b) { return write_struct(b); }, body);
}

} // namespace ogniwo::ledger

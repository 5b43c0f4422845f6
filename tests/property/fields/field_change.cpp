#include "field_change.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/check.hpp"
#include "sample_election.hpp"

namespace ogniwo::ballots::fields {
namespace {

template <FieldKind K> bool is(const Field& field) {
    return field.kind == K;
}
bool is_any(const Field&) {
    return true;
}
bool is_entry(const Field& field) {
    return field.in_list;
}

std::string_view text_at(json::value& parent, std::size_t position) {
    return child_of(parent, position).as_string();
}
bool replace(json::value& parent, std::size_t position, json::value changed) {
    json::value& value = child_of(parent, position);
    const bool differs = value != changed;
    value = std::move(changed);
    return differs;
}

std::string decimal_sum(std::string_view a, std::string_view b) {
    std::string out;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry > 0; ++i) {
        carry += i < a.size() ? a[a.size() - 1 - i] - '0' : 0;
        carry += i < b.size() ? b[b.size() - 1 - i] - '0' : 0;
        out.insert(out.begin(), static_cast<char>('0' + carry % 10));
        carry /= 10;
    }
    return out;
}

// Any kind.
bool left_out(json::value& parent, std::size_t position) {
    if (json::object* object = parent.if_object()) {
        json::object rest;
        for (std::size_t i = 0; i < object->size(); ++i) {
            const auto member = object->begin() + static_cast<std::ptrdiff_t>(i);
            if (i != position) {
                rest[member->key()] = member->value();
            }
        }
        *object = rest;
        return true;
    }
    json::array& list = parent.as_array();
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(position));
    return true;
}
bool null(json::value& parent, std::size_t position) {
    return replace(parent, position, nullptr);
}
bool doubled(json::value& parent, std::size_t position) {
    json::array& list = parent.as_array();
    const json::value copy = list[position];
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(position), copy);
    return true;
}
bool exchanged(json::value& parent, std::size_t position) {
    json::array& list = parent.as_array();
    if (position + 1 >= list.size() || list[position] == list[position + 1]) {
        return false;
    }
    std::swap(list[position], list[position + 1]);
    return true;
}
bool emptied(json::value& parent, std::size_t position) {
    return replace(parent, position, json::array());
}
bool one_member_more(json::value& parent, std::size_t position) {
    child_of(parent, position).as_object()["more"] = 1;
    return true;
}

// Texts, numbers, truth values.
bool another_character(json::value& parent, std::size_t position) {
    std::string text(text_at(parent, position));
    if (text.empty()) {
        return false;
    }
    char& middle = text[text.size() / 2];
    middle = middle == '1' ? '2' : '1';
    return replace(parent, position, json::string(text));
}
bool empty_text(json::value& parent, std::size_t position) {
    return replace(parent, position, json::string());
}
bool number_plus_one(json::value& parent, std::size_t position) {
    return replace(parent, position, child_of(parent, position).as_int64() + 1);
}
bool number_minus_one(json::value& parent, std::size_t position) {
    return replace(parent, position, child_of(parent, position).as_int64() - 1);
}
bool number_as_text(json::value& parent, std::size_t position) {
    return replace(parent, position,
                   json::string(std::to_string(child_of(parent, position).as_int64())));
}
bool negated(json::value& parent, std::size_t position) {
    return replace(parent, position, !child_of(parent, position).as_bool());
}

// Scalars.
template <class G> bool scalar_plus_one(json::value& parent, std::size_t position) {
    const auto scalar = *G::parse_scalar(text_at(parent, position));
    return replace(parent, position, json::string(G::scalar_text(G::add(scalar, G::scalar(1)))));
}
template <class G> bool scalar_negated(json::value& parent, std::size_t position) {
    const auto scalar = *G::parse_scalar(text_at(parent, position));
    return replace(parent, position,
                   json::string(G::scalar_text(G::subtract(G::scalar(0), scalar))));
}
// The same number, written as another: SECURITY N8.
template <class G> bool scalar_plus_order(json::value& parent, std::size_t position) {
    const std::string largest = G::scalar_text(G::subtract(G::scalar(0), G::scalar(1)));
    return replace(parent, position,
                   json::string(decimal_sum(decimal_sum(text_at(parent, position), largest), "1")));
}
bool zero(json::value& parent, std::size_t position) {
    return replace(parent, position, json::string("0"));
}
bool minus_sign(json::value& parent, std::size_t position) {
    return replace(parent, position, json::string("-" + std::string(text_at(parent, position))));
}
bool leading_zero(json::value& parent, std::size_t position) {
    return replace(parent, position, json::string("0" + std::string(text_at(parent, position))));
}

// Elements.
template <class G> bool times_g(json::value& parent, std::size_t position) {
    const auto element = *G::parse_point(text_at(parent, position));
    const auto changed = G::multiply(element, G::generator().point());
    return replace(parent, position, json::string(G::point_text(changed)));
}
template <class G> bool inverse(json::value& parent, std::size_t position) {
    const auto element = *G::parse_point(text_at(parent, position));
    return replace(parent, position, json::string(G::point_text(G::divide(G::neutral(), element))));
}
template <class G> bool neutral(json::value& parent, std::size_t position) {
    return replace(parent, position, json::string(G::point_text(G::neutral())));
}
// On the curve or below p, but not a member: SECURITY N6, N9.
template <class G> bool outside(json::value& parent, std::size_t position) {
    if constexpr (std::same_as<G, crypto::Ed25519>) {
        return replace(parent, position,
                       json::string(sample::plus_order_two(text_at(parent, position))));
    } else {
        int number = 2;
        while (G::parse_point(std::to_string(number))) {
            ++number;
        }
        return replace(parent, position, json::string(std::to_string(number)));
    }
}
// The same element, written as another: SECURITY N7.
template <class G> bool another_text(json::value& parent, std::size_t position) {
    std::string text(text_at(parent, position));
    if constexpr (std::same_as<G, crypto::Ed25519>) {
        std::ranges::transform(text, text.begin(), [](char c) {
            return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        });
    } else {
        text.insert(text.begin(), '0');
    }
    return replace(parent, position, json::string(text));
}

template <class G>
constexpr FieldChange all[] = {
    {"left out", is_any, left_out},
    {"null", is_any, null},
    {"doubled", is_entry, doubled},
    {"exchanged with the next", is_entry, exchanged},
    {"emptied", is<FieldKind::list>, emptied},
    {"one member more", is<FieldKind::object>, one_member_more},
    {"another character", is<FieldKind::text>, another_character},
    {"an empty text", is<FieldKind::text>, empty_text},
    {"+ 1", is<FieldKind::number>, number_plus_one},
    {"- 1", is<FieldKind::number>, number_minus_one},
    {"as a text", is<FieldKind::number>, number_as_text},
    {"negated", is<FieldKind::truth>, negated},
    {"+ 1", is<FieldKind::scalar>, scalar_plus_one<G>},
    {"q - it", is<FieldKind::scalar>, scalar_negated<G>},
    {"+ q", is<FieldKind::scalar>, scalar_plus_order<G>},
    {"0", is<FieldKind::scalar>, zero},
    {"a minus sign", is<FieldKind::scalar>, minus_sign},
    {"a leading zero", is<FieldKind::scalar>, leading_zero, true},
    {"times g", is<FieldKind::element>, times_g<G>},
    {"inverse", is<FieldKind::element>, inverse<G>},
    {"neutral", is<FieldKind::element>, neutral<G>},
    {"outside the group", is<FieldKind::element>, outside<G>},
    {"another text of it", is<FieldKind::element>, another_text<G>, true},
};

} // namespace

std::span<const FieldChange> changes_in(std::string_view group) {
#define OGNIWO_CHANGES(G)                                                                          \
    if (group == G::name) {                                                                        \
        return all<G>;                                                                             \
    }
    OGNIWO_FOR_EACH_GROUP(OGNIWO_CHANGES)
#undef OGNIWO_CHANGES
    OGNIWO_CHECK(false && "a group");
}

} // namespace ogniwo::ballots::fields

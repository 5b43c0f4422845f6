#include "ballots/rules/rule_name.hpp"

#include "crypto/base/encoding.hpp"

#include <array>
#include <optional>
#include <utility>

namespace ogniwo::ballots {
namespace {

using Base = MajorityBase;

struct Fixed {
    std::string_view name;
    NamedRule rule;
};

const std::array fixed_rules{
    Fixed{"simple", MajorityRule{Base::yes_no, 1, 2, true}},
    Fixed{"simple_inv_against", MajorityRule{Base::yes_no_invalid, 1, 2, true}},
    Fixed{"abs_cast", MajorityRule{Base::cast, 1, 2, true}},
    Fixed{"abs_cast_inv", MajorityRule{Base::cast_invalid, 1, 2, true}},
    Fixed{"abs_present", MajorityRule{Base::present, 1, 2, true}},
    Fixed{"abs_entitled", MajorityRule{Base::entitled, 1, 2, true}},
    Fixed{"half_plus_one", MajorityRule{Base::cast, 1, 2, false, 1}},
    Fixed{"quorum_half_ge", QuorumRule{1, 2, false}},
    Fixed{"quorum_half_gt", QuorumRule{1, 2, true}},
    Fixed{"quorum_third_ge", QuorumRule{1, 3, false}},
    Fixed{"quorum_second_any", QuorumRule{0, 1, false}},
};

constexpr std::array<std::pair<std::string_view, Base>, 5> bases{{{"YN", Base::yes_no},
                                                                  {"cast", Base::cast},
                                                                  {"cast_inv", Base::cast_invalid},
                                                                  {"present", Base::present},
                                                                  {"entitled", Base::entitled}}};

Error unknown(std::string_view name) {
    return Error("rule.name",
                 "'" + std::string(name) +
                     "' is no rule; one of simple, simple_inv_against, abs_cast, abs_cast_inv, "
                     "abs_present, abs_entitled, half_plus_one, q_<p>_<q>_<base> with base YN, "
                     "cast, cast_inv, present or entitled and _strict after it for \"more than\", "
                     "quorum_half_ge, quorum_half_gt, quorum_third_ge, quorum_second_any");
}

/// The number before the next underscore, which is taken away with it.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    const std::size_t end = text.find('_');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto number = decimal_decode(text.substr(0, end));
    text.remove_prefix(end + 1);
    return number ? std::optional(*number) : std::nullopt;
}

} // namespace

Result<NamedRule> parse_rule_name(std::string_view name) {
    for (const Fixed& fixed : fixed_rules) {
        if (fixed.name == name) {
            return fixed.rule;
        }
    }
    std::string_view rest = name;
    if (!rest.starts_with("q_")) {
        return unknown(name);
    }
    rest.remove_prefix(2);
    const auto num = take_number(rest);
    const auto den = take_number(rest);
    constexpr std::string_view strict_suffix = "_strict";
    const bool strict = rest.ends_with(strict_suffix);
    if (strict) {
        rest.remove_suffix(strict_suffix.size());
    }
    for (const auto& [base_name, base] : bases) {
        if (num && den && base_name == rest) {
            const MajorityRule rule{base, *num, *den, strict};
            OGNIWO_TRY(check_rule(rule));
            return NamedRule(rule);
        }
    }
    return unknown(name);
}

Result<QuorumRule> parse_quorum_name(std::string_view name) {
    OGNIWO_ASSIGN(const NamedRule named, parse_rule_name(name));
    const auto* quorum = std::get_if<QuorumRule>(&named);
    if (quorum == nullptr) {
        return Error("rule.name",
                     "'" + std::string(name) + "' is no quorum: their names begin with quorum_");
    }
    return *quorum;
}

} // namespace ogniwo::ballots

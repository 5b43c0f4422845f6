#include "ballots/counting/methods.hpp"
#include "crypto/base/check.hpp"

#include <array>

namespace ogniwo::counting {
namespace {

struct Entry {
    Method method;
    std::string_view name;
    Result<CountRecord> (*count)(const Election&, const MaybeLot&);
};

constexpr std::array methods{
    Entry{Method::plurality, "plurality", count_plurality},
    Entry{Method::block, "block", count_block},
    Entry{Method::limited, "limited", count_limited},
    Entry{Method::approval, "approval", count_approval},
    Entry{Method::stv_scottish, "stv-scottish", count_stv_scottish},
    Entry{Method::stv_meek, "stv-meek", count_stv_meek},
    Entry{Method::stv_ers97, "stv-ers97", count_stv_ers97},
    Entry{Method::irv, "irv", count_irv},
    Entry{Method::borda, "borda", count_borda},
    Entry{Method::borda_nauru, "borda-nauru", count_borda_nauru},
    Entry{Method::schulze, "schulze", count_schulze},
    Entry{Method::ranked_pairs, "ranked-pairs", count_ranked_pairs},
    Entry{Method::copeland, "copeland", count_copeland},
    Entry{Method::majority_judgment, "majority-judgment", count_majority_judgment},
    Entry{Method::dhondt, "dhondt", count_dhondt},
    Entry{Method::sainte_lague, "sainte-lague", count_sainte_lague},
    Entry{Method::largest_remainder, "largest-remainder", count_largest_remainder},
    Entry{Method::equal_shares, "equal-shares", count_equal_shares},
};

const Entry& entry(Method method) {
    for (const Entry& candidate : methods) {
        if (candidate.method == method) {
            return candidate;
        }
    }
    OGNIWO_CHECK(false && "a method");
    return methods.front();
}

} // namespace

std::string_view method_name(Method method) {
    return entry(method).name;
}

Result<Method> parse_method(std::string_view name) {
    std::string names;
    for (const Entry& candidate : methods) {
        if (candidate.name == name) {
            return candidate.method;
        }
        names += (names.empty() ? "" : ", ") + std::string(candidate.name);
    }
    return Error("count.method", "'" + std::string(name.substr(0, 40)) + "' is none of " + names);
}

Result<CountRecord> count(Method method, const Election& election, const MaybeLot& lot) {
    auto record = entry(method).count(election, lot);
    if (record && lot) {
        record->lot_seed = lot->seed_hex();
    }
    return record;
}

} // namespace ogniwo::counting

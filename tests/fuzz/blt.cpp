#include "ballots/counting/blt.hpp"

#include "ballots/counting/csv.hpp"
#include "ballots/counting/methods.hpp"
#include "ballots/counting/record_output.hpp"
#include "crypto/base/check.hpp"

using namespace ogniwo;

// What is read is written and read again as the same, and small elections are counted by every
// method.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    static_cast<void>(counting::read_csv(text));
    const auto election = counting::read_blt(text);
    if (!election) {
        return 0;
    }
    const auto again = counting::read_blt(counting::write_blt(*election));
    OGNIWO_CHECK(again.has_value());
    OGNIWO_CHECK(again->ballots == election->ballots && again->withdrawn == election->withdrawn);
    if (election->names.size() > 8 || election->ballots.size() > 20 || election->seats > 20) {
        return 0;
    }
    const auto lot = counting::Lot::from_hex("00", election->names.size());
    for (int method = 0; method <= static_cast<int>(counting::Method::equal_shares); ++method) {
        const auto record = counting::count(static_cast<counting::Method>(method), *election, *lot);
        if (record) {
            static_cast<void>(counting::record_json(*record, *election));
            static_cast<void>(counting::record_text(*record, *election));
        }
    }
    return 0;
}

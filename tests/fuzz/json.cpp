// Whatever is read is written and read again as the same, in both forms.
#include "crypto/base/check.hpp"
#include "crypto/base/json.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = parse_json(as_text({data, size}), {.max_bytes = 1 << 16});
    if (value) {
        const auto again = parse_json(write_json(*value), {.max_bytes = 1 << 20});
        OGNIWO_CHECK(again && *again == *value);
        const std::string canonical = write_canonical_json(*value);
        const auto sorted = parse_json(canonical, {.max_bytes = 1 << 20});
        OGNIWO_CHECK(sorted && *sorted == *value && write_canonical_json(*sorted) == canonical);
    }
    return 0;
}

#include "server/config.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto config = server::parse_config(as_text({data, size}), "/")) {
        static_cast<void>(server::describe(*config));
    }
    return 0;
}

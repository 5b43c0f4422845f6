#include "crypto/base/check.hpp"
#include "server/http/message.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text({data, size}));
    if (const auto target = http::parse_target(text)) {
        OGNIWO_CHECK(target->path.starts_with('/'));
        for (const std::string& segment : target->segments) {
            OGNIWO_CHECK(segment != "." && segment != ".." && segment.find('/') == std::string::npos);
        }
    }
    if (text.find_first_of(std::string("\r\n\0", 3)) == std::string::npos) {
        http::Request request;
        request.headers.add("Cookie", text);
        request.headers.add("Accept-Language", text);
        static_cast<void>(request.cookie("__Host-ogniwo"));
        static_cast<void>(http::preferred_language(request, {"pl", "en"}));
    }
    return 0;
}

// What a browser hands over of a passkey: a line of client data, then the authenticator's data.

#include "crypto/base/check.hpp"
#include "server/auth/passkey.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto line = std::ranges::find(input, '\n');
    const auto length = static_cast<std::size_t>(line - input.begin());
    const ByteView client = input.first(length);
    const ByteView authenticator = input.subspan(std::min(length + 1, size));
    const auth::RelyingParty rp{"localhost", "https://localhost"};
    if (const auto made = auth::check_registration(rp, "AAAA", client, authenticator)) {
        const auto read = auth::parse_passkey(auth::encode_passkey(*made));
        OGNIWO_CHECK(read && read->public_key == made->public_key && !made->credential_id.empty());
    }
    (void)auth::check_assertion(rp, "AAAA", {}, client, authenticator, authenticator);
    return 0;
}

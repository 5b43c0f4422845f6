#include "crypto/base/check.hpp"
#include "crypto/note.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    if (const auto checkpoint = crypto::parse_checkpoint(text)) {
        OGNIWO_CHECK(text.starts_with(crypto::encode_checkpoint(*checkpoint)));
    }
    if (const auto verifier = crypto::parse_note_verifier(text)) {
        OGNIWO_CHECK(crypto::encode_note_verifier(*verifier) == text);
    }
    const crypto::NoteVerifier log{"example.com/log", {}};
    OGNIWO_CHECK(!crypto::open_note(text, log).has_value()); // the zero key signs nothing
    return 0;
}

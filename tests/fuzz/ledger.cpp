#include "ballots/ledger/export.hpp"
#include "ballots/ledger/receipt.hpp"
#include "crypto/base/check.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const std::string_view text = as_text(bytes);
    if (const auto entry = ledger::parse_entry(bytes)) {
        const auto again = ledger::encode_entry(entry->act_bytes, entry->at, entry->signatures);
        OGNIWO_CHECK(again && *again == text);
        static_cast<void>(ledger::blobs_of(entry->act.body));
        static_cast<void>(ledger::tracker_of(*entry));
    }
    if (const auto act = ledger::parse_act(text)) {
        OGNIWO_CHECK(ledger::encode_act(*act) == text);
    }
    const crypto::NoteVerifier log{"example.com/log", {}};
    if (const auto receipt = ledger::parse_receipt(text)) {
        OGNIWO_CHECK(!ledger::verify_receipt(*receipt, log).has_value());
    }
    if (const auto tile = ledger::parse_tile_path(text)) {
        OGNIWO_CHECK(ledger::tile_path(*tile) == text);
    }
    std::size_t at = 0;
    const auto source = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        const std::size_t n = std::min(out.size(), size - at);
        std::copy_n(data + at, n, out.begin());
        at += n;
        return n;
    };
    OGNIWO_CHECK(!ledger::verify_export(source, log, {}).has_value());
    return 0;
}

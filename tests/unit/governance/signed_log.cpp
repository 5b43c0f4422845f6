#include "signed_log.hpp"

#include "ballots/ledger/export.hpp"
#include "ballots/ledger/tiles.hpp"
#include "crypto/merkle/tree.hpp"

namespace ogniwo::governance::sample {
namespace {

class MemoryScratch final : public ballots::ScratchArchive {
  public:
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    Verdict append(ByteView bytes) override {
        ogniwo::append(bytes_, bytes);
        return pass();
    }
    Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
        return ballots::MemorySource(bytes_).read_at(offset, out);
    }

  private:
    Bytes bytes_;
};

} // namespace

Bytes SignedLog::exported() {
    merkle::CompactRange range;
    std::vector<Bytes> entries;
    std::set<DigestHex> named;
    for (const Line& line : lines) {
        const std::string act = encode_act(make_act(origin, line.body, rng));
        std::vector<EntrySignature> signatures;
        for (const Who who : line.signers) {
            signatures.push_back(sign_act(act, keys.at(who)));
        }
        entries.push_back(to_bytes(encode_entry(act, line.at, signatures).value()));
        range.append(merkle::leaf_hash(entries.back()), [](auto...) {});
        for (const DigestHex& name : blobs_of(line.body)) {
            named.insert(name);
        }
    }
    Bytes out;
    ExportWriter writer([&](ByteView bytes) -> Result<void> {
        append(out, bytes);
        return {};
    });
    const auto checkpoint = crypto::encode_checkpoint({origin, range.size(), range.root()});
    BOOST_REQUIRE(writer.add_checkpoint(crypto::sign_note(checkpoint, origin, log_key)));
    BOOST_REQUIRE(writer.add_entries(entry_tiles(entries.size()).front(), entries));
    for (const auto& [digest, bytes] : blobs) {
        if (named.contains(DigestHex{hex_encode(digest)})) {
            BOOST_REQUIRE(writer.add_blob(digest, bytes));
        }
    }
    BOOST_REQUIRE(writer.finish());
    return out;
}

LedgerReport verify(ByteView exported, const crypto::NoteVerifier& log) {
    const ballots::MemorySource source(exported);
    LedgerVerifyOptions options;
    options.threads = 1;
    options.scratch = []() -> Result<std::unique_ptr<ballots::ScratchArchive>> {
        return std::unique_ptr<ballots::ScratchArchive>(std::make_unique<MemoryScratch>());
    };
    return verify_ledger(source, log, options);
}

std::string verdict(SignedLog& log) {
    const LedgerReport report = verify(log.exported(), {origin, log.log_key.public_key()});
    const auto failed =
        std::ranges::find(report.checks, ballots::CheckState::failed, &LedgerCheck::state);
    BOOST_TEST((failed != report.checks.end()) == report.failure.has_value());
    return failed == report.checks.end()
               ? "valid"
               : std::string(failed->id) + " " + std::string(report.failure->id());
}

} // namespace ogniwo::governance::sample

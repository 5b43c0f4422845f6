#include "server/services/archive.hpp"

#include "crypto/base/encoding.hpp"
#include "server/governance/election_archive.hpp"

namespace ogniwo::services {

Result<void> write_archive(const FederationLog& log, std::string_view election,
                           const std::function<Result<void>(ByteView)>& sink) {
    const auto vote = log.with_state([&](const governance::State& state) {
        const auto id = state.vote_of_election(election);
        return id ? std::optional(*state.vote(*id)) : std::nullopt;
    });
    if (!vote) {
        return Error("election.unknown", std::string(election));
    }
    const auto blob = [&](const ledger::DigestHex& name) -> Result<Bytes> {
        OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
        OGNIWO_ASSIGN(auto bytes, storage::read_blob(log.store(), digest));
        if (!bytes) {
            return Error("storage.corrupt", "the blob " + name.value + " is missing");
        }
        return std::move(*bytes);
    };
    governance::ElectionArchive archive(vote->secret()->prepared, *vote->prepared_at, blob, sink);
    OGNIWO_TRY(archive.begin());
    const auto add = [&](std::uint64_t, ByteView bytes) -> Result<void> {
        OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
        return archive.add(entry.act.body);
    };
    return storage::each_entry(log.store(), vote->prepared_index, log.head().head.size, add);
}

} // namespace ogniwo::services

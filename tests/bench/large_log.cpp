// Appends accepted ballots to the log of a federation, for what grows with it. Usage: large_log DATA KEYS ELECTION
// BALLOTS. The entries are what casting writes, signed by the server's key; the ballots behind them are random bytes
// as many as a ballot of 5 answers has: nothing reads them at a start.

#include "ballots/ledger/entry.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "server/keys.hpp"
#include "storage/database.hpp"

#include <cstdio>
#include <future>

using namespace ogniwo;

namespace {

constexpr std::size_t ballot_bytes = 5'400;
constexpr std::size_t at_once = 1'000;

Result<void> append(storage::CommitContext& context, const server::LogKeys& keys, const std::string& origin,
                    const std::string& election, Rng& rng) {
    for (std::size_t i = 0; i < at_once; ++i) {
        Bytes ballot(ballot_bytes);
        rng.fill(ballot);
        OGNIWO_ASSIGN(const std::string hash, context.put_blob(ballot));
        const Digest digest = hex_decode_array<32>(hash).value();
        const ledger::BallotAccepted body{ledger::Uuid{election},
                                          ledger::Tracker{base64_encode(digest, Padding::none)}};
        const std::string act = ledger::encode_act(ledger::make_act(origin, body, rng));
        OGNIWO_ASSIGN(const std::string entry,
                      ledger::encode_entry(act, std::nullopt, {ledger::sign_act(act, keys.server)}));
        OGNIWO_TRY(context.append(as_bytes(entry)));
    }
    return {};
}

Result<void> run(char** argv) {
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const server::LogKeys keys, server::load_keys(argv[2]));
    OGNIWO_ASSIGN(const auto database, storage::Database::open({argv[1], server::head_file(argv[2])}, keys.verifier));
    storage::CommitQueue::Options options;
    OGNIWO_ASSIGN(const auto queue, database->start_writer(keys.log, options, nullptr));
    for (std::size_t done = 0; done < std::stoul(argv[4]); done += at_once) {
        std::promise<Result<storage::Committed>> promise;
        auto committed = promise.get_future();
        OGNIWO_TRY(queue->submit(
            [&](storage::CommitContext& context) {
                return append(context, keys, database->origin(), argv[3], rng);
            },
            [&promise](Result<storage::Committed> result) { promise.set_value(std::move(result)); }));
        OGNIWO_TRY(committed.get());
    }
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: large_log DATA KEYS ELECTION BALLOTS\n");
        return 2;
    }
    const Result<void> done = run(argv);
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().text().c_str());
    }
    return done ? 0 : 1;
}

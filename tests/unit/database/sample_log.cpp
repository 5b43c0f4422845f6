#include "tests/unit/database/sample_log.hpp"

#include "crypto/base/check.hpp"
#include "crypto/sha256.hpp"

#include <cstdlib>
#include <thread>

namespace ogniwo::storage::test {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ogniwo-test-XXXXXX").string();
    OGNIWO_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ec;
    std::filesystem::remove_all(path_, ec);
}

SampleLog::SampleLog(CommitQueue::Options options)
    : key(crypto::SigningKey::generate(rng)),
      sample({.questions = {ballots::sample::question(3, 1, 1)}, .weights = {1, 2, 1, 1}, .seed = "log"}),
      options_(std::move(options)) {
    database = Database::init(places(), origin, key).value();
    start_writer();
}

SampleLog::~SampleLog() { close(); }

void SampleLog::start_writer() { queue = database->start_writer(key, options_, nullptr).value(); }

std::promise<void> SampleLog::hold_writer() {
    std::promise<void> gate;
    const auto open = std::make_shared<std::future<void>>(gate.get_future());
    OGNIWO_CHECK(queue->submit(
        [open](CommitContext&) -> Result<void> {
            open->wait();
            return {};
        },
        [](const Result<Committed>&) {}));
    while (queue->waiting() > 0) {
        std::this_thread::yield();
    }
    return gate;
}

void SampleLog::stop_writer() { queue.reset(); }

void SampleLog::close() {
    queue.reset();
    database.reset();
}

Result<void> SampleLog::open() {
    OGNIWO_ASSIGN(database, Database::open(places(), {origin, key.public_key()}));
    return {};
}

Bytes SampleLog::entry(const ledger::Body& body) {
    const std::string act = ledger::encode_act(ledger::make_act(origin, body, rng));
    const bool ballot = std::holds_alternative<ledger::BallotAccepted>(body);
    return to_bytes(ledger::encode_entry(act, ballot ? std::nullopt : std::optional<UnixMillis>(1000),
                                         {ledger::sign_act(act, key)})
                        .value());
}

Result<Committed> SampleLog::commit(const CommitQueue::Command& command) {
    std::promise<Result<Committed>> promise;
    auto future = promise.get_future();
    OGNIWO_TRY(queue->submit(
        command, [&promise](Result<Committed> result) { promise.set_value(std::move(result)); }));
    return future.get();
}

Result<std::uint64_t> SampleLog::append(const ledger::Body& body) {
    std::uint64_t index = 0;
    OGNIWO_TRY(commit([&](CommitContext& context) -> Result<void> {
        OGNIWO_ASSIGN(index, context.append(entry(body)));
        return {};
    }));
    return index;
}

void SampleLog::found() {
    const auto founded = commit([&](CommitContext& context) -> Result<void> {
        ledger::ElectionPrepared prepared{ledger::Id{"vote"}, ledger::Label{"V"},
                                          ledger::Uuid{uuid()}, 1, {}, {}, {ledger::Id{"t"}}};
        OGNIWO_ASSIGN(prepared.setup.election.value, context.put_blob(sample.setup.election));
        OGNIWO_ASSIGN(prepared.setup.trustees.value, context.put_blob(sample.setup.trustees));
        OGNIWO_ASSIGN(prepared.setup.credentials.value, context.put_blob(sample.setup.credentials));
        const std::vector<ledger::Body> bodies{
            ledger::LogCreated{ledger::Label{"F"}, ledger::key_hex(key.public_key()), 1},
            ledger::OrganisationAdmitted{ledger::Id{"one"}, ledger::Label{"O"}, ledger::Label{"f"},
                                         ledger::Label{"s"}, 3},
            prepared};
        for (const ledger::Body& body : bodies) {
            OGNIWO_TRY(context.append(entry(body)));
        }
        return {};
    });
    OGNIWO_CHECK(founded.has_value());
}

CommitQueue::Command SampleLog::cast_command(const std::string& voter, const Bytes& ballot,
                                             std::shared_ptr<CastOutcome> outcome) {
    auto record = std::make_shared<CastRecord>();
    record->election = uuid();
    record->voter = voter;
    record->ballot = ballot;
    record->checked = sample.election->check_ballot(ballot, ballots::Strictness::cast).value();
    return [this, record, outcome](CommitContext& context) -> Result<void> {
        OGNIWO_ASSIGN(*outcome, box.record(context, *sample.election, *record, true));
        if (!outcome->duplicate) {
            OGNIWO_TRY(context.append(entry(ledger::BallotAccepted{
                ledger::Uuid{record->election}, ledger::Tracker{record->checked.tracker}})));
        }
        return {};
    };
}

Result<CastOutcome> SampleLog::cast(const std::string& voter, const Bytes& ballot) {
    const auto outcome = std::make_shared<CastOutcome>();
    OGNIWO_TRY(commit(cast_command(voter, ballot, outcome)));
    return *outcome;
}

} // namespace ogniwo::storage::test

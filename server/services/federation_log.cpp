#include "server/services/federation_log.hpp"

#include "ballots/uuid.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"
#include "storage/publish.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>

namespace ogniwo::services {

Result<std::unique_ptr<FederationLog>> FederationLog::open(Parts parts) {
    std::unique_ptr<FederationLog> log(new FederationLog(parts));
    if (const auto replayed = log->replay(); !replayed) {
        parts.database.freeze(replayed.error());
    }
    log->published_ = log->working_;
    return log;
}

FederationLog::~FederationLog() { stop_writer(); }

// Also hashes every entry anew: nothing is signed over a log that has changed on the disk.
Result<void> FederationLog::replay() {
    OGNIWO_ASSIGN(const storage::Head head, storage::read_head(store()));
    merkle::CompactRange range;
    const auto apply = [&](std::uint64_t index, ByteView bytes) -> Result<void> {
        OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
        const auto signers = entry.signers();
        OGNIWO_TRY(open_election(entry.act.body));
        OGNIWO_TRY(working_.apply({entry.act.body, signers, index, entry.at}));
        range.append(ledger::leaf_hash(bytes), [](auto...) {});
        return {};
    };
    OGNIWO_TRY(storage::each_entry(store(), 0, head.size, apply));
    if (range.root() != head.root) {
        return Error("storage.corrupt", "the entries do not give the stored root");
    }
    return {};
}

Result<void> FederationLog::open_election(const ledger::Body& body) {
    const auto* prepared = std::get_if<ledger::ElectionPrepared>(&body);
    if (prepared == nullptr) {
        return {};
    }
    std::array<Bytes, 3> files;
    const std::array names{&prepared->setup.election, &prepared->setup.trustees,
                           &prepared->setup.credentials};
    for (std::size_t i = 0; i < files.size(); ++i) {
        OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(names[i]->value));
        OGNIWO_ASSIGN(auto blob, storage::read_blob(store(), digest));
        if (!blob) {
            return Error("ledger.blob", "the blob " + names[i]->value + " is not stored");
        }
        files[i] = std::move(*blob);
    }
    OGNIWO_ASSIGN(auto election, ballots::SecretElection::open(files[0], files[1], files[2]));
    const std::unique_lock lock(mutex_);
    elections_.insert_or_assign(prepared->election.value, std::move(election));
    return {};
}

Result<void> FederationLog::start_writer(const crypto::SigningKey& log_key,
                                         storage::CommitQueue::Options options,
                                         std::function<void(const Error&)> fatal) {
    OGNIWO_ASSIGN(queue_, parts_.database.start_writer(log_key, std::move(options),
                                                       std::move(fatal)));
    return {};
}

void FederationLog::stop_writer() {
    if (queue_) {
        queue_->drain();
    }
}

Result<std::string> FederationLog::server_entry(const ledger::Body& body, bool timed) const {
    const std::string act = ledger::encode_act(ledger::make_act(origin(), body, parts_.rng));
    const auto at = timed ? std::optional(parts_.clock.now()) : std::nullopt;
    return ledger::encode_entry(act, at, {ledger::sign_act(act, parts_.server_key)});
}

Result<FederationLog::Applied> FederationLog::append(const Draft& draft,
                                                     storage::CommitContext& context) const {
    OGNIWO_CHECK(draft.personal || draft.server_signs);
    const std::string act =
        draft.personal ? draft.personal->act
                       : ledger::encode_act(ledger::make_act(origin(), draft.body, parts_.rng));
    std::vector<ledger::EntrySignature> signatures;
    if (draft.personal) {
        signatures.push_back(draft.personal->signature);
    }
    if (draft.server_signs) {
        signatures.push_back(ledger::sign_act(act, parts_.server_key));
    }
    Applied applied{draft.body, {}, 0, {}};
    if (draft.timed) {
        applied.at = parts_.clock.now();
    }
    for (const auto& signature : signatures) {
        applied.signers.push_back(signature.key);
    }
    OGNIWO_ASSIGN(const std::string entry, ledger::encode_entry(act, applied.at, signatures));
    OGNIWO_ASSIGN(applied.index, context.append(as_bytes(entry)));
    return applied;
}

// After an error the working state is as before; the queue undoes the rest.
Result<std::vector<FederationLog::Applied>> FederationLog::run(const Decide& decide,
                                                               storage::CommitContext& context) {
    OGNIWO_ASSIGN(const std::vector<Draft> drafts, decide(working_, context));
    std::optional<governance::State> saved;
    if (drafts.size() > 1) {
        saved = working_;
    }
    std::vector<Applied> all;
    for (const Draft& draft : drafts) {
        auto applied = append(draft, context);
        const auto evolved =
            applied ? working_.apply({applied->body, applied->signers, applied->index, applied->at})
                    : Result<void>(applied.error());
        if (!evolved) {
            if (saved) {
                working_ = std::move(*saved);
            }
            return evolved.error();
        }
        all.push_back(std::move(*applied));
    }
    return all;
}

void FederationLog::publish(const std::vector<Applied>& applied) {
    for (const Applied& entry : applied) {
        const auto opened = open_election(entry.body);
        OGNIWO_CHECK(opened.has_value()); // its setup was checked before it was prepared
    }
    const std::unique_lock lock(mutex_);
    for (const Applied& entry : applied) {
        const auto same = published_.apply({entry.body, entry.signers, entry.index, entry.at});
        OGNIWO_CHECK(same.has_value()); // the working state accepted it
    }
}

Result<void> FederationLog::submit(Decide decide, Done done) {
    if (frozen()) {
        return Error("storage.frozen", frozen()->text());
    }
    OGNIWO_CHECK(queue_ != nullptr);
    const auto applied = std::make_shared<std::vector<Applied>>();
    return queue_->submit(
        [this, applied, decide = std::move(decide)](storage::CommitContext& context) -> Result<void> {
            OGNIWO_ASSIGN(*applied, run(decide, context));
            return {};
        },
        [this, applied, done = std::move(done)](Result<storage::Committed> committed) {
            if (!committed) {
                done(committed.error());
                return;
            }
            publish(*applied);
            Appended out{{}, *committed};
            for (const Applied& entry : *applied) {
                out.indexes.push_back(entry.index);
            }
            done(std::move(out));
        });
}

asio::awaitable<Result<Appended>> FederationLog::commit(Decide decide) {
    auto start = [this](auto handler, Decide wanted) {
        const auto executor = asio::get_associated_executor(handler);
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        Done resume = [shared, executor](Result<Appended> result) {
            asio::dispatch(executor, [shared, result = std::move(result)]() mutable {
                (*shared)(std::move(result));
            });
        };
        if (const auto submitted = submit(std::move(wanted), resume); !submitted) {
            resume(submitted.error());
        }
    };
    co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(Result<Appended>)>(
        start, asio::use_awaitable, std::move(decide));
}

Result<Appended> FederationLog::commit_and_wait(Decide decide) {
    std::promise<Result<Appended>> promise;
    auto future = promise.get_future();
    OGNIWO_TRY(submit(std::move(decide), [&promise](Result<Appended> result) {
        promise.set_value(std::move(result));
    }));
    return future.get();
}

std::shared_ptr<const ballots::SecretElection>
FederationLog::election(std::string_view uuid) const {
    const std::shared_lock lock(mutex_);
    const auto found = elections_.find(uuid);
    return found == elections_.end() ? nullptr : found->second;
}

Digest FederationLog::lot_of(std::string_view uuid) const {
    return derived("ogniwo/lot/v1\n", uuid);
}

std::string FederationLog::successor_of(std::string_view uuid) const {
    crypto::SeededRng rng(derived("ogniwo/successor/v1\n", uuid)); // public: no secret comes of it
    return ballots::make_uuid(rng);
}

Digest FederationLog::derived(std::string_view label, std::string_view uuid) const {
    Bytes text = to_bytes(label);
    ogniwo::append(text, uuid);
    return crypto::sha256(parts_.server_key.sign(text));
}

storage::PublishedHead FederationLog::head() const {
    return queue_ ? *queue_->published() : parts_.database.stored_head();
}

Result<ledger::Receipt> FederationLog::receipt(std::uint64_t index) const {
    auto made = storage::read_receipt(store(), head(), origin(), index);
    return made ? std::move(made) : frozen_or(made.error());
}

Error FederationLog::frozen_or(const Error& error) const {
    return frozen() ? Error("storage.frozen", frozen()->text()) : error;
}

std::size_t FederationLog::waiting() const { return queue_ ? queue_->waiting() : 0; }

} // namespace ogniwo::services

#include "server/cli/offline.hpp"

#include "ballots/archive_reader.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/sha256.hpp"
#include "server/files/archive_file.hpp"

#include <thread>

namespace ogniwo::cli {

Result<SetupFolder> read_setup(const std::filesystem::path& folder) {
    SetupFolder setup;
    OGNIWO_ASSIGN(setup.election, read_input(folder / "election.json"));
    OGNIWO_ASSIGN(setup.trustees, read_input(folder / "trustees.json"));
    OGNIWO_ASSIGN(setup.credentials, read_input(folder / "public_creds.json"));
    return setup;
}

Result<void> OfflineElection::create(const std::filesystem::path& archive,
                                     const SetupFolder& setup) {
    OGNIWO_TRY(ballots::SecretElection::open(setup.election, setup.trustees, setup.credentials));
    ballots::ArchiveWriter writer(static_cast<std::uint64_t>(SystemClock().now() / 1000));
    Bytes bytes = writer.begin();
    ogniwo::append(bytes, writer.add_setup(setup.election, setup.trustees, setup.credentials));
    return write_output(archive, as_text(bytes), false);
}

Result<OfflineElection> OfflineElection::open(const std::filesystem::path& archive) {
    OGNIWO_ASSIGN(const auto source, files::open_archive(archive.string()));
    ballots::ArchiveReader reader(*source);
    OGNIWO_ASSIGN(const std::uint64_t timestamp, reader.read_header());
    OfflineElection offline(archive, source->size(), timestamp);
    for (;;) {
        OGNIWO_ASSIGN(auto event, reader.next());
        if (!event) {
            break;
        }
        OGNIWO_TRY(offline.take(event->event.type, event->data));
        offline.writer_ =
            ballots::ArchiveWriter::resume(timestamp, event->event.height + 1, event->hash);
    }
    if (!offline.election_) {
        return Error("archive.order", "the archive has no setup");
    }
    return offline;
}

Result<void> OfflineElection::take(ballots::EventType type, std::vector<ballots::DataRecord>& data) {
    switch (type) {
    case ballots::EventType::setup: {
        OGNIWO_ASSIGN(election_,
                      ballots::SecretElection::open(data[0].body, data[1].body, data[2].body,
                                                    std::thread::hardware_concurrency()));
        tally_ = election_->empty_tally();
        return {};
    }
    case ballots::EventType::ballot: {
        OGNIWO_ASSIGN(const auto checked,
                      election_->check_ballot(data[0].body, ballots::Strictness::audit));
        if (seen_.contains(checked.hash)) {
            return Error("ballot.duplicate", "the archive holds a ballot twice: " + checked.tracker);
        }
        return count(data[0].body, checked.credential);
    }
    case ballots::EventType::end_ballots: closed_ = true; return {};
    case ballots::EventType::encrypted_tally: {
        // A trustee who decrypted any ciphertexts he is given would open single ballots.
        OGNIWO_ASSIGN(ballots::ClosedTally tally, close_tally());
        if (data[0].body != tally.encrypted_tally) {
            return Error("tally.encrypted", "it does not follow from the last ballots; "
                                            "see `ogniwo verify`");
        }
        encrypted_tally_ = std::move(tally.encrypted_tally);
        return {};
    }
    case ballots::EventType::shuffle: {
        OGNIWO_ASSIGN(const ballots::Owned owned, ballots::parse_owned(data[1].body));
        return apply_shuffle(owned.owner, data[0].body);
    }
    case ballots::EventType::end_shuffles: shuffles_ended_ = true; return {};
    case ballots::EventType::partial_decryption: {
        OGNIWO_ASSIGN(const ballots::Owned owned, ballots::parse_owned(data[1].body));
        OGNIWO_ASSIGN(const Bytes tally, tally_to_decrypt());
        OGNIWO_TRY(election_->check_partial_decryption(owned.owner, tally, data[0].body));
        if (!decryptions_.emplace(owned.owner, std::move(data[0].body)).second) {
            return Error("decryption.duplicate", "trustee " + std::to_string(owned.owner));
        }
        return {};
    }
    case ballots::EventType::result: decided_ = true; return {};
    }
    return Error("archive.order", "an event of no known type");
}

Result<void> OfflineElection::append(ByteView bytes) {
    OGNIWO_TRY(append_output(file_, size_, as_text(bytes)));
    size_ += bytes.size();
    return {};
}

Result<void> OfflineElection::count(ByteView ballot, const std::string& credential) {
    const std::uint64_t weight = election_->weight_of(credential).value_or(1);
    const auto last = last_.find(credential);
    if (last != last_.end()) {
        OGNIWO_TRY(tally_->remove(last->second, weight));
    }
    OGNIWO_TRY(tally_->add(ballot, weight));
    last_[credential] = to_bytes(ballot);
    seen_.insert(crypto::sha256(ballot));
    return {};
}

Result<std::string> OfflineElection::cast(ByteView ballot) {
    if (closed_) {
        return Error("ballot.closed", "the voting has ended");
    }
    OGNIWO_ASSIGN(const auto checked, election_->check_ballot(ballot, ballots::Strictness::cast));
    if (seen_.contains(checked.hash)) {
        return Error("ballot.duplicate", "this very ballot is in the archive already");
    }
    OGNIWO_TRY(append(writer_.add_ballot(ballot)));
    OGNIWO_TRY(count(ballot, checked.credential));
    return checked.tracker;
}

Result<void> OfflineElection::close() {
    if (closed_) {
        return Error("ballot.closed", "the voting has ended already");
    }
    OGNIWO_ASSIGN(ballots::ClosedTally tally, close_tally());
    Bytes bytes = writer_.end_ballots();
    ogniwo::append(bytes, writer_.add_encrypted_tally(tally.encrypted_tally, tally.sized_tally));
    OGNIWO_TRY(append(bytes));
    closed_ = true;
    encrypted_tally_ = std::move(tally.encrypted_tally);
    return {};
}

Result<ballots::ClosedTally> OfflineElection::close_tally() const {
    auto next = last_.begin();
    return election_->close_tally(*tally_, [&]() -> Result<std::optional<Bytes>> {
        return next == last_.end() ? std::optional<Bytes>() : std::optional((next++)->second);
    });
}

Result<Bytes> OfflineElection::tally_to_shuffle() const {
    if (!encrypted_tally_) {
        return Error("election.not_closed", "close the voting first");
    }
    if (!needs_shuffles(election_->definition().questions)) {
        return Error("shuffle.unexpected", "no question needs a shuffle");
    }
    if (shuffles_ended_) {
        return Error("shuffle.ended", "the trustees decrypt already");
    }
    return *encrypted_tally_;
}

Result<Bytes> OfflineElection::tally_to_decrypt() const {
    if (!encrypted_tally_) {
        return Error("election.not_closed", "the voting has not ended yet");
    }
    if (needs_shuffles(election_->definition().questions) && !shuffles_ended_) {
        return Error("shuffle.missing", "whoever decrypted the votes now would see whose they are: "
                                        "shuffle them, then `election end-shuffles`");
    }
    return *encrypted_tally_;
}

Result<void> OfflineElection::apply_shuffle(std::uint64_t owner, ByteView shuffle) {
    OGNIWO_ASSIGN(const Bytes tally, tally_to_shuffle());
    if (owner > election_->trustees()) { // 0 is the server
        return Error("shuffle.owner", "there is no trustee " + std::to_string(owner));
    }
    if (mixers_.contains(owner)) {
        return Error("shuffle.duplicate", "mixer " + std::to_string(owner) + " shuffled already");
    }
    OGNIWO_ASSIGN(encrypted_tally_, election_->apply_shuffle(tally, shuffle));
    mixers_.insert(owner);
    return {};
}

Result<void> OfflineElection::add_shuffle(std::uint64_t owner, ByteView shuffle) {
    OGNIWO_TRY(apply_shuffle(owner, shuffle));
    return append(writer_.add_shuffle(owner, shuffle));
}

Result<void> OfflineElection::end_shuffles() {
    OGNIWO_TRY(tally_to_shuffle());
    if (mixers_.empty()) {
        return Error("shuffle.missing", "nobody has shuffled yet");
    }
    OGNIWO_TRY(append(writer_.end_shuffles()));
    shuffles_ended_ = true;
    return {};
}

Result<void> OfflineElection::add_decryption(std::uint64_t owner, ByteView decryption) {
    OGNIWO_ASSIGN(const Bytes tally, tally_to_decrypt());
    if (decided_ || decryptions_.contains(owner)) {
        return Error("decryption.duplicate", "this trustee has decrypted already");
    }
    OGNIWO_TRY(election_->check_partial_decryption(owner, tally, decryption));
    OGNIWO_TRY(append(writer_.add_partial_decryption(owner, decryption)));
    decryptions_[owner] = to_bytes(decryption);
    return {};
}

Result<ballots::ElectionResult> OfflineElection::add_result() {
    OGNIWO_ASSIGN(const Bytes tally, tally_to_decrypt());
    if (decided_) {
        return Error("election.decided", "the archive has a result already");
    }
    std::vector<ballots::PartialDecryptionView> views;
    for (const auto& [owner, bytes] : decryptions_) {
        views.push_back({owner, bytes});
    }
    OGNIWO_ASSIGN(ballots::ElectionResult result,
                  election_->compute_result(tally, tally_->total_weight(), views));
    OGNIWO_TRY(append(writer_.add_result(as_bytes(result.json))));
    decided_ = true;
    return result;
}

} // namespace ogniwo::cli

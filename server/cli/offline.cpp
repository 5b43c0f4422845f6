#include "server/cli/offline.hpp"

#include "ballots/archive_reader.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/sha256.hpp"
#include "server/files/archive_file.hpp"

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
        std::vector<ballots::DataRecord>& data = event->data;
        switch (event->event.type) {
        case ballots::EventType::setup: {
            OGNIWO_ASSIGN(offline.election_, ballots::SecretElection::open(
                                                 data[0].body, data[1].body, data[2].body));
            offline.tally_ = offline.election_->empty_tally();
            break;
        }
        case ballots::EventType::ballot: {
            OGNIWO_ASSIGN(const auto checked, offline.election_->check_ballot(
                                                  data[0].body, ballots::Strictness::audit));
            if (offline.seen_.contains(checked.hash)) {
                return Error("ballot.duplicate", "the archive holds a ballot twice: " + checked.tracker);
            }
            OGNIWO_TRY(offline.count(data[0].body, checked.credential));
            break;
        }
        case ballots::EventType::end_ballots: offline.closed_ = true; break;
        case ballots::EventType::encrypted_tally:
            // A trustee who decrypted any ciphertexts he is given would open single ballots.
            if (as_text(data[0].body) != offline.tally_->encrypted_tally_json()) {
                return Error("tally.encrypted", "it is not the product of the last ballots; "
                                                "see `ogniwo verify`");
            }
            offline.encrypted_tally_ = std::move(data[0].body);
            break;
        case ballots::EventType::partial_decryption: {
            OGNIWO_ASSIGN(const ballots::Owned owned, ballots::parse_owned(data[1].body));
            OGNIWO_TRY(offline.election_->check_partial_decryption(
                owned.owner, *offline.encrypted_tally_, data[0].body));
            if (!offline.decryptions_.emplace(owned.owner, std::move(data[0].body)).second) {
                return Error("decryption.duplicate", "trustee " + std::to_string(owned.owner));
            }
            break;
        }
        case ballots::EventType::result: offline.decided_ = true; break;
        case ballots::EventType::shuffle:
        case ballots::EventType::end_shuffles:
            return Error("question.unsupported", "shuffles");
        }
        offline.writer_ =
            ballots::ArchiveWriter::resume(timestamp, event->event.height + 1, event->hash);
    }
    if (!offline.election_) {
        return Error("archive.order", "the archive has no setup");
    }
    return offline;
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
    Bytes bytes = writer_.end_ballots();
    const std::string encrypted = tally_->encrypted_tally_json();
    ogniwo::append(bytes, writer_.add_encrypted_tally(as_bytes(encrypted),
                                                      as_bytes(tally_->sized_tally_json())));
    OGNIWO_TRY(append(bytes));
    closed_ = true;
    encrypted_tally_ = to_bytes(encrypted);
    return {};
}

Result<void> OfflineElection::add_decryption(std::uint64_t owner, ByteView decryption) {
    if (!encrypted_tally_) {
        return Error("election.not_closed", "close the voting first");
    }
    if (decided_ || decryptions_.contains(owner)) {
        return Error("decryption.duplicate", "this trustee has decrypted already");
    }
    OGNIWO_TRY(election_->check_partial_decryption(owner, *encrypted_tally_, decryption));
    OGNIWO_TRY(append(writer_.add_partial_decryption(owner, decryption)));
    decryptions_[owner] = to_bytes(decryption);
    return {};
}

Result<ballots::ElectionResult> OfflineElection::add_result() {
    if (!encrypted_tally_) {
        return Error("election.not_closed", "close the voting first");
    }
    if (decided_) {
        return Error("election.decided", "the archive has a result already");
    }
    std::vector<ballots::PartialDecryptionView> views;
    for (const auto& [owner, bytes] : decryptions_) {
        views.push_back({owner, bytes});
    }
    OGNIWO_ASSIGN(ballots::ElectionResult result,
                  election_->compute_result(*encrypted_tally_, tally_->total_weight(), views));
    OGNIWO_TRY(append(writer_.add_result(as_bytes(result.json))));
    decided_ = true;
    return result;
}

} // namespace ogniwo::cli

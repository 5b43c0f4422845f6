#include "server/governance/verify_ledger.hpp"

#include "ballots/ledger/tar.hpp"
#include "ballots/printable.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/quantity.hpp"
#include "crypto/sha256.hpp"
#include "server/governance/credential_reuse.hpp"
#include "server/governance/election_archive.hpp"
#include "server/governance/key_ceremony.hpp"
#include "server/governance/verify_outcome.hpp"
#include "server/governance/withdrawal.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace ogniwo::governance {
namespace {

using ballots::CheckState;

// Where a blob lies in the export.
struct BlobPlace {
    Digest digest{};
    std::uint64_t offset = 0;
    std::size_t size = 0;
};

std::string_view state_name(CheckState state) {
    switch (state) {
    case CheckState::passed: return "passed";
    case CheckState::failed: return "failed";
    case CheckState::not_reached: return "not_reached";
    case CheckState::not_present: break;
    }
    return "not_present";
}

class LedgerVerifier {
  public:
    LedgerVerifier(const ballots::ArchiveSource& exported, const crypto::NoteVerifier& log,
                   const LedgerVerifyOptions& options)
        : exported_(exported), log_(log), options_(options) {
        report_.origin = log.name;
        report_.checks = {
            {"ledger.log", "Head, entries, signatures, nonces, tree and blobs"},
            {"ledger.state", "Every act was allowed when it was made; open votes decided by their rule"},
            {"ledger.keys", "Credentials of its own for each election; what trustees posted, and the setups that it gives"},
            {"ledger.elections", "Every secret election, ballot by ballot"},
            {"ledger.results", "Participation, mixers, results, counts and seats"}};
    }

    LedgerReport run() {
        if (read() && verify_keys() && verify_elections()) {
            pass(4, quantity(report_.votes, "vote"));
        }
        return std::move(report_);
    }

  private:
    bool pass(std::size_t check, std::string detail) {
        report_.checks[check].state = CheckState::passed;
        report_.checks[check].detail = std::move(detail);
        return true;
    }
    bool fail(std::size_t check, const Error& error) {
        report_.checks[check].state = CheckState::failed;
        report_.checks[check].detail = error.text();
        report_.failure = error;
        return false;
    }

    Result<std::size_t> read_on(std::span<std::uint8_t> out) {
        const auto n = static_cast<std::size_t>(
            std::min<std::uint64_t>(out.size(), exported_.size() - position_));
        OGNIWO_TRY(exported_.read_at(position_, out.first(n)));
        position_ += n;
        return n;
    }

    bool read() {
        std::optional<Error> refused;
        ledger::ExportVisitor visitor;
        visitor.entry = [&](std::uint64_t index, const ledger::Entry& entry,
                            ByteView) -> Result<void> {
            const auto signers = entry.signers();
            const auto applied = state_.apply({entry.act.body, signers, index, entry.at});
            if (!applied) {
                refused = Error(applied.error().id().data(),
                                "entry " + std::to_string(index) + ": " + applied.error().detail());
                return *refused;
            }
            if (!std::holds_alternative<ledger::OpenVoteCast>(entry.act.body)) {
                bodies_.push_back(entry.act.body);
            }
            show_progress();
            return {};
        };
        visitor.blob = [&](const Digest& digest, ByteView bytes) -> Result<void> {
            // The reader has just taken the bytes and their padding.
            const std::uint64_t end = position_ - ledger::tar::padding(bytes.size());
            blobs_.push_back({digest, end - bytes.size(), bytes.size()});
            show_progress();
            return {};
        };
        const auto checkpoint = ledger::verify_export(
            [this](std::span<std::uint8_t> out) { return read_on(out); }, log_, visitor);
        if (!checkpoint) {
            return fail(refused ? 1 : 0, refused ? *refused : checkpoint.error());
        }
        report_.entries = checkpoint->size;
        report_.federation = state_.federation();
        report_.organisations = state_.organisations().size();
        report_.votes = state_.votes().size();
        pass(0, std::to_string(checkpoint->size) + (checkpoint->size == 1 ? " entry" : " entries"));
        const std::size_t withdrawn = state_.withdrawals().size();
        return pass(1, quantity(report_.organisations, "organisation") + ", " +
                           quantity(report_.votes, "vote") +
                           (withdrawn > 0 ? ", " + quantity(withdrawn, "election") + " withdrawn" : ""));
    }

    void show_progress() {
        const std::uint64_t step = exported_.size() / progress_steps + 1;
        if (options_.progress && position_ >= shown_ + step) {
            options_.progress(position_, exported_.size());
            shown_ = position_;
        }
    }

    // Read again, so hashed again: nobody says that the file stayed the same.
    Result<Bytes> blob(const ledger::DigestHex& name) const {
        OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
        const auto place = std::ranges::lower_bound(blobs_, digest, {}, &BlobPlace::digest);
        if (place == blobs_.end() || place->digest != digest) {
            return Error("export.blob_missing", name.value);
        }
        Bytes bytes(place->size);
        OGNIWO_TRY(exported_.read_at(place->offset, bytes));
        if (crypto::sha256(bytes) != digest) {
            return Error("export.blob", "the file changed while it was read: " + name.value);
        }
        return bytes;
    }

    // The archive that the entries give, byte for byte.
    Result<std::unique_ptr<ballots::ScratchArchive>> rebuild(const SecretVote& secret,
                                                             UnixMillis prepared_at) const {
        OGNIWO_ASSIGN(auto archive, options_.scratch());
        ElectionArchive builder(
            secret.prepared, prepared_at,
            [this](const ledger::DigestHex& name) { return blob(name); },
            [&archive](ByteView bytes) { return archive->append(bytes); });
        OGNIWO_TRY(builder.begin());
        for (const ledger::Body& body : bodies_) {
            OGNIWO_TRY(builder.add(body));
        }
        return archive;
    }

    // The server posts for the trustees, so all that it posted is checked again.
    bool verify_keys() {
        const Texts texts = [this](const ledger::DigestHex& name) -> Result<std::string> {
            OGNIWO_ASSIGN(const Bytes bytes, blob(name));
            return std::string(as_text(bytes));
        };
        const ReadBlob read_blob = [this](const ledger::DigestHex& name) { return blob(name); };
        if (const auto apart = check_credentials_apart(credential_rolls(state_), read_blob); !apart) {
            return fail(2, apart.error());
        }
        for (const auto& [uuid, election] : state_.announced()) {
            if (const auto checked = check_keys(election, texts); !checked) {
                return fail(2, Error(checked.error().id().data(), uuid + ": " + checked.error().detail()));
            }
        }
        return pass(2, std::to_string(state_.announced().size()) + " elections");
    }

    [[nodiscard]] Result<void> check_keys(const AnnouncedElection& election,
                                          const Texts& texts) const {
        if (const auto& replaces = election.announced.replaces) {
            OGNIWO_ASSIGN(const Bytes withdrawn, blob(state_.announced(replaces->election.value)->announced.credentials));
            OGNIWO_ASSIGN(const Bytes roll, blob(election.announced.credentials));
            OGNIWO_TRY(check_new_roll(withdrawn, roll));
        }
        const auto vote = state_.vote_of_election(election.announced.election.value);
        if (!vote) {
            return check_posted(election, texts);
        }
        OGNIWO_ASSIGN(const ballots::SetupFiles made, make_setup(election, texts));
        const ledger::ElectionSetup expected = prepare(election.announced, made).setup;
        const ledger::ElectionSetup& published = state_.vote(*vote)->secret()->prepared.setup;
        if (published.election != expected.election || published.trustees != expected.trustees) {
            return Error("ledger.setup", "not the setup that the template and the trustees' texts give");
        }
        return {};
    }

    // State refuses a cast after the opening; only the whole log shows an opening after the cast.
    Result<void> check_spoiled() const {
        for (const ledger::Body& body : bodies_) {
            const auto* ballot = std::get_if<ledger::BallotAccepted>(&body);
            if (ballot == nullptr) {
                continue;
            }
            const Vote* vote = state_.vote(*state_.vote_of_election(ballot->election.value));
            if (vote->secret()->spoiled.contains(ballot->tracker.value)) {
                return Error("ledger.spoiled", "a ballot that was cast was opened too: " + ballot->tracker.value);
            }
        }
        return {};
    }

    bool verify_elections() {
        if (const auto checked = check_spoiled(); !checked) {
            return fail(3, checked.error());
        }
        std::size_t count = 0;
        for (const auto& [id, vote] : state_.votes()) {
            const SecretVote* secret = vote.secret();
            if (secret == nullptr) {
                continue;
            }
            const auto archive = rebuild(*secret, *vote.prepared_at);
            if (!archive) {
                return fail(3, archive.error());
            }
            report_.elections.push_back(ballots::verify_election(
                **archive, {.threads = options_.threads, .progress = options_.progress}));
            const ballots::VerifyReport& report = report_.elections.back();
            if (!report.ok) {
                return fail(3, *report.failure);
            }
            ++count;
            const ReadBlob read_blob = [this](const ledger::DigestHex& name) { return blob(name); };
            if (const auto checked = check_outcome(id, *secret, report, read_blob); !checked) {
                pass(3, std::to_string(count) + " elections");
                return fail(4, checked.error());
            }
        }
        return pass(3, std::to_string(count) + " elections");
    }

    static constexpr std::uint64_t progress_steps = 200;

    const ballots::ArchiveSource& exported_;
    const crypto::NoteVerifier& log_;
    const LedgerVerifyOptions& options_;
    std::uint64_t position_ = 0;
    std::uint64_t shown_ = 0;
    State state_;
    std::vector<ledger::Body> bodies_; // without the votes of open votes, which State holds
    std::vector<BlobPlace> blobs_;     // ascending, as the export is
    LedgerReport report_;
};

} // namespace

LedgerReport verify_ledger(const ballots::ArchiveSource& exported, const crypto::NoteVerifier& log,
                           const LedgerVerifyOptions& options) {
    return LedgerVerifier(exported, log, options).run();
}

std::string LedgerReport::to_json() const {
    json::array lines;
    for (const LedgerCheck& check : checks) {
        lines.push_back({{"id", check.id},
                         {"description", check.description},
                         {"state", state_name(check.state)},
                         {"detail", check.detail}});
    }
    json::array reports;
    for (const ballots::VerifyReport& election : elections) {
        reports.push_back(parse_json(election.to_json()).value());
    }
    json::object out{{"ok", !failure.has_value()},
                     {"federation", federation},
                     {"origin", origin},
                     {"entries", entries},
                     {"checks", std::move(lines)},
                     {"elections", std::move(reports)}};
    if (failure) {
        out["failure"] = {{"id", failure->id()}, {"detail", failure->detail()}};
    }
    return json::serialize(out);
}

std::string LedgerReport::to_text() const {
    std::string text = ballots::printable(federation) + " (" + ballots::printable(origin) + ")\n";
    for (const LedgerCheck& check : checks) {
        // The marks and columns of the report on an election, which follows.
        const char* mark = check.state == CheckState::passed        ? "ok      "
                           : check.state == CheckState::failed      ? "FAILED  "
                           : check.state == CheckState::not_present ? "-       "
                                                                    : "        ";
        text += mark + std::string(check.id) +
                std::string(22 - std::min<std::size_t>(check.id.size(), 21), ' ') + check.description;
        text += check.detail.empty() ? "\n" : ": " + ballots::printable(check.detail) + "\n";
    }
    for (const ballots::VerifyReport& election : elections) {
        text += "\n" + election.to_text();
    }
    text += failure ? "\nINVALID " + ballots::printable(failure->text()) + "\n" : "\nVALID ledger\n";
    return text;
}

} // namespace ogniwo::governance

#include "ballots/verify.hpp"

#include "ballots/archive_reader.hpp"
#include "ballots/ballot_pipeline.hpp"
#include "ballots/verify_lines.hpp"
#include "crypto/base/quantity.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::uint64_t progress_steps = 200;
constexpr std::size_t max_threads = 64;

class Verifier {
  public:
    Verifier(const ArchiveSource& archive, const VerifyOptions& options)
        : archive_(archive), options_(options), reader_(archive) {
        report_.checks = lines_of_every_election();
    }

    VerifyReport run() {
        Verdict verdict = read_archive();
        // A ballot that is still being checked comes before what failed after it in the archive.
        if (!verdict && pipeline_) {
            if (const Verdict ballots = pipeline_->finish(); !ballots) {
                verdict = ballots;
            }
        }
        if (verdict) {
            conclude();
        } else {
            fail(verdict.error());
        }
        return std::move(report_);
    }

  private:
    CheckLine& line(std::string_view id) {
        return *std::ranges::find(report_.checks, id, &CheckLine::id);
    }
    void passed(std::string_view id, std::string detail) {
        line(id).state = CheckState::passed;
        line(id).detail = std::move(detail);
    }
    void warn(std::string_view id, std::string detail) {
        report_.warnings.push_back({id, std::move(detail)});
    }

    void fail(const Error& error) {
        for (CheckLine& check : report_.checks) {
            if (check.state == CheckState::not_present) {
                check.state = CheckState::not_reached;
            }
        }
        CheckLine& failed = line(line_of(error.id(), stage_));
        failed.state = CheckState::failed;
        failed.detail = error.text();
        report_.failure = error;
        // Counts of an archive that is not valid as a whole must not be taken for a result.
        report_.complete = false;
        report_.counts.reset();
    }

    void conclude() {
        report_.ok = true;
        const std::string events = quantity(report_.events, "event");
        passed("archive.format", std::to_string(archive_.size()) + " bytes");
        passed("archive.chain", events);
        passed("archive.order", events);
        if (pipeline_) {
            note_ballots();
        }
        if (!report_.complete) {
            warn("archive.no_result",
                 "the archive ends before a result; only the fingerprint of its "
                 "last event, published elsewhere, shows whether it was cut");
        }
    }

    Verdict read_archive() {
        OGNIWO_TRY(reader_.read_header());
        for (;;) {
            OGNIWO_ASSIGN(std::optional<ArchiveEvent> event, reader_.next());
            if (!event) {
                break;
            }
            const std::uint64_t end = event->end;
            report_.last_event = event->hash;
            ++report_.events;
            OGNIWO_TRY(handle(std::move(*event)));
            show_progress(end);
        }
        if (report_.events == 0) {
            return Error("archive.order", "there is no Setup event");
        }
        return pipeline_->finish();
    }

    Verdict handle(ArchiveEvent event) {
        switch (event.event.type) {
        case EventType::setup: return on_setup(event);
        case EventType::ballot: return pipeline_->submit(std::move(event.data[0]));
        case EventType::end_ballots: return pipeline_->finish();
        case EventType::encrypted_tally: return on_tally(event);
        case EventType::partial_decryption: return on_decryption(event);
        case EventType::result: return on_result(event);
        case EventType::shuffle: return on_shuffle(event);
        case EventType::end_shuffles: return on_end_shuffles();
        }
        return Error("archive.order", "an event of no known type");
    }

    Verdict on_setup(const ArchiveEvent& event) {
        stage_ = "setup.election";
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const unsigned threads =
            std::min<unsigned>(options_.threads == 0 ? cores : options_.threads, max_threads);
        OGNIWO_ASSIGN(election_, SecretElection::open(event.data[0].body, event.data[1].body,
                                                      event.data[2].body, threads));
        const Election& definition = election_->definition();
        report_.uuid = definition.uuid;
        report_.name = definition.name;
        report_.group = definition.group;
        report_.phi = election_->phi();
        report_.trustees = election_->trustees();
        report_.voters = election_->voters();
        report_.questions = definition.questions;
        report_.trustees_fingerprint = base64_encode(event.data[1].hash, Padding::none);
        report_.credentials_fingerprint = base64_encode(event.data[2].hash, Padding::none);
        if (needs_shuffles(definition.questions)) {
            add_lines_of_shuffles(report_.checks);
        }
        passed("setup.election", "fingerprint " + report_.phi);
        passed("setup.trustees", describe_trustees());
        passed("setup.credentials", std::to_string(report_.voters) + " credentials, weight " +
                                        std::to_string(election_->total_weight()));
        for (const std::string& member : definition.unknown_members) {
            warn("election.unknown_member", member);
        }
        if (event.data.size() > 4) {
            warn("setup.credentials_certificate",
                 "there is a certificate of the credentials; it was not checked");
        }
        pipeline_ = std::make_unique<BallotPipeline>(*election_, archive_, threads);
        return pass();
    }

    // "5 trustees: 1, 2 of 4"
    std::string describe_trustees() {
        std::string needed;
        for (const TrusteeItem& item : election_->trustee_items()) {
            needed += needed.empty() ? ": " : ", ";
            needed += item.pedersen ? std::to_string(item.shape.threshold) + " of " +
                                          std::to_string(item.shape.size)
                                    : "1";
            if (item.form != CeremonyForm::full) {
                warn("trustee.old_form",
                     "trustees " + std::to_string(item.first + 1) + " to " +
                         std::to_string(item.first + item.shape.size) +
                         ": their key ceremony lacks signatures that later versions make");
            }
        }
        return quantity(report_.trustees, "trustee") + needed;
    }

    void note_ballots() {
        report_.ballots = pipeline_->ballots();
        report_.counted = pipeline_->counted();
        report_.counted_weight = pipeline_->counted_weight();
        const std::string ballots = quantity(report_.ballots, "ballot");
        passed("ballots.valid", ballots + " of " + quantity(report_.counted, "voter"));
        passed("ballots.distinct", ballots);
        if (const std::uint64_t repeated = pipeline_->repeated_randomness(); repeated > 0) {
            warn("ballot.repeated_randomness",
                 std::to_string(repeated) +
                     " ciphertexts share their randomness with another: their voters' devices "
                     "did not keep the vote secret");
        }
        if (pipeline_->not_canonical() > 0) {
            warn("ballot.not_canonical",
                 std::to_string(pipeline_->not_canonical()) +
                     " ballots hold numbers that are not in canonical form");
        }
    }

    Verdict on_tally(const ArchiveEvent& event) {
        stage_ = "tally.encrypted";
        OGNIWO_ASSIGN(const SizedTally sized, parse_sized_tally(event.data[1].body));
        const RunningTally tally = pipeline_->tally();
        OGNIWO_ASSIGN(ClosedTally closed, pipeline_->close(tally));
        if (closed.encrypted_tally != event.data[0].body) {
            return Error("tally.encrypted", "it does not follow from the last ballots");
        }
        tally_json_ = std::move(closed.encrypted_tally);
        passed("tally.encrypted", quantity(pipeline_->counted(), "ballot"));
        if (sized.num_tallied != tally.num_tallied()) {
            return Error("tally.num_tallied", "published " + std::to_string(sized.num_tallied) +
                                                  ", counted " +
                                                  std::to_string(tally.num_tallied()));
        }
        passed("tally.num_tallied", std::to_string(sized.num_tallied));
        if (sized.total_weight != tally.total_weight()) {
            return Error("tally.total_weight", "published " + std::to_string(sized.total_weight) +
                                                   ", counted " +
                                                   std::to_string(tally.total_weight()));
        }
        passed("tally.total_weight", std::to_string(sized.total_weight));
        if (sized.num_tallied == 1) {
            warn("tally.one_ballot", "the result of a single ballot shows how its voter voted");
        }
        return pass();
    }

    // SECURITY N27: every mixer works on what the one before it left, and none counts twice.
    Verdict on_shuffle(const ArchiveEvent& event) {
        if (!needs_shuffles(report_.questions)) {
            return Error("archive.order", "a shuffle where no question needs one");
        }
        stage_ = "shuffle.proofs";
        OGNIWO_ASSIGN(const Owned owned, parse_owned(event.data[1].body));
        const std::string mixer = "mixer " + std::to_string(owned.owner);
        if (owned.owner > report_.trustees) {
            return Error("shuffle.owner", "there is no " + mixer);
        }
        if (std::ranges::find(mixers_, owned.owner) != mixers_.end()) {
            return Error("shuffle.duplicate", mixer + " shuffled twice");
        }
        auto shuffled = election_->apply_shuffle(tally_json_, event.data[0].body);
        if (!shuffled) {
            return Error(shuffled.error().id().data(), mixer + ": " + shuffled.error().detail());
        }
        tally_json_ = std::move(*shuffled);
        mixers_.push_back(owned.owner);
        report_.shuffles = mixers_.size();
        const std::string count = quantity(mixers_.size(), "shuffle");
        passed("shuffle.mixers", count);
        passed("shuffle.proofs", count);
        return pass();
    }

    Verdict on_end_shuffles() {
        if (mixers_.size() == 1) {
            warn("shuffle.one_mixer", "whoever made the only shuffle can tell whose vote is whose, "
                                      "together with the trustees");
        }
        shuffles_ended_ = true;
        return pass();
    }

    Verdict on_decryption(const ArchiveEvent& event) {
        if (needs_shuffles(report_.questions) && !shuffles_ended_) {
            return Error("shuffle.missing", "a decryption before anybody shuffled");
        }
        stage_ = "decryption.partial";
        OGNIWO_ASSIGN(const Owned owned, parse_owned(event.data[1].body));
        for (const auto& [owner, bytes] : decryptions_) {
            if (owner == owned.owner) {
                return Error("decryption.duplicate", "trustee " + std::to_string(owner));
            }
        }
        OGNIWO_TRY(
            election_->check_partial_decryption(owned.owner, tally_json_, event.data[0].body));
        decryptions_.emplace_back(owned.owner, event.data[0].body);
        passed("decryption.partial", std::to_string(decryptions_.size()) + " of " +
                                         quantity(report_.trustees, "trustee"));
        return pass();
    }

    Verdict on_result(const ArchiveEvent& event) {
        stage_ = "result.counts";
        std::vector<PartialDecryptionView> views;
        for (const auto& [owner, bytes] : decryptions_) {
            views.push_back({owner, bytes});
        }
        OGNIWO_ASSIGN(report_.counts,
                      election_->check_result(tally_json_, pipeline_->counted_weight(), views,
                                              event.data[0].body));
        passed("result.counts", quantity(report_.questions.size(), "question"));
        report_.complete = true;
        return pass();
    }

    void show_progress(std::uint64_t done) {
        const std::uint64_t step = archive_.size() / progress_steps + 1;
        if (options_.progress && (done >= shown_ + step || done == archive_.size())) {
            options_.progress(done, archive_.size());
            shown_ = done;
        }
    }

    const ArchiveSource& archive_;
    const VerifyOptions& options_;
    ArchiveReader reader_;
    VerifyReport report_;
    std::string_view stage_ = "archive.format";
    std::shared_ptr<const SecretElection> election_;
    std::unique_ptr<BallotPipeline> pipeline_;
    Bytes tally_json_; // after the last shuffle
    std::vector<std::uint64_t> mixers_;
    bool shuffles_ended_ = false;
    std::vector<std::pair<std::uint64_t, Bytes>> decryptions_;
    std::uint64_t shown_ = 0;
};

} // namespace

VerifyReport verify_election(const ArchiveSource& archive, const VerifyOptions& options) {
    return Verifier(archive, options).run();
}

} // namespace ogniwo::ballots

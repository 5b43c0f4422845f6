#include "ballots/archive_writer.hpp"
#include "ballots/election_maker.hpp"
#include "ballots/uuid.hpp"
#include "ballots/verify.hpp"
#include "crypto/random.hpp"
#include "server/cli/commands.hpp"
#include "storage/ballot_box.hpp"
#include "storage/database.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <future>
#include <iostream>
#include <thread>

namespace ogniwo::cli {
namespace {

using Seconds = std::chrono::duration<double>;

struct Options {
    std::size_t ballots = 300;
    std::size_t answers = 5;
    std::size_t votes = 1000;
};

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return Seconds(std::chrono::steady_clock::now() - start).count();
}

void print(const char* what, double value, const char* unit) {
    std::cout << std::left << std::setw(58) << what << std::right << std::setw(10) << std::fixed
              << std::setprecision(value < 10 ? 2 : 0) << value << " " << unit << "\n";
}

// An election of one question (exactly one answer) with ready ballots.
struct Sample {
    std::shared_ptr<const ballots::SecretElection> election;
    ballots::SetupFiles setup;
    std::vector<Bytes> ballots;
};

Result<Sample> make_sample(const Options& options, Rng& rng) {
    const std::string uuid = ballots::make_uuid(rng);
    ballots::HomomorphicQuestion question;
    question.min = question.max = 1;
    for (std::size_t i = 0; i < options.answers; ++i) {
        question.answers.push_back("answer " + std::to_string(i));
    }
    const ballots::ElectionTemplate definition{"bench", "bench", {{"q", question, {}}},
                                               "a",     "c",     {}};
    OGNIWO_ASSIGN(const auto trustee, ballots::make_trustee_key("Ed25519", "t", rng));
    OGNIWO_ASSIGN(const auto credentials,
                  ballots::make_credentials("Ed25519", uuid,
                                            std::vector<std::uint64_t>(options.ballots, 1), rng));
    std::vector<ballots::PublicCredential> roll;
    for (const auto& credential : credentials) {
        roll.push_back({credential.public_credential, 1});
    }
    OGNIWO_ASSIGN(const Bytes list, ballots::make_credential_list("Ed25519", roll));
    Sample sample;
    OGNIWO_ASSIGN(sample.setup, ballots::make_election("Ed25519", uuid, definition,
                                                       {trustee.public_key_json}, list));
    OGNIWO_ASSIGN(sample.election,
                  ballots::SecretElection::open(sample.setup.election, sample.setup.trustees,
                                                sample.setup.credentials));
    for (std::size_t i = 0; i < options.ballots; ++i) {
        std::vector<std::uint32_t> choices(options.answers, 0);
        choices[i % options.answers] = 1;
        OGNIWO_ASSIGN(Bytes ballot, sample.election->make_ballot(credentials[i].private_credential,
                                                                 {choices}, rng));
        sample.ballots.push_back(std::move(ballot));
    }
    return sample;
}

// A ranking of four, shuffled and verified on one core.
Result<void> shuffle_times(std::size_t votes, Rng& rng) {
    const std::string uuid = ballots::make_uuid(rng);
    const ballots::NonHomomorphicQuestion question{{"a", "b", "c", "d"}};
    const ballots::ElectionTemplate definition{"bench", "bench", {{"q", question, {}}},
                                               "a",     "c",     {}};
    OGNIWO_ASSIGN(const auto trustee, ballots::make_trustee_key("Ed25519", "t", rng));
    OGNIWO_ASSIGN(const auto voter, ballots::make_credentials("Ed25519", uuid, {1}, rng));
    OGNIWO_ASSIGN(const Bytes list,
                  ballots::make_credential_list("Ed25519", {{voter[0].public_credential, 1}}));
    OGNIWO_ASSIGN(const auto setup, ballots::make_election("Ed25519", uuid, definition,
                                                           {trustee.public_key_json}, list));
    OGNIWO_ASSIGN(const auto election,
                  ballots::SecretElection::open(setup.election, setup.trustees, setup.credentials));
    auto tally = election->empty_tally();
    std::vector<Bytes> made;
    for (std::size_t i = 0; i < votes; ++i) {
        OGNIWO_ASSIGN(Bytes ballot,
                      election->make_ballot(voter[0].private_credential, {{1, 2, 3, 4}}, rng));
        OGNIWO_TRY(tally.add(ballot, 1));
        made.push_back(std::move(ballot));
    }
    auto next = made.begin();
    OGNIWO_ASSIGN(const auto closed,
                  election->close_tally(tally, [&]() -> Result<std::optional<Bytes>> {
                      return next == made.end() ? std::optional<Bytes>() : std::optional(*next++);
                  }));
    Result<Bytes> shuffle = Bytes();
    Result<Bytes> shuffled = Bytes();
    const std::string label = std::to_string(votes) + " votes, 1 thread";
    const double mixed =
        seconds_of([&] { shuffle = election->make_shuffle(closed.encrypted_tally, rng); });
    OGNIWO_TRY(shuffle);
    const double checked =
        seconds_of([&] { shuffled = election->apply_shuffle(closed.encrypted_tally, *shuffle); });
    OGNIWO_TRY(shuffled);
    print(("shuffle with proof, " + label).c_str(), mixed, "s");
    print(("shuffle verified, " + label).c_str(), checked, "s");
    return {};
}

// Archive of the voting so far: what `ogniwo verify` reads.
Bytes archive_of(const Sample& sample) {
    ballots::ArchiveWriter writer(1'700'000'000);
    Bytes archive = writer.begin();
    append(archive, writer.add_setup(sample.setup.election, sample.setup.trustees,
                                     sample.setup.credentials));
    for (const Bytes& ballot : sample.ballots) {
        append(archive, writer.add_ballot(ballot));
    }
    return archive;
}

void verify_with_threads(const Sample& sample) {
    const Bytes archive = archive_of(sample);
    const ballots::MemorySource source(archive);
    const auto rate = [&](unsigned threads) {
        const double s = seconds_of([&] {
            const auto report = ballots::verify_election(source, {threads, {}});
            std::cout << (report.ok ? "" : "the archive did not verify\n");
        });
        return static_cast<double>(sample.ballots.size()) / s;
    };
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const double one = rate(1);
    const double all = rate(cores);
    print("whole election verified, 1 thread", one, "ballots/s");
    print("whole election verified, all cores", all, "ballots/s");
    print("ratio", all / one, "x");
}

// Durable commits of checked ballots, as the server makes them, without HTTPS and without checking.
Result<void> commit_rate(const Sample& sample, Rng& rng) {
    std::string folder = (std::filesystem::temp_directory_path() / "ogniwo-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return Error("file.write", "cannot make a temporary folder");
    }
    const std::filesystem::path root = folder;
    const auto key = crypto::SigningKey::generate(rng);
    const std::string origin = "bench.example/log";
    {
        OGNIWO_ASSIGN(const auto database,
                      storage::Database::init({root / "data", root / "head"}, origin, key));
        OGNIWO_ASSIGN(const auto queue, database->start_writer(key, {}, nullptr));
        storage::BallotBox box;
        std::vector<std::future<bool>> done;
        const double s = seconds_of([&] {
            for (std::size_t i = 0; i < sample.ballots.size(); ++i) {
                auto record = std::make_shared<storage::CastRecord>();
                record->election = sample.election->definition().uuid;
                record->voter = std::to_string(i);
                record->ballot = sample.ballots[i];
                record->checked =
                    *sample.election->check_ballot(record->ballot, ballots::Strictness::cast);
                auto promise = std::make_shared<std::promise<bool>>();
                done.push_back(promise->get_future());
                const auto submitted = queue->submit(
                    [&, record](storage::CommitContext& context) -> Result<void> {
                        OGNIWO_TRY(box.record(context, *sample.election, *record, true));
                        const std::string act = ledger::encode_act(ledger::make_act(
                            origin,
                            ledger::BallotAccepted{ledger::Uuid{record->election},
                                                   ledger::Tracker{record->checked.tracker}},
                            rng));
                        OGNIWO_ASSIGN(const std::string entry,
                                      ledger::encode_entry(act, {}, {ledger::sign_act(act, key)}));
                        OGNIWO_TRY(context.append(as_bytes(entry)));
                        return {};
                    },
                    [promise](const Result<storage::Committed>& result) {
                        promise->set_value(result.has_value());
                    });
                if (!submitted) {
                    promise->set_value(false);
                }
            }
            for (auto& one : done) {
                one.wait();
            }
        });
        print("checked (1 thread) and durably committed", static_cast<double>(done.size()) / s,
              "ballots/s");
        queue->drain();
    }
    std::error_code ec;
    std::filesystem::remove_all(root, ec);
    return {};
}

Result<void> run(const Options& options) {
    crypto::SystemRng rng;
    std::optional<Sample> sample;
    std::optional<Error> failure;
    const double made = seconds_of([&] {
        auto result = make_sample(options, rng);
        if (result) {
            sample = std::move(*result);
        } else {
            failure = result.error();
        }
    });
    if (failure) {
        return *failure;
    }
    const auto count = static_cast<double>(options.ballots);
    std::cout << "Ed25519, one question, " << options.answers << " answers, exactly one; "
              << options.ballots << " ballots; " << std::thread::hardware_concurrency()
              << " cores\n";
    print("ballot encrypted, proven and signed", made / count * 1000, "ms");
    print("size of a ballot", static_cast<double>(sample->ballots.front().size()), "bytes");
    const double checked = seconds_of([&] {
        for (const Bytes& ballot : sample->ballots) {
            static_cast<void>(sample->election->check_ballot(ballot, ballots::Strictness::cast));
        }
    });
    print("ballot checked, 1 thread", checked / count * 1000, "ms");
    OGNIWO_TRY(shuffle_times(options.votes, rng));
    verify_with_threads(*sample);
    return commit_rate(*sample, rng);
}

} // namespace

void add_bench(CLI::App& app, int& exit_code) {
    auto* command =
        app.add_subcommand("bench", "Measure this machine: ballots, verification, commits");
    const auto options = std::make_shared<Options>();
    command->add_option("--ballots", options->ballots, "How many")
        ->check(CLI::Range(10, 100'000))
        ->capture_default_str();
    command->add_option("--answers", options->answers, "Answers of the question")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--votes", options->votes, "Votes that are shuffled")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->callback([options, &exit_code] {
        const auto done = run(*options);
        exit_code = done ? 0 : misuse(done.error());
    });
}

} // namespace ogniwo::cli

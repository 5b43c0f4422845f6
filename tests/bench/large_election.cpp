// Writes the archive of a large election, for what grows with its size. Usage: large_election
// homomorphic|ranking BALLOTS FILE [ANSWERS [GROUP [TRUSTEES]]]: one question, of which a homomorphic ballot takes
// one answer. Homomorphic ballots are made on all processors and are not kept.

#include "ballots/archive_writer.hpp"
#include "tests/unit/ballots/sample_election.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <thread>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

struct File {
    std::ofstream out;
    void write(const Bytes& bytes) {
        if (!out.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()))) {
            std::perror("large_election");
            std::exit(1);
        }
    }
};

// The ballots of voters first..first+count-1.
std::vector<Bytes> make_ballots(const sample::SampleElection& s, std::size_t first, std::size_t count,
                                std::size_t answers) {
    std::vector<Bytes> ballots(count);
    std::vector<std::jthread> threads;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t t = 0; t < cores; ++t) {
        threads.emplace_back([&, t] {
            for (std::size_t i = t; i < count; i += cores) {
                const std::size_t voter = first + i;
                crypto::SeededRng rng("ballot " + std::to_string(voter));
                std::vector<std::uint32_t> choice(answers, 0);
                choice[voter % answers] = 1;
                ballots[i] = s.election->make_ballot(s.voters[voter].private_credential, {choice}, rng).value();
            }
        });
    }
    return ballots;
}

void write_homomorphic(const sample::SampleElection& s, File& file, std::size_t answers) {
    constexpr std::size_t at_once = 1'024;
    ArchiveWriter writer(sample::Parts().timestamp);
    file.write(writer.begin());
    file.write(writer.add_setup(s.setup.election, s.setup.trustees, s.setup.credentials));
    RunningTally running = s.election->empty_tally();
    for (std::size_t first = 0; first < s.voters.size(); first += at_once) {
        const std::size_t count = std::min(at_once, s.voters.size() - first);
        for (const Bytes& ballot : make_ballots(s, first, count, answers)) {
            file.write(writer.add_ballot(ballot));
            running.add(ballot, 1).value();
        }
    }
    const ClosedTally closed = s.election->close_tally(running, {}).value();
    file.write(writer.end_ballots());
    file.write(writer.add_encrypted_tally(closed.encrypted_tally, closed.sized_tally));
    crypto::SeededRng rng("decryptions");
    std::vector<Bytes> decryptions;
    std::vector<PartialDecryptionView> views;
    decryptions.reserve(s.keys.size());
    for (std::size_t i = 0; i < s.keys.size(); ++i) {
        decryptions.push_back(
            s.election->make_partial_decryption(i + 1, s.keys[i].private_key, closed.encrypted_tally, rng).value());
        file.write(writer.add_partial_decryption(i + 1, decryptions.back()));
        views.push_back({i + 1, decryptions.back()});
    }
    const auto result = s.election->compute_result(closed.encrypted_tally, running.total_weight(), views).value();
    file.write(writer.add_result(as_bytes(result.json)));
}

void write_ranking(sample::SampleElection& s, File& file) {
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < s.voters.size(); ++i) {
        ballots.push_back(s.ballot(i, s.random_choices()));
    }
    file.write(sample::write_archive(s.close(ballots)));
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4 || argc > 7) {
        std::fprintf(stderr, "usage: large_election homomorphic|ranking BALLOTS FILE [ANSWERS [GROUP [TRUSTEES]]]\n");
        return 2;
    }
    const bool ranking = std::string_view(argv[1]) == "ranking";
    const std::size_t count = std::stoul(argv[2]);
    const std::size_t answers = argc > 4 ? std::stoul(argv[4]) : 5;
    sample::SampleElection s({.group = argc > 5 ? argv[5] : "Ed25519",
                              .questions = {ranking ? sample::ranking(answers) : sample::question(answers, 1, 1)},
                              .trustees = argc > 6 ? std::stoul(argv[6]) : 2,
                              .weights = std::vector<std::uint64_t>(count, 1)});
    File file{std::ofstream(argv[3], std::ios::binary)};
    ranking ? write_ranking(s, file) : write_homomorphic(s, file, answers);
    return file.out.flush() ? 0 : 1;
}

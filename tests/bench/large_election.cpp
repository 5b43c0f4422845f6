// Writes the archive of a large election, for what grows with its size. Usage: large_election
// homomorphic|ranking BALLOTS FILE [ANSWERS [GROUP [TRUSTEES]]]: one question, of which a homomorphic ballot takes
// one answer.

#include "tests/unit/ballots/sample_election.hpp"

#include <cstdio>
#include <fstream>
#include <string_view>

using namespace ogniwo::ballots;

int main(int argc, char** argv) {
    if (argc < 4 || argc > 7) {
        std::fprintf(stderr, "usage: large_election homomorphic|ranking BALLOTS FILE [ANSWERS [GROUP [TRUSTEES]]]\n");
        return 2;
    }
    const bool ranking = std::string_view(argv[1]) == "ranking";
    const std::size_t count = std::stoul(argv[2]);
    const std::size_t answers = argc > 4 ? std::stoul(argv[4]) : 5;
    sample::SampleElection s(
        {.group = argc > 5 ? argv[5] : "Ed25519",
         .questions = {ranking ? sample::ranking(answers) : sample::question(answers, 1, 1)},
         .trustees = argc > 6 ? std::stoul(argv[6]) : 2,
         .weights = std::vector<std::uint64_t>(count, 1)});
    std::vector<ogniwo::Bytes> ballots;
    for (std::size_t i = 0; i < count; ++i) {
        ballots.push_back(s.ballot(i, s.random_choices()));
    }
    const ogniwo::Bytes archive = sample::write_archive(s.close(ballots));
    std::ofstream out(argv[3], std::ios::binary);
    out.write(ogniwo::as_text(archive).data(), static_cast<std::streamsize>(archive.size()));
    return out.flush() ? 0 : 1;
}

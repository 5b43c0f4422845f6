// Bytes as a ballot of a fixed election: only real ballots of its voters pass, and nothing crashes.
#include "tests/unit/ballots/sample_election.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ballots::sample::SampleElection sample(
        {.questions = {ballots::sample::question(2, 1, 1, true)}, .weights = {1, 1}, .seed = "fuzz"});
    const ByteView bytes(data, size);
    static_cast<void>(sample.election->check_ballot(bytes, ballots::Strictness::cast));
    static_cast<void>(sample.election->check_ballot(bytes, ballots::Strictness::audit));
    static_cast<void>(sample.election->check_partial_decryption(
        1, as_bytes(sample.election->empty_tally().encrypted_tally_json()), bytes));
    static_cast<void>(sample.election->tally_from_json(bytes, 1, 1));
    static_cast<void>(ballots::parse_election(bytes));
    return 0;
}

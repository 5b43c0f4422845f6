// Bytes as a ballot of a fixed election with a question of every kind: only the real ballot of its
// voter passes when it is cast, and nothing crashes.
#include "crypto/base/check.hpp"
#include "splice.hpp"
#include "tests/unit/ballots/sample_election.hpp"

using namespace ogniwo;
using namespace ogniwo::ballots;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static sample::SampleElection sample({.questions = {sample::question(2, 1, 1, true),
                                                        sample::ranking(2), sample::lists({1, 1})},
                                          .weights = {1, 1},
                                          .seed = "fuzz"});
    static const Bytes good = sample.ballot(0, {{0, 1, 0}, {1, 2}, {1, 1, 0, 0}});
    const ByteView bytes(data, size);
    const SecretElection& election = *sample.election;
    for (const Bytes& ballot : {Bytes(data, data + size), fuzz::spliced(good, bytes)}) {
        OGNIWO_CHECK(!election.check_ballot(ballot, Strictness::cast) || ballot == good);
        static_cast<void>(election.check_ballot(ballot, Strictness::audit));
        RunningTally tally = election.empty_tally();
        static_cast<void>(tally.add(ballot, 1));
    }
    static_cast<void>(election.check_partial_decryption(
        1, as_bytes(election.empty_tally().encrypted_tally_json()), bytes));
    static_cast<void>(election.tally_from_json(bytes, 1, 1));
    static_cast<void>(parse_election(bytes));
    return 0;
}

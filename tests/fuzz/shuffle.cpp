// Bytes as a shuffle of a fixed tally, and as the tally of a fixed shuffle: only the real ones pass. The one question
// is shuffled: what others have in a tally is for the check of the sums.
#include "crypto/base/check.hpp"
#include "splice.hpp"
#include "tests/unit/ballots/sample_election.hpp"

using namespace ogniwo;
using namespace ogniwo::ballots;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static sample::SampleElection sample(
        {.questions = {sample::ranking(2)},
         .weights = {1, 1},
         .seed = "fuzz"});
    static const sample::Parts parts =
        sample.close({sample.ballot(0, {{1, 2}}), sample.ballot(1, {{2, 1}})});
    const SecretElection& election = *sample.election;
    const ByteView bytes(data, size);
    const Bytes& good = parts.shuffles[0].second;
    for (const Bytes& shuffle : {Bytes(data, data + size), fuzz::spliced(good, bytes)}) {
        OGNIWO_CHECK(!election.apply_shuffle(parts.tally, shuffle) || shuffle == good);
    }
    for (const Bytes& tally : {Bytes(data, data + size), fuzz::spliced(parts.tally, bytes)}) {
        OGNIWO_CHECK(!election.apply_shuffle(tally, good) || tally == parts.tally);
    }
    return 0;
}

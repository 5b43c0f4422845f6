// Bytes from strangers: whatever they are, the answer is an error of the right family, never a
// crash.

#include "ballots/verify.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

class Dice {
  public:
    explicit Dice(std::string_view seed) : rng_(seed) {}
    std::size_t below(std::size_t bound) {
        ByteArray<8> random{};
        rng_.fill(random);
        return static_cast<std::size_t>(read_be<std::uint64_t>(random) % bound);
    }

  private:
    crypto::SeededRng rng_;
};

// A bit flipped, a stretch removed, doubled or overwritten, or the end cut off.
Bytes damaged(Bytes bytes, Dice& dice) {
    const std::size_t at = dice.below(bytes.size());
    const std::size_t length = 1 + dice.below(std::min<std::size_t>(64, bytes.size() - at));
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = from + static_cast<std::ptrdiff_t>(length);
    switch (dice.below(5)) {
    case 0: bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << dice.below(8))); break;
    case 1: bytes.erase(from, to); break;
    case 2: {
        const Bytes again(from, to);
        bytes.insert(from, again.begin(), again.end());
        break;
    }
    case 3:
        for (auto i = from; i != to; ++i) {
            *i = static_cast<std::uint8_t>(dice.below(256));
        }
        break;
    default: bytes.resize(at);
    }
    return bytes;
}

constexpr std::string_view ballot_checks[] = {
    "ballot.size",        "ballot.encoding",         "ballot.election",     "ballot.shape",
    "ballot.hash",        "ballot.membership",       "ballot.credential",   "ballot.signature",
    "ballot.blank_proof", "ballot.individual_proof", "ballot.overall_proof"};

} // namespace

BOOST_AUTO_TEST_SUITE(robustness)

BOOST_AUTO_TEST_CASE(damaged_ballots) {
    sample::SampleElection s(
        {.questions = {sample::question(3, 1, 2), sample::question(2, 1, 1, true)}});
    const Bytes good = s.ballot(0, {{1, 0, 1}, {0, 0, 1}});
    Dice dice("damaged ballots");
    std::map<std::string_view, int> seen;
    for (int i = 0; i < 3000; ++i) {
        const Bytes bad = damaged(good, dice);
        if (bad == good) {
            continue;
        }
        for (const Strictness strictness : {Strictness::cast, Strictness::audit}) {
            const auto checked = s.election->check_ballot(bad, strictness);
            BOOST_REQUIRE(!checked);
            BOOST_REQUIRE_MESSAGE(std::ranges::find(ballot_checks, checked.error().id()) !=
                                      std::end(ballot_checks),
                                  checked.error().text());
            ++seen[checked.error().id()];
        }
    }
    for (const auto& [id, count] : seen) {
        BOOST_TEST_MESSAGE("  " << id << ": " << count);
    }
    BOOST_TEST(seen.size() >= 4U);
}

BOOST_AUTO_TEST_CASE(damaged_archives) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1, true)}});
    const Bytes good =
        sample::write_archive(s.close({s.ballot(0, {{1, 0, 0}}), s.ballot(1, {{0, 1, 0}})}));
    Dice dice("damaged archives");
    std::map<std::string, int> seen;
    for (int i = 0; i < 1000; ++i) {
        const Bytes bad = damaged(good, dice);
        const MemorySource source(bad);
        const VerifyReport report = verify_election(source, {.threads = 1, .progress = {}});
        // A cut between two events is the one change that cannot be seen.
        const bool prefix =
            bad.size() < good.size() && std::equal(bad.begin(), bad.end(), good.begin());
        BOOST_REQUIRE(!report.complete || bad == good);
        BOOST_REQUIRE(!report.ok || prefix || bad == good);
        ++seen[report.failure ? std::string(report.failure->id()) : "valid"];
    }
    for (const auto& [id, count] : seen) {
        BOOST_TEST_MESSAGE("  " << id << ": " << count);
    }
}

// Setup files of any content are refused or opened, and opening is all that is tried.
BOOST_AUTO_TEST_CASE(damaged_setups) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}, .weights = {1, 2}});
    Dice dice("damaged setups");
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
        SetupFiles files = s.setup;
        Bytes* const all[] = {&files.election, &files.trustees, &files.credentials};
        Bytes& one = *all[dice.below(3)];
        one = damaged(one, dice);
        refused += SecretElection::open(files.election, files.trustees, files.credentials) ? 0 : 1;
    }
    BOOST_TEST(refused > 1500);
}

BOOST_AUTO_TEST_SUITE_END()

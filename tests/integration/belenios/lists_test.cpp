// Elections by lists, which tool 2.0 does not know: judged by a checker that was written from the
// published formulas alone (lists_judge.py), itself judged by an election that tool 3.3.0 made.

#include "workshop.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace ogniwo;
using namespace ogniwo::judge;

namespace {

bool judge_accepts(ByteView archive, const std::string& expected = "") {
    const Workshop shop;
    shop.write("archive", as_text(archive));
    const std::string command = "python3 -B tests/integration/belenios/lists_judge.py '" +
                                (shop.folder() / "archive").string() + "' > '" +
                                (shop.folder() / "out").string() + "' 2>&1";
    const bool accepted = std::system(command.c_str()) == 0; // NOLINT(concurrency-mt-unsafe)
    const std::string said = shop.line("out");
    BOOST_TEST_MESSAGE("  " << said);
    BOOST_TEST(said.find("Traceback") == std::string::npos, said);
    return accepted && (expected.empty() || said == expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(belenios_lists)

BOOST_AUTO_TEST_CASE(the_judge_accepts_an_election_of_tool_3_3) {
    const Bytes archive = sample::read_file("tests/vectors/archives/ed25519-lists.bel");
    BOOST_TEST(judge_accepts(archive, R"({"result":[[[2,2,1],[2,1,2,1]]]})"));
}

BOOST_AUTO_TEST_CASE(the_judge_accepts_our_lists) {
    for (const char* group : {"Ed25519", "BELENIOS-2048"}) {
        sample::SampleElection s({.group = group,
                                  .questions = {sample::lists({2, 1})},
                                  .trustees = 2,
                                  .weights = {1, 3}});
        const Bytes first = s.ballot(0, {{1, 1, 1, 0, 0}});
        const Bytes second = s.ballot(1, {{0, 0, 0, 1, 1}});
        const Bytes again = s.ballot(0, {{1, 0, 1, 0, 0}});
        const sample::Parts good = s.close({first, second, again});
        const Bytes archive = sample::write_archive(good);
        BOOST_TEST(judge_accepts(archive, R"({"result":[[[1,0,1],[3,3]]]})"));
        BOOST_TEST(verify(archive).complete);
        // The judge is awake.
        const auto both_refuse = [&](const std::function<void(sample::Parts&)>& change) {
            sample::Parts bad = good;
            change(bad);
            const Bytes changed = sample::write_archive(bad);
            BOOST_TEST(!judge_accepts(changed));
            BOOST_TEST(!verify(changed).ok);
        };
        both_refuse([](auto& p) { p.result[p.result.size() - 5] ^= 1; });
        both_refuse([](auto& p) { p.ballots.pop_back(); });
        both_refuse([](auto& p) { std::swap(p.decryptions[0].second, p.decryptions[1].second); });
        // One digit of the proof that a candidate was chosen.
        both_refuse([](auto& p) {
            std::string text(as_text(p.ballots[1]));
            const std::size_t at = text.find(R"("response":["1)");
            const std::size_t digit = text.find(R"("response":[")") + 13;
            text[digit] = at == std::string::npos ? '1' : '2';
            p.ballots[1] = to_bytes(text);
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()

#include "ballots/counting/blt.hpp"
#include "ballots/counting/csv.hpp"
#include "ballots/counting/election_json.hpp"
#include "ballots/counting/lines.hpp"
#include "elections.hpp"

using namespace ogniwo;
using namespace ogniwo::counting;

namespace {

template <class Read>
void refuses(const Read& read, const std::string& text, std::string_view id,
             std::string_view words) {
    const auto got = read(text);
    BOOST_TEST_CONTEXT(text.substr(0, 60)) {
        BOOST_REQUIRE(!got);
        BOOST_TEST(got.error().id() == id);
        BOOST_TEST(got.error().detail().find(words) != std::string::npos, got.error().text());
        BOOST_TEST(got.error().detail().find('\n') == std::string::npos);
    }
}

Election blt(const std::string& text) {
    auto election = read_blt(text);
    BOOST_REQUIRE_MESSAGE(election, (election ? "" : election.error().text()));
    return std::move(*election);
}

bool same(const Election& a, const Election& b) {
    return a.title == b.title && a.names == b.names && a.withdrawn == b.withdrawn &&
           a.seats == b.seats && a.ballots == b.ballots;
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(blt_files)

BOOST_AUTO_TEST_CASE(all_of_the_format) {
    const Election election =
        blt("\xef\xbb\xbf"
            "4 2 # four candidates\r\n-2\r\n3 1 3=4 0\n1 1 -\n 4 0 2 0\n\n1 4 2 0\n0\n"
            "\"Ad \"\"A\"\" am\"\n# a comment\nBasil  \n\"Charlotte\" "
            "\"Donald\"\n\"Title\"\n\"source\"\n");
    BOOST_TEST(election.names.size() == 4U);
    BOOST_TEST(election.names[0] == "Ad \"A\" am");
    BOOST_TEST(election.names[1] == "Basil");
    BOOST_TEST(election.names[3] == "Donald");
    BOOST_TEST(election.title == "Title");
    BOOST_TEST(election.seats == 2U);
    BOOST_TEST(election.withdrawn[1]);
    BOOST_REQUIRE(election.ballots.size() == 4U);
    BOOST_TEST((election.ballots[0] == Ballot{3, {{0, 1}, {2, 2}, {3, 2}}}));
    BOOST_TEST((election.ballots[1] == Ballot{1, {{0, 1}, {3, 3}}}));
    BOOST_TEST((election.ballots[2] == Ballot{2, {}}));
    BOOST_TEST((election.ballots[3] == Ballot{1, {{3, 1}}})); // candidate 2 withdrew
}

BOOST_AUTO_TEST_CASE(names_may_be_missing) {
    BOOST_TEST(blt("2 1\n1 1 0\n0").title.empty());
    BOOST_TEST(blt("2 1\n1 1 0\n0\n\"Title only\"").title == "Title only");
    BOOST_TEST(blt("1 1\n1 1 0\n0\nAnn").names[0] == "Ann");
    BOOST_TEST(blt("2 1\n1 1 0\n0\nAnn\nBo").names[1] == "Bo");
    refuses(read_blt, "3 1\n1 1 0\n0\nAnn\nBo", "count.blt", "2 names for 3 candidates");
    refuses(read_blt, "1 1\n1 1 0\n0\na\nb\nc\nd\ne", "count.blt", "more names than candidates");
}

BOOST_AUTO_TEST_CASE(bad_files_say_where) {
    refuses(read_blt, "", "count.blt", "the number of candidates");
    refuses(read_blt, "x 1", "count.blt", "line 1: 'x' is not a whole number");
    refuses(read_blt, "2 1\n1 1 2 0", "count.blt",
            "the file ends where a ballot or the final 0 should be");
    refuses(read_blt, "2 1\n1 1 2\n", "count.blt", "the 0 at the end of a ballot");
    refuses(read_blt, "2 1\n1 3 0\n0", "count.blt", "line 2: candidate 3 of 2");
    refuses(read_blt, "2 1\n1 1= 0\n0", "count.blt", "line 2");
    refuses(read_blt, "2 1\n1 1=1 0\n0", "count.ballot",
            "ballot row 1: candidate 1 is marked twice");
    refuses(read_blt, "2 1\n1 1 1 0\n0", "count.ballot", "marked twice");
    refuses(read_blt, "2 1\n0 1 0\n0", "count.blt", "something follows the final 0");
    refuses(read_blt, "2 1\n-1\n-2\n1 1 0\n0", "count.candidates", "every candidate has withdrawn");
    refuses(read_blt, "2 1\n-5\n1 1 0\n0", "count.blt", "candidate 5 of 2");
    refuses(read_blt, "2 1\n1 1 0\n-2\n0", "count.blt", "'-2' is not a whole number");
    refuses(read_blt, "2 1\n1 1.5 0\n0", "count.blt", "'1.5' is not a whole number");
    refuses(read_blt, "2 1\n18446744073709551616 1 0\n0", "count.blt", "not a whole number");
    refuses(read_blt, "2 1\n1 1 0\n0\n\"Ann\nBo\n", "count.blt",
            "line 4: a quoted name does not end");
    refuses(read_blt, "2 1\n1 1 0\n0\n\"Ann\" Bo\n", "count.blt",
            "something follows a quoted name");
    refuses(read_blt, "2 1\n1 1 0\n0\n\"A\xff\"\n\"B\"\n", "count.name",
            "candidate 1 is not plain UTF-8");
    refuses(read_blt, "2 1\n1 1 0\n0\n\"A\x1b[2J\"\n\"B\"\n", "count.name",
            "candidate 1 is not plain UTF-8");
}

BOOST_AUTO_TEST_CASE(limits_at_their_edges) {
    BOOST_TEST(blt("1000 1\n1 1000 0\n0").names.size() == 1000U);
    refuses(read_blt, "1001 1\n1 1 0\n0", "count.candidates",
            "1001 candidates; there may be 1 to 1000");
    refuses(read_blt, "0 1\n0", "count.candidates", "0 candidates");
    BOOST_TEST(blt("1 1000\n1 1 0\n0").seats == 1000U);
    refuses(read_blt, "1 1001\n1 1 0\n0", "count.seats", "1001 seats");
    refuses(read_blt, "1 0\n1 1 0\n0", "count.seats", "0 seats");
    BOOST_TEST(blt("1 1\n1000000000000 1 0\n0").ballots[0].count == max_total_ballots);
    refuses(read_blt, "1 1\n1000000000001 1 0\n0", "count.ballot",
            "stands for 1000000000001 ballots");
    refuses(read_blt, "1 1\n1000000000000 1 0\n1 1 0\n0", "count.ballots",
            "more than 1000000000000 ballots");
    BOOST_TEST(blt("1 1\n" + repeated("1 1 0\n", max_ballot_rows) + "0").ballots.size() ==
               max_ballot_rows);
    refuses(read_blt, "1 1\n" + repeated("1 1 0\n", max_ballot_rows + 1) + "0", "count.blt",
            "more than 1000000 rows");
    const std::string name(max_name_bytes, 'n');
    BOOST_TEST(blt("1 1\n1 1 0\n0\n" + name).names[0] == name);
    refuses(read_blt, "1 1\n1 1 0\n0\n" + name + "n", "count.name", "longer than 200 bytes");
    const std::string spaces(max_line_bytes - 5, ' ');
    BOOST_TEST(blt("1 1\n1 1 0" + spaces + "\n0").ballots.size() == 1U);
    refuses(read_blt, "1 1\n1 1 0" + spaces + " \n0", "count.line",
            "line 2 is longer than 65536 bytes");
    BOOST_TEST(blt("2 1\n1 " + repeated("- ", 999) + "1 0\n0").ballots[0].marks[0].rank ==
               max_rank);
    refuses(read_blt, "2 1\n1 " + repeated("- ", 1000) + "1 0\n0", "count.blt",
            "more than 1000 ranks");
}

BOOST_AUTO_TEST_CASE(marks_in_all) {
    std::string ballot = "1";
    for (int c = 1; c <= 1000; ++c) {
        ballot += " " + std::to_string(c);
    }
    ballot += " 0\n";
    const std::string full = repeated(ballot, max_marks / 1000);
    BOOST_TEST(blt("1000 1\n" + full + "0").ballots.size() == max_marks / 1000);
    refuses(read_blt, "1000 1\n" + full + "1 1 0\n0", "count.blt", "more than 10000000 marks");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
    const Election election = blt("4 2\n-3\n3 1 2=4 0\n1 - - 4 0\n7 0\n0\n\"A "
                                  "\"\"quoted\"\"\"\n\"#b\"\n\" c\"\n\"\"\n\"Title\"\n");
    const std::string text = write_blt(election);
    BOOST_TEST(same(blt(text), election));
    BOOST_TEST(write_blt(blt(text)) == text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(csv_files)

BOOST_AUTO_TEST_CASE(rankings_with_numbers_of_ballots) {
    const auto election = read_csv("ballots,Ann,\"Bo, \"\"jr\"\"\",Cy\r\n3,1,2,\n2,,1,1\n1,0,,\n");
    BOOST_REQUIRE(election);
    BOOST_TEST(election->names[1] == "Bo, \"jr\"");
    BOOST_TEST(election->seats == 1U);
    BOOST_TEST((election->ballots[0] == Ballot{3, {{0, 1}, {1, 2}}}));
    BOOST_TEST((election->ballots[1] == Ballot{2, {{1, 1}, {2, 1}}}));
    BOOST_TEST((election->ballots[2] == Ballot{1, {}}));
}

BOOST_AUTO_TEST_CASE(one_ballot_a_line_and_semicolons) {
    const auto election = read_csv("Ann;Bo\n1;2\n;1\n");
    BOOST_REQUIRE(election);
    BOOST_TEST((election->ballots[1] == Ballot{1, {{1, 1}}}));
}

BOOST_AUTO_TEST_CASE(lists_with_votes) {
    const auto election = read_csv("list,votes\nRed,100\nBlue,0\nGreen,7\n");
    BOOST_REQUIRE(election);
    BOOST_TEST(election->names.size() == 3U);
    BOOST_REQUIRE(election->ballots.size() == 2U);
    BOOST_TEST((election->ballots[1] == Ballot{7, {{2, 1}}}));
}

BOOST_AUTO_TEST_CASE(bad_files_say_where) {
    refuses(read_csv, "", "count.csv", "the file is empty");
    refuses(read_csv, "A,B\n1\n", "count.csv", "line 2: 1 cells where the first line has 2");
    refuses(read_csv, "A,B\n1,x\n", "count.csv", "line 2: 'x' is not a whole number");
    refuses(read_csv, "A,B\n1,-1\n", "count.csv", "'-1' is not a whole number");
    refuses(read_csv, "A,\"B\n1,1\n", "count.csv", "line 1: a quoted cell does not end");
    refuses(read_csv, "A,\"B\"c\n1,1\n", "count.csv", "something follows a quoted cell");
    refuses(read_csv, "A,B\n1,1001\n", "count.csv", "rank 1001");
    refuses(read_csv, "ballots,A\n,1\n", "count.ballot", "stands for 0 ballots");
    refuses(read_csv, "list,votes\nA,1000000000001\n", "count.csv",
            "more than 1000000000000 votes");
    refuses(read_csv, "list,votes\n" + repeated("A,1\n", 1001), "count.candidates",
            "1001 candidates");
    BOOST_TEST(bool(read_csv("list,votes\n" + repeated("A,1\n", 1000))));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_files)

BOOST_AUTO_TEST_CASE(everything_it_can_hold) {
    const auto election = read_election_json(
        R"({"title":"T","seats":2,"candidates":["A","B","C"],"ballots":[[1,2,0],{"count":5,"marks":[0,0,1]}],
            "withdrawn":[2],"choices":2,"threshold":[1,20],"costs":[4,5,6],"budget":9,
            "groups":[{"name":"g","candidates":[3,1],"min":1,"max":2}]})");
    BOOST_REQUIRE_MESSAGE(election, election.error().text());
    BOOST_TEST((election->ballots[0] == Ballot{1, {{0, 1}}}));
    BOOST_TEST((election->ballots[1] == Ballot{5, {{2, 1}}}));
    BOOST_TEST(election->withdrawn[1]);
    BOOST_TEST(*election->choices == 2U);
    BOOST_TEST((*election->threshold == Share{1, 20}));
    BOOST_TEST(election->budget == 9U);
    BOOST_TEST((election->groups[0] == Group{"g", {0, 2}, 1, 2}));
}

BOOST_AUTO_TEST_CASE(bad_files_say_what) {
    const auto with = [](const std::string& more) {
        return R"({"candidates":["A","B"],"ballots":[[1,2]],)" + more + "}";
    };
    refuses(read_election_json, "[]", "json.shape", "");
    refuses(read_election_json, "{", "json.syntax", "");
    refuses(read_election_json, R"({"candidates":["A"]})", "json.shape", "ballots");
    refuses(read_election_json, R"({"candidates":["A"],"ballots":[[1,2]]})", "count.json",
            "ballot row 1 has 2 numbers for 1 candidates");
    refuses(read_election_json, R"({"candidates":["A"],"ballots":[["x"]]})", "count.json",
            "ballot row 1");
    refuses(read_election_json, R"({"candidates":["A"],"ballots":[[1001]]})", "count.json",
            "from 0 to 1000");
    refuses(read_election_json, R"({"candidates":["A"],"ballots":[{"count":-1,"marks":[1]}]})",
            "count.json", "count");
    refuses(read_election_json, R"({"candidates":[1],"ballots":[]})", "count.json", "names");
    refuses(read_election_json, with(R"("seats":0)"), "count.seats", "0 seats");
    refuses(read_election_json, with(R"("withdrawn":[3])"), "count.json", "withdrawn");
    refuses(read_election_json, with(R"("withdrawn":[0])"), "count.json", "count from 1");
    refuses(read_election_json, with(R"("choices":0)"), "count.choices", "1 to 1000");
    refuses(read_election_json, with(R"("threshold":[3,2])"), "count.threshold", "3/2");
    refuses(read_election_json, with(R"("threshold":[1,0])"), "count.threshold", "1/0");
    refuses(read_election_json, with(R"("costs":[1,2])"), "count.json", "belong together");
    refuses(read_election_json, with(R"("costs":[1],"budget":2)"), "count.costs",
            "1 costs for 2 items");
    refuses(read_election_json, with(R"("costs":[1,0],"budget":2)"), "count.costs", "1 to");
    refuses(read_election_json, with(R"("extra":1)"), "json.shape", "extra");
}

BOOST_AUTO_TEST_CASE(limits_of_groups) {
    const auto groups = [](std::size_t number, std::uint32_t max) {
        std::string text =
            R"({"seats":3,"candidates":["A","B","C"],"ballots":[[1,2,3]],"groups":[)";
        for (std::size_t i = 0; i < number; ++i) {
            text += std::string(i > 0 ? "," : "") + R"({"name":"g","candidates":[1],"max":)" +
                    std::to_string(max) + "}";
        }
        return text + "]}";
    };
    BOOST_TEST(bool(read_election_json(groups(max_groups, 1))));
    refuses(read_election_json, groups(max_groups + 1, 1), "count.groups",
            "13 groups; there may be 12");
    refuses(
        read_election_json,
        R"({"candidates":["A","B"],"ballots":[],"groups":[{"name":"g","candidates":[1],"min":2,"max":1}]})",
        "count.groups", "min above its max");
    refuses(read_election_json,
            R"({"candidates":["A","B"],"ballots":[],"groups":[{"name":"g","candidates":[1,1]}]})",
            "count.groups", "twice");
}

BOOST_AUTO_TEST_CASE(combinations_of_groups) {
    Election election = sample::unprepared(25, 9, {{1, "A"}});
    std::vector<Candidate> all;
    for (Candidate c = 0; c < 25; ++c) {
        all.push_back(c);
    }
    election.groups.assign(4, Group{"g", all, 0, 9}); // 10^4 ways
    BOOST_TEST(bool(prepare_election(election)));
    election.groups.assign(5, Group{"g", all, 0, 9});
    const auto many = prepare_election(election);
    BOOST_REQUIRE(!many);
    BOOST_TEST(many.error().id() == "count.groups");
}

BOOST_AUTO_TEST_SUITE_END()

// Who has the seats of a list. Every expectation was worked out on paper; draws of the lot by sha256sum.

#include "elections.hpp"

#include "ballots/counting/election_json.hpp"
#include "ballots/counting/record_output.hpp"
#include "crypto/base/json.hpp"

using namespace ogniwo;
using namespace ogniwo::counting;
using sample::counted;

namespace {

using People = std::vector<std::vector<std::uint64_t>>; ///< votes, by list

Election lists(std::uint32_t seats, const std::vector<std::uint64_t>& votes, const People& people) {
    Election election = sample::unprepared(votes.size(), seats, {});
    for (Candidate list = 0; list < votes.size(); ++list) {
        if (votes[list] > 0) {
            election.ballots.push_back({votes[list], {{list, 1}}});
        }
        auto& of = election.people.emplace_back();
        for (const std::uint64_t each : people[list]) {
            of.push_back({"p" + std::to_string(of.size() + 1), each});
        }
    }
    return election;
}

// "2: 5 4 | 1: 7": seats, then the numbers of the people (as in records, from 1), list by list.
std::string seated(Method method, const Election& election, const std::string& seed = "") {
    const CountRecord record = counted(method, sample::prepared(election), seed);
    const auto& detail = std::get<AllocationCount>(record.detail);
    std::string out;
    for (std::size_t list = 0; list < detail.seated.size(); ++list) {
        out += (list > 0 ? " | " : "") + std::to_string(detail.seats[list]) + ":";
        for (const Candidate number : detail.seated[list]) {
            out += " " + std::to_string(number + 1);
        }
    }
    return out;
}

std::string error_of(Method method, Election election) {
    auto prepared = prepare_election(std::move(election));
    if (!prepared) {
        return std::string(prepared.error().id());
    }
    const auto record = count(method, *prepared, {});
    return record ? "ok" : std::string(record.error().id());
}

constexpr std::array methods{Method::dhondt, Method::sainte_lague, Method::largest_remainder};

} // namespace

BOOST_AUTO_TEST_SUITE(people_of_lists)

// Lists A, B, C are 1 to 3; their people 4 to 7, 8 and 9, and 10.
// D'Hondt: 100 | 60 | 50 | 33 1/3 -> A B A A. Sainte-Lague: 100 | 60 | 33 1/3 | 30 -> A B A C.
// Hare: 400/190 = 2 rest 20, 240/190 = 1 rest 50, 120/190 = 0 rest 120 -> 2 1 1.
BOOST_AUTO_TEST_CASE(the_most_votes_within_their_list) {
    const Election of = lists(4, {100, 60, 30}, {{10, 70, 40, 55}, {20, 59}, {30}});
    BOOST_TEST(seated(Method::dhondt, of) == "3: 5 7 6 | 1: 9 | 0:");
    BOOST_TEST(seated(Method::sainte_lague, of) == "2: 5 7 | 1: 9 | 1: 10");
    BOOST_TEST(seated(Method::largest_remainder, of) == "2: 5 7 | 1: 9 | 1: 10");
}

// A has one person. D'Hondt: 100 A, 60 B, then B and C at 30 with two seats left. Sainte-Lague: A B, 30 C, 20 B.
// Hare: A 1 of its 2, B 1, then the rests 120 of C and 50 of B.
BOOST_AUTO_TEST_CASE(a_full_list_passes_its_seat_on) {
    const Election of = lists(4, {100, 60, 30}, {{100}, {20, 59}, {30, 1, 2}});
    for (const Method method : methods) {
        BOOST_TEST(seated(method, of) == "1: 4 | 2: 6 5 | 1: 7");
    }
    // B has one person too: everything else is C's. By remainders C is served twice.
    const Election full = lists(4, {100, 60, 30}, {{100}, {59}, {30, 1, 2}});
    for (const Method method : methods) {
        BOOST_TEST(seated(method, full) == "1: 4 | 1: 5 | 2: 6 8");
    }
    const CountRecord record = counted(Method::dhondt, sample::prepared(full));
    const auto& awards = std::get<AllocationCount>(record.detail).awards;
    BOOST_REQUIRE(awards.size() == 4U);
    BOOST_TEST(rational_text(awards[3].values[0]) == "0"); // full
    BOOST_TEST(rational_text(awards[3].values[1]) == "0");
    BOOST_TEST(rational_text(awards[3].values[2]) == "15");
    BOOST_TEST(record.ties.empty());
}

BOOST_AUTO_TEST_CASE(seats_stay_empty_when_every_list_is_full) {
    // Nobody voted for B, so its people cannot take what A has nobody for.
    const Election of = lists(3, {5, 0}, {{5, 2}, {0, 0}});
    for (const Method method : methods) {
        BOOST_TEST(seated(method, of) == "2: 3 4 | 0:");
        const CountRecord record = counted(method, sample::prepared(of));
        BOOST_TEST(record.elected.size() == 2U);
        BOOST_TEST(record.complete());
    }
}

// Draws with seed 07: 63c6... of number 6, 8d62... of 5, e422... of 3. With 02: 0304... of 3, 2de4... of 6, 498c... of 5.
BOOST_AUTO_TEST_CASE(equal_people_by_lot) {
    const Election of = lists(2, {9, 4}, {{3, 8, 3, 3}, {4}}); // D'Hondt: 9 A, 4 1/2 A
    const CountRecord open = counted(Method::dhondt, sample::prepared(of));
    BOOST_TEST(!open.complete());
    BOOST_REQUIRE(open.ties.size() == 1U);
    BOOST_TEST((open.ties[0].over == TieOver::people));
    BOOST_TEST((open.ties[0].tied == std::vector<Candidate>{2, 4, 5})); // numbers 3, 5 and 6
    BOOST_TEST(seated(Method::dhondt, of) == "2: 4 | 0:");
    BOOST_TEST(seated(Method::dhondt, of, "07") == "2: 4 6 | 0:");
    BOOST_TEST(seated(Method::dhondt, of, "02") == "2: 4 3 | 0:");
    // All who are equal fit: nothing to draw.
    const Election fitting = lists(3, {9, 1}, {{3, 3, 3}, {1}});
    BOOST_TEST(seated(Method::dhondt, fitting) == "3: 3 4 5 | 0:");
}

BOOST_AUTO_TEST_CASE(people_without_votes_take_the_seats_of_their_list) {
    const Election of = lists(2, {9}, {{9, 0}});
    BOOST_TEST(seated(Method::sainte_lague, of) == "2: 2 3");
    BOOST_TEST(!counted(Method::sainte_lague, sample::prepared(lists(2, {9}, {{9, 0, 0}}))).complete());
}

BOOST_AUTO_TEST_CASE(limits) {
    for (const Method method : methods) {
        BOOST_TEST(error_of(method, lists(3, {5, 5}, {{5, 5}, {5}})) == "ok");
        BOOST_TEST(error_of(method, lists(4, {5, 5}, {{5, 5}, {5}})) == "count.seats");
        BOOST_TEST(error_of(method, lists(1, {5, 5}, {{6}, {5}})) == "count.people");
        BOOST_TEST(error_of(method, lists(1, {5, 5}, {{5}, {}})) == "count.people");
    }
    Election missing = lists(1, {5, 5}, {{5}, {5}});
    missing.people.pop_back();
    BOOST_TEST(error_of(Method::dhondt, missing) == "count.people");
    const auto of_size = [](std::size_t size) { return lists(1, {5}, {std::vector<std::uint64_t>(size, 1)}); };
    BOOST_TEST(error_of(Method::dhondt, of_size(max_candidates)) == "ok");
    BOOST_TEST(error_of(Method::dhondt, of_size(max_candidates + 1)) == "count.people");
    Election named = lists(1, {5}, {{5}});
    named.people[0][0].name = std::string(max_name_bytes, 'x');
    BOOST_TEST(error_of(Method::dhondt, named) == "ok");
    named.people[0][0].name += 'x';
    BOOST_TEST(error_of(Method::dhondt, named) == "count.name");
}

BOOST_AUTO_TEST_CASE(in_files_and_records) {
    const std::string file = R"({"candidates":["A","B"],"seats":2,"ballots":[{"count":3,"marks":[1,0]},[0,1]],)"
                             R"("people":[[{"name":"Ann","votes":1},{"name":"Bo","votes":3}],[{"name":"Cy","votes":1}]]})";
    const Election election = read_election_json(file).value();
    const CountRecord record = count(Method::dhondt, election, {}).value(); // 3 A, 1 1/2 A
    const json::object json = record_json(record, election).as_object();
    BOOST_TEST(write_json(json.at("seated")) == "[[4,3],[]]");
    BOOST_TEST(write_json(json.at("people")) ==
               R"([[{"name":"Ann","votes":1},{"name":"Bo","votes":3}],[{"name":"Cy","votes":1}]])");
    BOOST_TEST(write_json(json.at("election_order")) == "[1,1]");
    const std::string text = record_text(record, election);
    BOOST_TEST(text.find("1 A, votes of its people:\n  3 Ann                            1  has a seat\n") != text.npos, text);
    BOOST_TEST(text.find("\nelected: 1 A, 1 A\ntheir seats: 4 Bo, 3 Ann\n") != text.npos, text);
    for (const char* wrong : {R"("people":[[{"name":"Ann"}],[]])", R"("people":[{"name":"Ann","votes":1}])",
                              R"("people":[[{"name":"Ann","votes":-1}],[{"name":"Cy","votes":1}]])", R"("people":1)"}) {
        const std::string bad = file.substr(0, file.find("\"people\"")) + wrong + "}";
        BOOST_TEST(!read_election_json(bad).has_value(), wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()

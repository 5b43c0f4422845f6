#include "elections.hpp"

using namespace ogniwo;
using namespace ogniwo::counting;
using sample::counted;
using sample::elected;

namespace {

Election with_groups(std::size_t candidates, std::uint32_t seats,
                     const std::vector<sample::Row>& rows, const std::vector<Group>& groups) {
    Election election = sample::unprepared(candidates, seats, rows);
    election.groups = groups;
    return sample::prepared(std::move(election));
}

} // namespace

BOOST_AUTO_TEST_SUITE(groups)

// Open seats, but at most one of the region A, B: the next highest takes the place of B.
BOOST_AUTO_TEST_CASE(at_most_one_of_a_region) {
    const auto of =
        with_groups(4, 2, {{4, "A"}, {3, "B"}, {2, "C"}, {1, "D"}}, {{"region", {0, 1}, 0, 1}});
    const CountRecord record = counted(Method::plurality, of);
    BOOST_TEST(elected(record) == "AC");
    BOOST_REQUIRE(record.group_effects.size() == 1U);
    BOOST_TEST(record.group_effects[0].candidate == 1U);
}

// At least one of D, E: the seat is kept for the better of them.
BOOST_AUTO_TEST_CASE(at_least_one_of_a_form) {
    const auto of = with_groups(5, 3, {{5, "A"}, {4, "B"}, {3, "C"}, {1, "D"}, {2, "E"}},
                                {{"form", {3, 4}, 1, 3}});
    for (const Method method : {Method::plurality, Method::approval, Method::borda, Method::schulze,
                                Method::ranked_pairs, Method::copeland}) {
        BOOST_TEST(elected(counted(method, of, "00")) == "ABE");
    }
}

// Two attributes that pull against each other: women {A, D}, region {A, B}. Exactly one of each in
// two seats.
BOOST_AUTO_TEST_CASE(groups_that_overlap) {
    const std::vector<Group> groups{{"women", {0, 3}, 1, 1}, {"region", {0, 1}, 1, 1}};
    BOOST_TEST(elected(counted(
                   Method::plurality,
                   with_groups(4, 2, {{4, "B"}, {3, "C"}, {2, "A"}, {1, "D"}}, groups))) == "BD");
    BOOST_TEST(elected(counted(
                   Method::plurality,
                   with_groups(4, 2, {{4, "C"}, {3, "B"}, {2, "A"}, {1, "D"}}, groups))) == "AC");
}

BOOST_AUTO_TEST_CASE(impossible_bounds_are_an_error) {
    const auto of = with_groups(3, 2, {{1, "A"}}, {{"g", {0}, 0, 1}, {"h", {1, 2}, 0, 0}});
    const auto record = count(Method::plurality, of, {});
    BOOST_REQUIRE(!record);
    BOOST_TEST(record.error().id() == "count.groups");
}

BOOST_AUTO_TEST_CASE(ties_only_among_those_who_fit) {
    // B and C are tied for the second seat, but B's region is full: no lot is needed.
    const auto of = with_groups(3, 2, {{4, "A"}, {2, "B"}, {2, "C"}}, {{"region", {0, 1}, 0, 1}});
    const CountRecord record = counted(Method::plurality, of);
    BOOST_TEST(record.complete());
    BOOST_TEST(elected(record) == "AC");
}

// A and B have quotas, but only one of them may be elected; B's votes move on to C.
BOOST_AUTO_TEST_CASE(full_group_in_stv) {
    const auto of =
        with_groups(4, 2, {{12, "A"}, {9, "B>C"}, {5, "C"}, {6, "D"}}, {{"region", {0, 1}, 0, 1}});
    for (const Method method : {Method::stv_scottish, Method::stv_meek}) {
        const CountRecord record = counted(method, of);
        BOOST_TEST(elected(record) == "AC");
        BOOST_REQUIRE(!record.group_effects.empty());
        BOOST_TEST(record.group_effects[0].candidate == 1U);
        BOOST_TEST(!record.group_effects[0].guarded);
    }
}

// When E is out, D is last but the only one of the group: C goes first.
BOOST_AUTO_TEST_CASE(guarded_in_stv) {
    const auto of = with_groups(5, 3, {{10, "A"}, {6, "B"}, {5, "C"}, {2, "D"}, {1, "E"}},
                                {{"form", {3}, 1, 1}});
    const CountRecord record = counted(Method::stv_scottish, of);
    BOOST_TEST(elected(record) == "ABD");
    BOOST_REQUIRE(!record.group_effects.empty());
    BOOST_TEST((record.group_effects[0] == GroupEffect{3, true}));
    BOOST_TEST(elected(counted(Method::stv_meek, of)) == "ABD");
}

BOOST_AUTO_TEST_CASE(threshold_and_groups_are_refused) {
    Election of = sample::unprepared(2, 1, {{1, "A"}});
    of.groups.push_back({"g", {0}, 0, 1});
    of.threshold = Share{1, 2};
    const auto record = count(Method::approval, sample::prepared(std::move(of)), {});
    BOOST_REQUIRE(!record);
    BOOST_TEST(record.error().id() == "count.threshold");
}

BOOST_AUTO_TEST_SUITE_END()

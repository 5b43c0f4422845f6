#include "ballots/counting/election_json.hpp"

#include "crypto/base/json.hpp"

namespace ogniwo::counting {
namespace {

constexpr JsonLimits limits{64 << 20, 8, 12'000'000};
constexpr JsonLimits terms_limits{64 << 10, 8, 20'000};

Error fault(const std::string& what) {
    return Error("count.json", what);
}

Result<std::uint64_t> whole(const json::value& value, std::uint64_t most, const std::string& what) {
    const auto* number = value.if_int64();
    if (number == nullptr || *number < 0 || static_cast<std::uint64_t>(*number) > most) {
        return fault(what + " is a whole number from 0 to " + std::to_string(most));
    }
    return static_cast<std::uint64_t>(*number);
}

Result<std::uint64_t> whole(const json::object& object, std::string_view key, std::uint64_t most) {
    const auto* value = object.if_contains(key);
    return whole(value != nullptr ? *value : json::value(), most, std::string(key));
}

Result<std::vector<std::uint64_t>> numbers(const json::value& value, std::uint64_t most,
                                           const std::string& what) {
    const auto* array = value.if_array();
    if (array == nullptr) {
        return fault(what + " is an array");
    }
    std::vector<std::uint64_t> out;
    for (const json::value& element : *array) {
        OGNIWO_ASSIGN(const std::uint64_t number, whole(element, most, "each of " + what));
        out.push_back(number);
    }
    return out;
}

// Numbers from 1 to indices from 0.
Result<std::vector<Candidate>> candidates(const json::value& value, std::size_t size,
                                          const std::string& what) {
    OGNIWO_ASSIGN(const auto listed, numbers(value, size, what));
    std::vector<Candidate> out;
    for (const std::uint64_t number : listed) {
        if (number == 0) {
            return fault("candidates count from 1 (in " + what + ")");
        }
        out.push_back(static_cast<Candidate>(number - 1));
    }
    return out;
}

Result<Ballot> ballot(const json::value& value, std::size_t size, std::size_t row) {
    const std::string what = "ballot row " + std::to_string(row);
    Ballot out;
    const json::value* marks = &value;
    if (value.is_object()) {
        OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"count", "marks"}}));
        OGNIWO_ASSIGN(out.count, whole(*object, "count", max_total_ballots));
        marks = &object->at("marks");
    }
    OGNIWO_ASSIGN(const auto ranks, numbers(*marks, max_rank, what));
    if (ranks.size() != size) {
        return fault(what + " has " + std::to_string(ranks.size()) + " numbers for " +
                     std::to_string(size) + " candidates");
    }
    for (std::size_t c = 0; c < size; ++c) {
        if (ranks[c] > 0) {
            out.marks.push_back({static_cast<Candidate>(c), static_cast<std::uint32_t>(ranks[c])});
        }
    }
    return out;
}

Result<Group> group(const json::value& value, std::size_t size) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"name", "candidates"}, {"min", "max"}}));
    Group out;
    OGNIWO_ASSIGN(out.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(out.members, candidates(object->at("candidates"), size, "group " + out.name));
    if (object->contains("min")) {
        OGNIWO_ASSIGN(const std::uint64_t min, whole(*object, "min", max_seats));
        out.min = static_cast<std::uint32_t>(min);
    }
    if (object->contains("max")) {
        OGNIWO_ASSIGN(const std::uint64_t max, whole(*object, "max", max_seats));
        out.max = static_cast<std::uint32_t>(max);
    }
    return out;
}

Result<Person> person(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"name", "votes"}}));
    Person out;
    OGNIWO_ASSIGN(out.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(out.votes, whole(*object, "votes", max_total_ballots));
    return out;
}

Verdict read_people(const json::object& object, Election& election) {
    if (!object.contains("people")) {
        return pass();
    }
    OGNIWO_ASSIGN(const json::array* lists, get_array(object, "people"));
    for (const json::value& value : *lists) {
        const auto* list = value.if_array();
        if (list == nullptr) {
            return fault("people are an array for each list");
        }
        auto& people = election.people.emplace_back();
        for (const json::value& one : *list) {
            OGNIWO_ASSIGN(Person read, person(one));
            people.push_back(std::move(read));
        }
    }
    return pass();
}

Verdict read_terms(const json::object& object, Election& election) {
    if (object.contains("choices")) {
        OGNIWO_ASSIGN(const std::uint64_t choices, whole(object, "choices", max_candidates));
        election.choices = static_cast<std::uint32_t>(choices);
    }
    if (const auto* value = object.if_contains("threshold")) {
        OGNIWO_ASSIGN(const auto share, numbers(*value, 1'000'000, "threshold"));
        if (share.size() != 2) {
            return fault("threshold is [numerator, denominator]");
        }
        election.threshold = Share{share[0], share[1]};
    }
    if (object.contains("costs") != object.contains("budget")) {
        return fault("costs and budget belong together");
    }
    if (const auto* costs = object.if_contains("costs")) {
        OGNIWO_ASSIGN(election.costs, numbers(*costs, max_cost, "costs"));
        OGNIWO_ASSIGN(election.budget, whole(object, "budget", max_cost));
    }
    if (object.contains("groups")) {
        OGNIWO_ASSIGN(const json::array* groups, get_array(object, "groups"));
        for (const json::value& value : *groups) {
            OGNIWO_ASSIGN(Group read, group(value, election.names.size()));
            election.groups.push_back(std::move(read));
        }
    }
    return pass();
}

} // namespace

Verdict read_terms_json(std::string_view text, Election& election) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text, terms_limits));
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{}, {"choices", "threshold", "groups"}}));
    return read_terms(*object, election);
}

Result<Election> read_election_json(std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text, limits));
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"candidates", "ballots"},
                                        {"title", "seats", "withdrawn", "choices", "threshold",
                                         "groups", "costs", "budget", "people"}}));
    Election election;
    OGNIWO_ASSIGN(const json::array* names, get_array(*object, "candidates"));
    for (const json::value& name : *names) {
        if (!name.is_string()) {
            return fault("candidates are names");
        }
        election.names.emplace_back(name.get_string().c_str(), name.get_string().size());
    }
    if (object->contains("title")) {
        OGNIWO_ASSIGN(election.title, get_string(*object, "title"));
    }
    if (object->contains("seats")) {
        OGNIWO_ASSIGN(const std::uint64_t seats, whole(*object, "seats", max_seats));
        election.seats = static_cast<std::uint32_t>(seats);
    }
    election.withdrawn.resize(election.names.size(), false);
    if (const auto* withdrawn = object->if_contains("withdrawn")) {
        OGNIWO_ASSIGN(const auto gone, candidates(*withdrawn, election.names.size(), "withdrawn"));
        for (const Candidate c : gone) {
            election.withdrawn[c] = true;
        }
    }
    OGNIWO_TRY(read_terms(*object, election));
    OGNIWO_TRY(read_people(*object, election));
    OGNIWO_ASSIGN(const json::array* ballots, get_array(*object, "ballots"));
    for (const json::value& row : *ballots) {
        OGNIWO_ASSIGN(Ballot read, ballot(row, election.names.size(), election.ballots.size() + 1));
        election.ballots.push_back(std::move(read));
    }
    return prepare_election(std::move(election));
}

} // namespace ogniwo::counting

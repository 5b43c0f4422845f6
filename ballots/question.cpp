#include "ballots/question.hpp"

#include "ballots/election.hpp"

#include <numeric>

namespace ogniwo::ballots {
namespace {

using Names = std::vector<std::string>;

Result<Names> parse_names(const json::value& value) {
    const json::array* list = value.if_array();
    if (list == nullptr) {
        return Error("json.shape", "answers are not a list");
    }
    if (list->size() > ElectionLimits::max_choices) {
        return Error("election.limits", "a question with more than " +
                                            std::to_string(ElectionLimits::max_choices) +
                                            " answers");
    }
    Names names;
    names.reserve(list->size());
    for (const json::value& element : *list) {
        const json::string* text = element.if_string();
        if (text == nullptr) {
            return Error("json.shape", "an answer is not a string");
        }
        names.emplace_back(*text);
    }
    return names;
}

Result<Question> parse_homomorphic(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"answers", "min", "max", "question"}, {"blank"}}));
    Question question;
    OGNIWO_ASSIGN(question.text, get_string(*object, "question"));
    HomomorphicQuestion kind;
    OGNIWO_ASSIGN(kind.answers, parse_names(object->at("answers")));
    if (object->contains("blank")) {
        OGNIWO_ASSIGN(kind.blank, get_bool(*object, "blank"));
    }
    OGNIWO_ASSIGN(const std::int64_t min, get_int(*object, "min"));
    OGNIWO_ASSIGN(const std::int64_t max, get_int(*object, "max"));
    if (min < 0 || max < 0) {
        return Error("election.question", "0 <= min <= max, min <= answers does not hold");
    }
    kind.min = static_cast<std::uint64_t>(min);
    kind.max = static_cast<std::uint64_t>(max);
    question.kind = std::move(kind);
    return question;
}

Result<ListsQuestion> parse_lists(const json::value& value) {
    const json::array* lists = value.if_array();
    if (lists == nullptr || lists->size() > ElectionLimits::max_choices) {
        return Error("json.shape", "lists are not a list of lists");
    }
    ListsQuestion kind;
    for (const json::value& list : *lists) {
        OGNIWO_ASSIGN(Names names, parse_names(list));
        kind.lists.push_back(std::move(names));
    }
    return kind;
}

Result<Question> parse_typed(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"type", "value"}, {"extra"}}));
    OGNIWO_ASSIGN(const std::string type, get_string(*object, "type"));
    OGNIWO_ASSIGN(const json::object* inner,
                  expect_object(object->at("value"), {{"answers", "question"}}));
    Question question;
    OGNIWO_ASSIGN(question.text, get_string(*inner, "question"));
    if (type == "NonHomomorphic") {
        NonHomomorphicQuestion kind;
        OGNIWO_ASSIGN(kind.answers, parse_names(inner->at("answers")));
        question.kind = std::move(kind);
    } else if (type == "Lists") {
        OGNIWO_ASSIGN(question.kind, parse_lists(inner->at("answers")));
    } else {
        return Error("election.question", "unknown type of question");
    }
    if (const json::value* extra = object->if_contains("extra")) {
        question.extra = *extra;
    }
    return question;
}

json::array names_json(const Names& names) {
    json::array out;
    for (const std::string& name : names) {
        out.emplace_back(name);
    }
    return out;
}

json::value typed_json(const char* type, json::array answers, const Question& question) {
    json::object out;
    out["type"] = type;
    json::object& value = out["value"].emplace_object();
    value["answers"] = std::move(answers);
    value["question"] = question.text;
    if (question.extra) {
        out["extra"] = *question.extra;
    }
    return out;
}

Error wrong(const char* what) {
    return {"election.question", what};
}

Verdict check_zeros_and_ones(std::span<const std::uint32_t> choices) {
    if (std::ranges::any_of(choices, [](std::uint32_t choice) { return choice > 1; })) {
        return Error("choice.value", "a choice is neither 0 nor 1");
    }
    return pass();
}

std::uint64_t sum_of(std::span<const std::uint32_t> choices) {
    return std::accumulate(choices.begin(), choices.end(), std::uint64_t{0});
}

Verdict check_vote(const HomomorphicQuestion& question, std::span<const std::uint32_t> choices) {
    OGNIWO_TRY(check_zeros_and_ones(choices));
    const std::uint64_t selected = sum_of(choices);
    if (question.blank && choices.front() == 1) {
        return selected == 1 ? pass()
                             : Verdict(Error("choice.blank", "a blank vote selects no answer"));
    }
    if (selected < question.min || selected > question.max) {
        return Error("choice.range", "the number of selected answers is not in " +
                                         std::to_string(question.min) + ".." +
                                         std::to_string(question.max));
    }
    return pass();
}

Verdict check_vote(const NonHomomorphicQuestion&, std::span<const std::uint32_t> choices) {
    if (std::ranges::any_of(choices, [](std::uint32_t choice) { return choice > 255; })) {
        return Error("choice.value", "a rank or grade is above 255");
    }
    return pass();
}

Verdict check_vote(const ListsQuestion& question, std::span<const std::uint32_t> choices) {
    OGNIWO_TRY(check_zeros_and_ones(choices));
    std::size_t lists = 0;
    std::uint64_t candidates = 0;
    for (const Names& list : question.lists) {
        const std::uint64_t selected = sum_of(choices.subspan(1, list.size() - 1));
        if (choices.front() == 0 && selected > 0) {
            return Error("choice.list", "a candidate of a list that is not the chosen one");
        }
        lists += choices.front();
        candidates += selected;
        choices = choices.subspan(list.size());
    }
    if (lists != 1 || candidates == 0) {
        return Error("choice.list", "a vote is one list and at least one of its candidates");
    }
    return pass();
}

} // namespace

std::size_t ListsQuestion::choices() const {
    std::size_t total = 0;
    for (const Names& list : lists) {
        total += list.size();
    }
    return total;
}

std::size_t Question::choices() const {
    return std::visit(Kinds{[](const NonHomomorphicQuestion& q) { return q.answers.size(); },
                            [](const auto& q) { return q.choices(); }},
                      kind);
}

bool needs_shuffles(const std::vector<Question>& questions) {
    return std::ranges::any_of(questions, &Question::shuffled);
}

Result<Question> parse_question(const json::value& value) {
    const json::object* object = value.if_object();
    const bool typed = object != nullptr && object->contains("type");
    OGNIWO_ASSIGN(Question question, typed ? parse_typed(value) : parse_homomorphic(value));
    OGNIWO_TRY(check_question(question));
    return question;
}

json::value question_json(const Question& question) {
    return std::visit(Kinds{[&](const HomomorphicQuestion& kind) {
                                json::object out;
                                out["answers"] = names_json(kind.answers);
                                if (kind.blank) {
                                    out["blank"] = true;
                                }
                                out["min"] = static_cast<std::int64_t>(kind.min);
                                out["max"] = static_cast<std::int64_t>(kind.max);
                                out["question"] = question.text;
                                return json::value(std::move(out));
                            },
                            [&](const NonHomomorphicQuestion& kind) {
                                return typed_json("NonHomomorphic", names_json(kind.answers),
                                                  question);
                            },
                            [&](const ListsQuestion& kind) {
                                json::array lists;
                                for (const Names& list : kind.lists) {
                                    lists.emplace_back(names_json(list));
                                }
                                return typed_json("Lists", std::move(lists), question);
                            }},
                      question.kind);
}

Verdict check_question(const Question& question) {
    if (question.choices() == 0) {
        return wrong("a question without answers");
    }
    if (question.choices() > ElectionLimits::max_choices) {
        return Error("election.limits", "a question with too many answers");
    }
    if (const auto* lists = std::get_if<ListsQuestion>(&question.kind)) {
        const auto hopeless = [](const Names& list) { return list.size() < 2; };
        return std::ranges::any_of(lists->lists, hopeless)
                   ? Verdict(wrong("a list without candidates"))
                   : pass();
    }
    if (const auto* kind = question.homomorphic()) {
        if (kind->answers.empty()) {
            return wrong("a question without answers");
        }
        if (kind->min > kind->max || kind->min > kind->answers.size()) {
            return wrong("0 <= min <= max, min <= answers does not hold");
        }
        if (kind->max - kind->min >= ElectionLimits::max_range) {
            return Error("election.limits", "max-min is too large");
        }
    }
    return pass();
}

Verdict check_choices(const Question& question, const std::vector<std::uint32_t>& choices) {
    if (choices.size() != question.choices()) {
        return Error("choice.length", "expected " + std::to_string(question.choices()) +
                                          " numbers, got " + std::to_string(choices.size()));
    }
    return std::visit([&](const auto& kind) { return check_vote(kind, choices); }, question.kind);
}

} // namespace ogniwo::ballots

#include "ballots/question.hpp"

#include "ballots/election.hpp"
#include "crypto/base/check.hpp"

namespace ogniwo::ballots {
namespace {

Result<std::vector<std::string>> parse_answers(const json::object& object) {
    OGNIWO_ASSIGN(const json::array* values, get_array(object, "answers"));
    if (values->empty()) {
        return Error("election.question", "a question without answers");
    }
    if (values->size() > ElectionLimits::max_choices) {
        return Error("election.limits", "a question with more than " +
                                            std::to_string(ElectionLimits::max_choices) +
                                            " answers");
    }
    std::vector<std::string> answers;
    answers.reserve(values->size());
    for (const json::value& value : *values) {
        const json::string* text = value.if_string();
        if (text == nullptr) {
            return Error("json.shape", "an answer is not a string");
        }
        answers.emplace_back(*text);
    }
    return answers;
}

Result<Question> parse_homomorphic(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"answers", "min", "max", "question"}, {"blank"}}));
    Question question;
    OGNIWO_ASSIGN(question.answers, parse_answers(*object));
    OGNIWO_ASSIGN(question.text, get_string(*object, "question"));
    if (object->contains("blank")) {
        OGNIWO_ASSIGN(question.blank, get_bool(*object, "blank"));
    }
    OGNIWO_ASSIGN(const std::int64_t min, get_int(*object, "min"));
    OGNIWO_ASSIGN(const std::int64_t max, get_int(*object, "max"));
    if (min < 0 || max < min || static_cast<std::uint64_t>(min) > question.answers.size()) {
        return Error("election.question", "0 <= min <= max, min <= answers does not hold");
    }
    question.min = static_cast<std::uint64_t>(min);
    question.max = static_cast<std::uint64_t>(max);
    if (question.max - question.min >= ElectionLimits::max_range) {
        return Error("election.limits", "max-min is too large");
    }
    return question;
}

// Only what a report needs to name the question: its kind and its text.
Result<Question> parse_typed(const json::object& object) {
    OGNIWO_ASSIGN(const std::string type, get_string(object, "type"));
    OGNIWO_ASSIGN(const json::object* value, get_object(object, "value"));
    Question question;
    if (type == "NonHomomorphic") {
        question.kind = QuestionKind::non_homomorphic;
    } else if (type == "Lists") {
        question.kind = QuestionKind::lists;
    } else {
        return Error("election.question", "unknown type of question");
    }
    OGNIWO_ASSIGN(question.text, get_string(*value, "question"));
    return question;
}

} // namespace

std::string_view question_kind_name(QuestionKind kind) {
    switch (kind) {
    case QuestionKind::homomorphic: return "homomorphic";
    case QuestionKind::non_homomorphic: return "non-homomorphic";
    case QuestionKind::lists: return "lists";
    }
    OGNIWO_CHECK(false && "a kind of question");
}

Result<Question> parse_question(const json::value& value) {
    const json::object* object = value.if_object();
    if (object != nullptr && object->contains("type")) {
        return parse_typed(*object);
    }
    return parse_homomorphic(value);
}

json::value question_json(const Question& question) {
    OGNIWO_CHECK(question.kind == QuestionKind::homomorphic);
    json::object out;
    json::array& answers = out["answers"].emplace_array();
    for (const std::string& answer : question.answers) {
        answers.emplace_back(answer);
    }
    if (question.blank) {
        out["blank"] = true;
    }
    out["min"] = static_cast<std::int64_t>(question.min);
    out["max"] = static_cast<std::int64_t>(question.max);
    out["question"] = question.text;
    return out;
}

Verdict check_choices(const Question& question, const std::vector<std::uint32_t>& choices) {
    if (choices.size() != question.choices()) {
        return Error("choice.length", "expected " + std::to_string(question.choices()) +
                                          " numbers, got " + std::to_string(choices.size()));
    }
    std::uint64_t selected = 0;
    for (const std::uint32_t choice : choices) {
        if (choice > 1) {
            return Error("choice.value", "a choice is neither 0 nor 1");
        }
        selected += choice;
    }
    if (question.blank && choices.front() == 1) {
        if (selected != 1) {
            return Error("choice.blank", "a blank vote selects no answer");
        }
        return pass();
    }
    if (selected < question.min || selected > question.max) {
        return Error("choice.range", "the number of selected answers is not in " +
                                         std::to_string(question.min) + ".." +
                                         std::to_string(question.max));
    }
    return pass();
}

} // namespace ogniwo::ballots

#pragma once
// The kinds of questions (PROTOCOL section 5).
//
// What the kinds have in common is here; what a ballot says to each, one file for each kind, in
// answer.hpp.

#include "crypto/base/json.hpp"
#include "crypto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ogniwo::ballots {

/// Answers are counted by adding ciphertexts. A vote is 0 or 1 for each answer, after the blank
/// flag where there is one.
struct HomomorphicQuestion {
    std::vector<std::string> answers;
    /// A voter may choose a blank vote instead of any answer.
    bool blank = false;
    /// How many answers a vote that is not blank selects: min to max, both included.
    std::uint64_t min = 0;
    std::uint64_t max = 0;

    /// Numbers and ciphertexts of one vote.
    [[nodiscard]] std::size_t choices() const { return answers.size() + (blank ? 1 : 0); }

    friend bool operator==(const HomomorphicQuestion&, const HomomorphicQuestion&) = default;
};

/// Ranks or grades: a vote is a number of 0..255 for each answer, all in one ciphertext that is
/// shuffled and decrypted. What the numbers mean is the business of whoever counts them.
struct NonHomomorphicQuestion {
    std::vector<std::string> answers;

    friend bool operator==(const NonHomomorphicQuestion&, const NonHomomorphicQuestion&) = default;
};

/// A vote is one list and at least one of its candidates: 0 or 1 for each name, the list's before
/// its candidates'.
struct ListsQuestion {
    /// Of each list its name and its candidates' names.
    std::vector<std::vector<std::string>> lists;

    /// Numbers and ciphertexts of one vote.
    [[nodiscard]] std::size_t choices() const;

    friend bool operator==(const ListsQuestion&, const ListsQuestion&) = default;
};

/// One question of a ballot.
struct Question {
    std::string text;
    std::variant<HomomorphicQuestion, NonHomomorphicQuestion, ListsQuestion> kind;
    /// Free data of a typed question, kept as it is.
    std::optional<json::value> extra;

    [[nodiscard]] const HomomorphicQuestion* homomorphic() const {
        return std::get_if<HomomorphicQuestion>(&kind);
    }
    /// Whether its ciphertexts go through mixers, one from each ballot, instead of being added up.
    [[nodiscard]] bool shuffled() const {
        return std::holds_alternative<NonHomomorphicQuestion>(kind);
    }
    /// Numbers of one vote.
    [[nodiscard]] std::size_t choices() const;
    /// Ciphertexts of one vote.
    [[nodiscard]] std::size_t ciphertexts() const { return shuffled() ? 1 : choices(); }

    friend bool operator==(const Question&, const Question&) = default;
};

/// Whether some question is shuffled.
bool needs_shuffles(const std::vector<Question>& questions);

/// Reads one element of `questions`. Errors: json.shape, election.question, election.limits.
Result<Question> parse_question(const json::value& value);

json::value question_json(const Question& question);

/// Whether the definition makes sense; parse_question and election makers demand it. Errors:
/// election.question, election.limits.
Verdict check_question(const Question& question);

/// Whether `choices` is a vote that the question allows: one number for each of
/// Question::choices(), in the order of the question (lists one after the other). Errors:
/// choice.length, choice.value, choice.range, choice.blank, choice.list (not exactly one list with
/// a candidate).
Verdict check_choices(const Question& question, const std::vector<std::uint32_t>& choices);

/// Calls the one function that takes this kind of question.
template <class... F> struct Kinds : F... { using F::operator()...; };
template <class... F> Kinds(F...) -> Kinds<F...>;

} // namespace ogniwo::ballots

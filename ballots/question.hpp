#pragma once
// The kinds of questions (PROTOCOL section 5).

#include "crypto/base/json.hpp"
#include "crypto/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ogniwo::ballots {

enum class QuestionKind {
    homomorphic,     ///< answers are counted by adding ciphertexts
    non_homomorphic, ///< rankings and grades, shuffled: recognised, not supported yet
    lists,           ///< lists of candidates: recognised, not supported yet
};

/// One question of a ballot.
struct Question {
    QuestionKind kind = QuestionKind::homomorphic;
    std::string text;
    std::vector<std::string> answers;
    /// A voter may choose a blank vote instead of any answer.
    bool blank = false;
    /// How many answers a vote that is not blank selects: min to max, both included.
    std::uint64_t min = 0;
    std::uint64_t max = 0;

    /// Ciphertexts of one ballot: the answers, after the blank flag where there is one.
    [[nodiscard]] std::size_t choices() const { return answers.size() + (blank ? 1 : 0); }

    friend bool operator==(const Question&, const Question&) = default;
};

/// "homomorphic", "non-homomorphic", "lists".
std::string_view question_kind_name(QuestionKind kind);

/// Reads one element of `questions`. Errors: json.shape, election.question, election.limits.
Result<Question> parse_question(const json::value& value);

/// Precondition: a homomorphic question.
json::value question_json(const Question& question);

/// Whether `choices` is a vote that the question allows: one entry of 0 or 1 for each ciphertext,
/// the blank flag first. Errors: choice.length, choice.value, choice.range, choice.blank.
Verdict check_choices(const Question& question, const std::vector<std::uint32_t>& choices);

} // namespace ogniwo::ballots

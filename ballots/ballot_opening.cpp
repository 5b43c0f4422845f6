#include "ballots/ballot_opening.hpp"

#include "ballots/ballot_check.hpp"
#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

/// The elements that the choices of one question stand for, one for each ciphertext.
template <Group G>
std::vector<typename G::Point> plaintexts(const Question& question, const std::vector<std::uint32_t>& choices) {
    if (question.shuffled()) {
        return {G::embed(Bytes(choices.begin(), choices.end()))};
    }
    std::vector<typename G::Point> points;
    for (const std::uint32_t choice : choices) {
        points.push_back(choice == 1 ? G::generator().point() : G::neutral());
    }
    return points;
}

template <Group G>
Verdict check_answer(const Setup<G>& setup, const Question& question, const Answer<G>& answer,
                     const std::vector<std::uint32_t>& choices, const std::vector<std::string>& randomness) {
    OGNIWO_TRY(check_choices(question, choices));
    const std::vector<typename G::Point> messages = plaintexts<G>(question, choices);
    const EncryptedChoices<G>& ballot = encrypted<G>(answer);
    if (randomness.size() != ballot.choices.size()) {
        return Error("audit.randomness", "expected " + std::to_string(ballot.choices.size()) +
                                             " numbers, got " + std::to_string(randomness.size()));
    }
    for (std::size_t i = 0; i < randomness.size(); ++i) {
        const auto r = G::parse_scalar(randomness[i]);
        if (!r || G::scalar_text(*r) != randomness[i]) {
            return Error("audit.randomness", "number " + std::to_string(i + 1) +
                                                 " is not a decimal number below the order of the group");
        }
        const crypto::Term<G> of_alpha[] = {{&G::generator(), *r}};
        const crypto::Term<G> of_beta[] = {{&setup.y, *r}};
        const auto alpha = G::multi_exp_vartime(of_alpha);
        const auto beta = G::multiply(G::multi_exp_vartime(of_beta), messages[i]);
        if (alpha != ballot.choices[i].alpha || beta != ballot.choices[i].beta) {
            return Error("audit.ciphertext", "ciphertext " + std::to_string(i + 1) +
                                                 " of the ballot says something else than the choices shown");
        }
    }
    return pass();
}

} // namespace

Verdict check_opening(ByteView election_json, ByteView trustees_json, ByteView credentials_json,
                      ByteView ballot, const BallotOpening& opening) {
    OGNIWO_ASSIGN(Election definition, parse_election(election_json));
    const std::string group = definition.group;
    return with_group<void>(group, [&]<class G>() -> Verdict {
        OGNIWO_ASSIGN(const Setup<G> setup, check_setup<G>(std::move(definition), election_json, trustees_json,
                                                           credentials_json, 1));
        OGNIWO_ASSIGN(const AcceptedBallot<G> checked, check_ballot<G>(setup, ballot, Strictness::cast));
        const std::vector<Question>& questions = setup.definition.questions;
        if (opening.choices.size() != questions.size()) {
            return Error("choice.length", "expected answers to " + std::to_string(questions.size()) +
                                              " questions, got " + std::to_string(opening.choices.size()));
        }
        if (opening.randomness.size() != questions.size()) {
            return Error("audit.randomness", "not one list for each question");
        }
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (const auto same = check_answer<G>(setup, questions[i], checked.ballot.answers[i],
                                                  opening.choices[i], opening.randomness[i]);
                !same) {
                return Error(same.error().id().data(),
                             "question " + std::to_string(i + 1) + ": " + same.error().detail());
            }
        }
        return pass();
    });
}

} // namespace ogniwo::ballots

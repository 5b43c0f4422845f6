#include "ballots/shape.hpp"

namespace ogniwo::ballots {

Shape lists_shape(const ListsQuestion& question) {
    Shape shape{question.choices(), std::vector<std::size_t>()};
    for (const auto& list : question.lists) {
        shape.groups->push_back(list.size());
    }
    return shape;
}

Shape ciphertext_shape(const Question& question, std::size_t row) {
    return std::visit(Kinds{[](const HomomorphicQuestion& q) {
                                return Shape{q.choices(), {}};
                            },
                            [row](const NonHomomorphicQuestion&) {
                                return Shape{row, {}};
                            },
                            [](const ListsQuestion& q) { return lists_shape(q); }},
                      question.kind);
}

Shape result_shape(const Question& question, std::size_t row) {
    if (const auto* ranked = std::get_if<NonHomomorphicQuestion>(&question.kind)) {
        const std::size_t numbers = ranked->answers.size();
        return {row * numbers, std::vector<std::size_t>(row, numbers)};
    }
    return ciphertext_shape(question, row);
}

} // namespace ogniwo::ballots

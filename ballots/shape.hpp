#pragma once
// How the values of one question are nested in JSON (PROTOCOL sections 7, 8, 11, 12). In memory
// they are one row. Internal to ballots/.

#include "ballots/question.hpp"

#include <utility>

namespace ogniwo::ballots {

/// [v,v,..] when there are no groups, [[v,..],[v,..],..] with these sizes when there are.
struct Shape {
    std::size_t size = 0;
    std::optional<std::vector<std::size_t>> groups;
};

/// Of the ciphertexts of a ballot, a tally or a decryption. `row`: how many there are; that is
/// given by the question unless it is shuffled.
Shape ciphertext_shape(const Question& question, std::size_t row);

/// Of the numbers in a result over `row` ciphertexts.
Shape result_shape(const Question& question, std::size_t row);

/// The shape of one vote for a lists question.
Shape lists_shape(const ListsQuestion& question);

/// Writes the nested lists; `item(out, i)` writes value number i of the row.
template <class F> void write_shaped(std::string& out, const Shape& shape, F item) {
    std::size_t next = 0;
    const auto write_list = [&](std::size_t size) {
        out += '[';
        for (std::size_t i = 0; i < size; ++i) {
            out += i == 0 ? "" : ",";
            item(out, next++);
        }
        out += ']';
    };
    if (!shape.groups) {
        write_list(shape.size);
        return;
    }
    char separator = '[';
    for (const std::size_t size : *shape.groups) {
        out += std::exchange(separator, ',');
        write_list(size);
    }
    out += shape.groups->empty() ? "[]" : "]";
}

/// Reads them: `item(value)` is called for each value in order. Errors: `wrong` when the nesting is
/// another, and those of `item`.
template <class F>
Verdict read_shaped(const json::value& value, const Shape& shape, const Error& wrong, F item) {
    const auto read_list = [&](const json::value& list, std::size_t size) -> Verdict {
        const json::array* array = list.if_array();
        if (array == nullptr || array->size() != size) {
            return wrong;
        }
        for (const json::value& element : *array) {
            OGNIWO_TRY(item(element));
        }
        return pass();
    };
    if (!shape.groups) {
        return read_list(value, shape.size);
    }
    const json::array* lists = value.if_array();
    if (lists == nullptr || lists->size() != shape.groups->size()) {
        return wrong;
    }
    for (std::size_t i = 0; i < lists->size(); ++i) {
        OGNIWO_TRY(read_list((*lists)[i], (*shape.groups)[i]));
    }
    return pass();
}

} // namespace ogniwo::ballots

#include "ballots/result.hpp"

#include "ballots/discrete_log.hpp"
#include "ballots/groups.hpp"
#include "ballots/weight_json.hpp"

namespace ogniwo::ballots {
namespace {

std::string place(std::size_t question, std::size_t choice) {
    return "question " + std::to_string(question + 1) + ", choice " + std::to_string(choice + 1);
}

} // namespace

std::string encode_result(const Counts& counts) {
    json::array rows;
    for (const auto& row : counts) {
        json::array& out = rows.emplace_back(json::array()).get_array();
        for (const std::uint64_t count : row) {
            out.push_back(weight_json(count));
        }
    }
    json::object result;
    result["result"] = std::move(rows);
    return write_json(result);
}

Result<Counts> parse_result(const std::vector<Question>& questions, ByteView bytes) {
    const auto document = parse_json(as_text(bytes));
    if (!document) {
        return Error("result.encoding", document.error().text());
    }
    const auto object = expect_object(*document, {{"result"}});
    const json::array* rows = object ? (*object)->at("result").if_array() : nullptr;
    if (rows == nullptr || rows->size() != questions.size()) {
        return Error("result.shape", "expected one list for each question");
    }
    Counts counts;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const json::array* row = (*rows)[i].if_array();
        if (row == nullptr || row->size() != questions[i].choices()) {
            return Error("result.shape", "question " + std::to_string(i + 1) +
                                             ": expected one count for each choice");
        }
        auto& out = counts.emplace_back();
        for (const json::value& value : *row) {
            const auto count = parse_weight_json(value);
            if (!count) {
                return Error("result.encoding", count.error().text());
            }
            out.push_back(*count);
        }
    }
    if (encode_result(counts) != as_text(bytes)) {
        return Error("result.encoding", "not in canonical form");
    }
    return counts;
}

template <Group G>
Result<Counts> find_counts(const DecryptionFactors<G>& elements, std::uint64_t total_weight) {
    if (total_weight > max_discrete_log) {
        return Error("result.total_weight", "the sum of the weights is above 2^32");
    }
    std::size_t expected = 0;
    for (const auto& row : elements) {
        expected += row.size();
    }
    const DiscreteLog<G> log(total_weight, expected);
    Counts counts;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        auto& row = counts.emplace_back();
        for (std::size_t k = 0; k < elements[i].size(); ++k) {
            const auto count = log.find(elements[i][k]);
            if (!count) {
                return Error("result.range",
                             place(i, k) + ": no count up to the sum of the weights fits");
            }
            row.push_back(*count);
        }
    }
    return counts;
}

template <Group G>
Verdict check_counts(const DecryptionFactors<G>& elements, const Counts& counts,
                     std::uint64_t total_weight) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
        for (std::size_t k = 0; k < elements[i].size(); ++k) {
            if (counts[i][k] > total_weight) {
                return Error("result.range", place(i, k) + ": above the sum of the weights");
            }
            const crypto::Term<G> term{&G::generator(), G::scalar(counts[i][k])};
            if (G::multi_exp_vartime(std::span(&term, 1)) != elements[i][k]) {
                return Error("result.value",
                             place(i, k) + ": the tally does not decrypt to this count");
            }
        }
    }
    return pass();
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Counts> find_counts<G>(const DecryptionFactors<G>&, std::uint64_t);            \
    template Verdict check_counts<G>(const DecryptionFactors<G>&, const Counts&, std::uint64_t);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

#include "ballots/result.hpp"

#include "ballots/discrete_log.hpp"
#include "ballots/groups.hpp"
#include "ballots/shape.hpp"
#include "ballots/weight_json.hpp"

namespace ogniwo::ballots {
namespace {

std::string place(std::size_t question, std::size_t choice) {
    return "question " + std::to_string(question + 1) + ", choice " + std::to_string(choice + 1);
}

// The numbers of all votes of a shuffled question, one vote after the other.
template <Group G>
std::vector<std::uint64_t> shuffled_numbers(const Question& question,
                                            std::span<const typename G::Point> elements) {
    std::vector<std::uint64_t> row;
    row.reserve(elements.size() * question.choices());
    for (const typename G::Point& element : elements) {
        const Bytes numbers = G::extract(element, question.choices());
        row.insert(row.end(), numbers.begin(), numbers.end());
    }
    return row;
}

// How many ciphertexts a row of counts belongs to.
std::size_t ciphertexts_of(const Question& question, std::size_t counts) {
    return question.shuffled() ? counts / question.choices() : counts;
}

} // namespace

std::string encode_result(const std::vector<Question>& questions, const Counts& counts) {
    std::string out = R"({"result":)";
    for (std::size_t i = 0; i < questions.size(); ++i) {
        out += i == 0 ? '[' : ',';
        write_shaped(out,
                     result_shape(questions[i], ciphertexts_of(questions[i], counts[i].size())),
                     [&](std::string& text, std::size_t k) {
                         text += write_json(weight_json(counts[i][k]));
                     });
    }
    return out + "]}";
}

Result<Counts> parse_result(const std::vector<Question>& questions,
                            const std::vector<std::size_t>& rows, ByteView bytes) {
    const auto document = parse_json(as_text(bytes), limits_of_record(bytes, 1));
    if (!document) {
        return Error("result.encoding", document.error().text());
    }
    const auto object = expect_object(*document, {{"result"}});
    const json::array* list = object ? (*object)->at("result").if_array() : nullptr;
    if (list == nullptr || list->size() != questions.size()) {
        return Error("result.shape", "expected one list for each question");
    }
    Counts counts;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Error wrong("result.shape", "question " + std::to_string(i + 1) +
                                              ": expected one count for each choice");
        auto& row = counts.emplace_back();
        OGNIWO_TRY(read_shaped((*list)[i], result_shape(questions[i], rows[i]), wrong,
                               [&row](const json::value& value) -> Verdict {
                                   const auto count = parse_weight_json(value);
                                   if (!count) {
                                       return Error("result.encoding", count.error().text());
                                   }
                                   row.push_back(*count);
                                   return pass();
                               }));
    }
    if (encode_result(questions, counts) != as_text(bytes)) {
        return Error("result.encoding", "not in canonical form");
    }
    return counts;
}

template <Group G>
Result<Counts> find_counts(const std::vector<Question>& questions,
                           const DecryptionFactors<G>& elements, std::uint64_t total_weight) {
    if (total_weight > max_discrete_log) {
        return Error("result.total_weight", "the sum of the weights is above 2^32");
    }
    std::size_t expected = 0;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        expected += questions[i].shuffled() ? 0 : elements[i].size();
    }
    const DiscreteLog<G> log(total_weight, expected);
    Counts counts;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        auto& row = counts.emplace_back();
        if (questions[i].shuffled()) {
            row = shuffled_numbers<G>(questions[i], elements[i]);
            continue;
        }
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
Verdict check_counts(const std::vector<Question>& questions, const DecryptionFactors<G>& elements,
                     const Counts& counts, std::uint64_t total_weight) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (questions[i].shuffled()) {
            const auto numbers = shuffled_numbers<G>(questions[i], elements[i]);
            const auto differ = std::ranges::mismatch(numbers, counts[i]).in1 - numbers.begin();
            if (differ != std::ssize(numbers)) {
                const auto vote = static_cast<std::size_t>(differ) / questions[i].choices();
                return Error("result.value", "question " + std::to_string(i + 1) + ", vote " +
                                                 std::to_string(vote + 1) +
                                                 ": the ciphertext decrypts to other numbers");
            }
            continue;
        }
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
    template Result<Counts> find_counts<G>(const std::vector<Question>&,                           \
                                           const DecryptionFactors<G>&, std::uint64_t);            \
    template Verdict check_counts<G>(const std::vector<Question>&, const DecryptionFactors<G>&,    \
                                     const Counts&, std::uint64_t);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

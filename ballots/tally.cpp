#include "ballots/tally.hpp"

#include "ballots/answer.hpp"
#include "ballots/groups.hpp"
#include "ballots/shape.hpp"
#include "crypto/base/check.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"tally.encoding", "tally.shape", "tally.membership"};

template <Group G> Ciphertext<G> weighted(const Ciphertext<G>& c, std::uint64_t weight) {
    return weight == 1 ? c : crypto::exp_vartime<G>(c, weight);
}

// Applies a function to each ciphertext of a tally and its counterpart.
template <class G, class Combine>
void zip(TallyCiphertexts<G>& tally, const TallyCiphertexts<G>& other, Combine combine) {
    OGNIWO_CHECK(tally.size() == other.size());
    for (std::size_t i = 0; i < tally.size(); ++i) {
        OGNIWO_CHECK(tally[i].size() == other[i].size());
        for (std::size_t k = 0; k < tally[i].size(); ++k) {
            tally[i][k] = combine(tally[i][k], other[i][k]);
        }
    }
}

// Every ciphertext of a row and its counterpart's power, all at once, by multiply_each or divide_each.
template <Group G, class Each>
void combine_row(std::vector<Ciphertext<G>>& row, std::span<const Ciphertext<G>> other,
                 std::uint64_t weight, Each each) {
    OGNIWO_CHECK(row.size() == other.size());
    std::vector<typename G::Point> sums;
    std::vector<typename G::Point> more;
    for (std::size_t k = 0; k < row.size(); ++k) {
        const Ciphertext<G> added = weighted<G>(other[k], weight);
        sums.insert(sums.end(), {row[k].alpha, row[k].beta});
        more.insert(more.end(), {added.alpha, added.beta});
    }
    sums = each(sums, more);
    for (std::size_t k = 0; k < row.size(); ++k) {
        row[k] = {sums[2 * k], sums[2 * k + 1]};
    }
}

} // namespace

template <Group G> Tally<G>::Tally(const std::vector<Question>& questions) {
    for (const Question& question : questions) {
        ciphertexts_.emplace_back(question.shuffled() ? 0 : question.ciphertexts());
    }
}

template <Group G> void Tally<G>::add(const TallyCiphertexts<G>& ballot, std::uint64_t weight) {
    num_tallied_ += 1;
    total_weight_ += weight;
    OGNIWO_CHECK(ciphertexts_.size() == ballot.size());
    for (std::size_t i = 0; i < ballot.size(); ++i) {
        combine_row<G>(ciphertexts_[i], ballot[i], weight, G::multiply_each);
    }
}

template <Group G> void Tally<G>::remove(const TallyCiphertexts<G>& ballot, std::uint64_t weight) {
    num_tallied_ -= 1;
    total_weight_ -= weight;
    OGNIWO_CHECK(ciphertexts_.size() == ballot.size());
    for (std::size_t i = 0; i < ballot.size(); ++i) {
        combine_row<G>(ciphertexts_[i], ballot[i], weight, G::divide_each);
    }
}

template <Group G> void Tally<G>::add(const Tally& other) {
    num_tallied_ += other.num_tallied_;
    total_weight_ += other.total_weight_;
    zip<G>(ciphertexts_, other.ciphertexts_, crypto::multiply<G>);
}

template <Group G> void Tally<G>::remove(const Tally& other) {
    num_tallied_ -= other.num_tallied_;
    total_weight_ -= other.total_weight_;
    zip<G>(ciphertexts_, other.ciphertexts_, crypto::divide<G>);
}

template <Group G>
Result<Tally<G>> Tally<G>::parse(const std::vector<Question>& questions, ByteView json,
                                 std::uint64_t num_tallied, std::uint64_t total_weight) {
    Tally tally(questions);
    tally.num_tallied_ = num_tallied;
    tally.total_weight_ = total_weight;
    OGNIWO_ASSIGN(tally.ciphertexts_, parse_tally<G>(questions, json));
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].shuffled() && !tally.ciphertexts_[i].empty()) {
            return Error("tally.shape", "a running tally holds no ciphertexts to be shuffled");
        }
    }
    return tally;
}

template <Group G>
std::string encode_tally(const std::vector<Question>& questions,
                         const TallyCiphertexts<G>& ciphertexts) {
    std::string out;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const std::vector<std::string> texts = choice_texts<G>(ciphertexts[i]);
        out += i == 0 ? '[' : ',';
        write_shaped(out, ciphertext_shape(questions[i], ciphertexts[i].size()),
                     [&](std::string& text, std::size_t k) {
                         append_ciphertext(text, texts[2 * k], texts[2 * k + 1]);
                     });
    }
    return out + ']';
}

namespace {

template <Group G>
Verdict read_tally(Decoder<G>& decoder, const std::vector<Question>& questions, const json::value& document,
                   TallyCiphertexts<G>& out) {
    OGNIWO_ASSIGN(const json::array* list, decoder.array(document, questions.size(), "tally"));
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const json::array* row = (*list)[i].if_array();
        const Shape shape = ciphertext_shape(questions[i], row == nullptr ? 0 : row->size());
        const Error wrong = decoder.shape_error("question " + std::to_string(i + 1));
        OGNIWO_TRY(read_shaped((*list)[i], shape, wrong, [&](const json::value& v) -> Verdict {
            OGNIWO_ASSIGN(Ciphertext<G> c, decoder.ciphertext(v));
            out[i].push_back(std::move(c));
            return pass();
        }));
    }
    return pass();
}

} // namespace

template <Group G>
Result<TallyCiphertexts<G>> parse_tally(const std::vector<Question>& questions, ByteView json,
                                        unsigned threads) {
    constexpr std::size_t bytes_each = 10; // {"alpha":"1","beta":"1"} has five values
    const auto document = parse_json(as_text(json), limits_of_record(json, bytes_each));
    if (!document) {
        return Error("tally.encoding", document.error().text());
    }
    typename G::Reader reader(crypto::Tables::none, threads);
    Decoder<G> decoder(ids, &reader);
    TallyCiphertexts<G> out(questions.size());
    const Verdict read = read_tally<G>(decoder, questions, *document, out);
    OGNIWO_TRY(decoder.members()); // of what was read before an error: that comes first
    OGNIWO_TRY(read);
    if (encode_tally<G>(questions, out) != as_text(json)) {
        return Error("tally.encoding", "not in canonical form");
    }
    return out;
}

template <Group G>
void sort_shuffled(const std::vector<Question>& questions, TallyCiphertexts<G>& ciphertexts) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].shuffled()) {
            std::ranges::sort(ciphertexts[i], [](const Ciphertext<G>& a, const Ciphertext<G>& b) {
                return a.alpha == b.alpha ? G::less(a.beta, b.beta) : G::less(a.alpha, b.alpha);
            });
        }
    }
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template class Tally<G>;                                                                       \
    template std::string encode_tally<G>(const std::vector<Question>&,                             \
                                         const TallyCiphertexts<G>&);                              \
    template Result<TallyCiphertexts<G>> parse_tally<G>(const std::vector<Question>&, ByteView,    \
                                                        unsigned);                                 \
    template void sort_shuffled<G>(const std::vector<Question>&, TallyCiphertexts<G>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

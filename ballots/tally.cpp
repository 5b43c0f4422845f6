#include "ballots/tally.hpp"

#include "ballots/groups.hpp"
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

} // namespace

template <Group G> Tally<G>::Tally(const std::vector<Question>& questions) {
    for (const Question& question : questions) {
        ciphertexts_.emplace_back(question.choices());
    }
}

template <Group G> void Tally<G>::add(const TallyCiphertexts<G>& ballot, std::uint64_t weight) {
    num_tallied_ += 1;
    total_weight_ += weight;
    zip<G>(ciphertexts_, ballot, [weight](const Ciphertext<G>& a, const Ciphertext<G>& b) {
        return crypto::multiply<G>(a, weighted<G>(b, weight));
    });
}

template <Group G> void Tally<G>::remove(const TallyCiphertexts<G>& ballot, std::uint64_t weight) {
    num_tallied_ -= 1;
    total_weight_ -= weight;
    zip<G>(ciphertexts_, ballot, [weight](const Ciphertext<G>& a, const Ciphertext<G>& b) {
        return crypto::divide<G>(a, weighted<G>(b, weight));
    });
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

template <Group G> std::string Tally<G>::json() const {
    std::vector<typename G::Point> points;
    for (const auto& question : ciphertexts_) {
        for (const Ciphertext<G>& c : question) {
            points.push_back(c.alpha);
            points.push_back(c.beta);
        }
    }
    const std::vector<std::string> texts = G::point_texts(points);
    auto next = texts.begin();
    std::string out;
    char separator = '[';
    for (const auto& question : ciphertexts_) {
        out += std::exchange(separator, ',');
        char inner = '[';
        for (std::size_t i = 0; i < question.size(); ++i) {
            out += std::exchange(inner, ',');
            const std::string& alpha = *next++;
            append_ciphertext(out, alpha, *next++);
        }
        out += ']';
    }
    return out + ']';
}

template <Group G>
Result<Tally<G>> Tally<G>::parse(const std::vector<Question>& questions, ByteView json,
                                 std::uint64_t num_tallied, std::uint64_t total_weight) {
    const auto document = parse_json(as_text(json), limits_of_record(json));
    if (!document) {
        return Error("tally.encoding", document.error().text());
    }
    Tally tally(questions);
    tally.num_tallied_ = num_tallied;
    tally.total_weight_ = total_weight;
    Decoder<G> decoder(ids);
    OGNIWO_ASSIGN(const json::array* list, decoder.array(*document, questions.size(), "tally"));
    for (std::size_t i = 0; i < questions.size(); ++i) {
        OGNIWO_ASSIGN(const json::array* row,
                      decoder.array((*list)[i], questions[i].choices(), "question"));
        for (std::size_t k = 0; k < row->size(); ++k) {
            OGNIWO_ASSIGN(tally.ciphertexts_[i][k], decoder.ciphertext((*row)[k]));
        }
    }
    if (tally.json() != as_text(json)) {
        return Error("tally.encoding", "not in canonical form");
    }
    return tally;
}

#define OGNIWO_INSTANTIATE(G) template class Tally<G>;
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

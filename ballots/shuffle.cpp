#include "ballots/shuffle.hpp"

#include "ballots/answer.hpp"
#include "ballots/groups.hpp"
#include "crypto/shuffle_proof.hpp"

namespace ogniwo::ballots {
namespace {

using crypto::Shuffle;
using crypto::ShuffleProof;

template <class G> using Points = std::vector<typename G::Point>;
template <class G> using Scalars = std::vector<typename G::Scalar>;

// ["text","text",..]
void append_strings(std::string& out, std::span<const std::string> texts) {
    char separator = '[';
    for (const std::string& text : texts) {
        out += std::exchange(separator, ',');
        out += '"' + text + '"';
    }
    out += texts.empty() ? "[]" : "]";
}

// "text","text",..: the beginning of a list that goes on
void append_members(std::string& out, std::span<const std::string> texts) {
    for (const std::string& text : texts) {
        out += '"' + text + "\",";
    }
}

template <Group G> std::vector<std::string> scalar_texts(const Scalars<G>& scalars) {
    std::vector<std::string> texts;
    for (const typename G::Scalar& scalar : scalars) {
        texts.push_back(G::scalar_text(scalar));
    }
    return texts;
}

template <Group G> void append_shuffle_proof(std::string& out, const ShuffleProof<G>& p) {
    out += "[[";
    append_members(out, G::point_texts(Points<G>{p.t1, p.t2, p.t3}));
    append_strings(out, G::point_texts(Points<G>{p.t41, p.t42}));
    out += ',';
    append_strings(out, G::point_texts(p.t_hat));
    out += "],[";
    append_members(out, scalar_texts<G>({p.s1, p.s2, p.s3, p.s4}));
    append_strings(out, scalar_texts<G>(p.s_hat));
    out += ',';
    append_strings(out, scalar_texts<G>(p.s_prime));
    out += "],";
    append_strings(out, G::point_texts(p.c));
    out += ',';
    append_strings(out, G::point_texts(p.c_hat));
    out += ']';
}

template <Group G> std::string encode(const std::vector<Shuffle<G>>& shuffles) {
    std::string out = R"({"ciphertexts":[)";
    for (std::size_t i = 0; i < shuffles.size(); ++i) {
        const auto texts = choice_texts<G>(shuffles[i].ciphertexts);
        out += i == 0 ? "[" : ",[";
        for (std::size_t k = 0; k < texts.size(); k += 2) {
            out += k == 0 ? "" : ",";
            append_ciphertext(out, texts[k], texts[k + 1]);
        }
        out += ']';
    }
    out += R"(],"proofs":[)";
    for (std::size_t i = 0; i < shuffles.size(); ++i) {
        out += i == 0 ? "" : ",";
        append_shuffle_proof<G>(out, shuffles[i].proof);
    }
    return out + "]}";
}

// Reads the one text that `encode` writes, piece by piece: no tree of values, which for a large
// election would be several times the size of the text. The first error sticks.
template <Group G> class Scanner {
  public:
    Scanner(ByteView bytes, unsigned threads)
        : text_(as_text(bytes)), reader_(crypto::Tables::none, threads) {}

    /// An element outside the group comes before whatever stands after it.
    Verdict verdict() {
        if (reader_.first_stranger_vartime()) {
            return Error("shuffle.membership", "point.membership: not in the prime-order subgroup");
        }
        return error_ ? Verdict(*error_) : pass();
    }
    void end() {
        if (!error_ && !text_.empty()) {
            fail("shuffle.encoding", "there is more after the end");
        }
    }
    void expect(std::string_view literal) {
        if (!error_ && !take(literal)) {
            fail("shuffle.encoding", "expected " + std::string(literal));
        }
    }
    typename G::Point point() {
        const auto point = reader_.read(quoted());
        if (!error_ && !point) {
            fail("shuffle.membership", point.error().text());
        }
        if (!error_ && G::point_text(*point) != last_) {
            fail("shuffle.encoding", "an element is not in canonical form");
        }
        return error_ ? G::neutral() : *point;
    }
    typename G::Scalar scalar() {
        const auto scalar = G::parse_scalar(quoted());
        if (!error_ && (!scalar || (last_.size() > 1 && last_.front() == '0'))) {
            fail("shuffle.encoding", "a number is out of range or not in canonical form");
        }
        return error_ ? G::scalar(0) : *scalar;
    }
    /// A list of exactly `size` elements, each read by `item`.
    template <class F> void list(std::size_t size, F item) {
        expect("[");
        for (std::size_t i = 0; i < size && !error_; ++i) {
            if (i > 0 && !take(",")) {
                wrong_length(size);
            } else if (i == 0 && text_.starts_with("]")) {
                wrong_length(size);
            } else {
                item();
            }
        }
        if (!error_ && !take("]")) {
            wrong_length(size);
        }
    }
    Points<G> points(std::size_t size) {
        Points<G> out;
        out.reserve(size);
        list(size, [&] { out.push_back(point()); });
        return out;
    }
    Scalars<G> scalars(std::size_t size) {
        Scalars<G> out;
        out.reserve(size);
        list(size, [&] { out.push_back(scalar()); });
        return out;
    }

  private:
    bool take(std::string_view literal) {
        if (!text_.starts_with(literal)) {
            return false;
        }
        text_.remove_prefix(literal.size());
        return true;
    }
    std::string_view quoted() {
        expect("\"");
        const std::size_t size = error_ ? 0 : text_.find('"');
        if (size == std::string_view::npos) {
            fail("shuffle.encoding", "a text without an end");
            return {};
        }
        last_ = text_.substr(0, size);
        text_.remove_prefix(size);
        expect("\"");
        return last_;
    }
    void wrong_length(std::size_t size) {
        fail("shuffle.shape", "expected a list of " + std::to_string(size));
    }
    void fail(const char* id, std::string detail) { error_ = Error(id, std::move(detail)); }

    std::string_view text_;
    std::string_view last_;
    std::optional<Error> error_;
    typename G::Reader reader_;
};

template <Group G> ShuffleProof<G> read_proof(Scanner<G>& scanner, std::size_t n) {
    ShuffleProof<G> p;
    scanner.expect("[[");
    for (auto* t : {&p.t1, &p.t2, &p.t3}) {
        *t = scanner.point();
        scanner.expect(",");
    }
    scanner.expect("[");
    p.t41 = scanner.point();
    scanner.expect(",");
    p.t42 = scanner.point();
    scanner.expect("],");
    p.t_hat = scanner.points(n);
    scanner.expect("],[");
    for (auto* s : {&p.s1, &p.s2, &p.s3, &p.s4}) {
        *s = scanner.scalar();
        scanner.expect(",");
    }
    p.s_hat = scanner.scalars(n);
    scanner.expect(",");
    p.s_prime = scanner.scalars(n);
    scanner.expect("],");
    p.c = scanner.points(n);
    scanner.expect(",");
    p.c_hat = scanner.points(n);
    scanner.expect("]");
    return p;
}

// `rows`: the length of each shuffled question's list.
template <Group G>
Result<std::vector<Shuffle<G>>> decode(const std::vector<std::size_t>& rows, ByteView bytes,
                                       unsigned threads) {
    Scanner<G> scanner(bytes, threads);
    std::vector<Shuffle<G>> out(rows.size());
    auto next = out.begin();
    const auto row_of = [&] { return rows[static_cast<std::size_t>(next - out.begin())]; };
    scanner.expect(R"({"ciphertexts":)");
    scanner.list(rows.size(), [&] {
        scanner.list(row_of(), [&] {
            Ciphertext<G>& c = next->ciphertexts.emplace_back();
            scanner.expect(R"({"alpha":)");
            c.alpha = scanner.point();
            scanner.expect(R"(,"beta":)");
            c.beta = scanner.point();
            scanner.expect("}");
        });
        ++next;
    });
    scanner.expect(R"(,"proofs":)");
    next = out.begin();
    scanner.list(rows.size(), [&] {
        next->proof = read_proof<G>(scanner, row_of());
        ++next;
    });
    scanner.expect("}");
    scanner.end();
    OGNIWO_TRY(scanner.verdict());
    return out;
}

template <Group G> std::vector<std::size_t> shuffled_questions(const Setup<G>& setup) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < setup.definition.questions.size(); ++i) {
        if (setup.definition.questions[i].shuffled()) {
            numbers.push_back(i);
        }
    }
    return numbers;
}

template <Group G>
Result<TallyCiphertexts<G>> replace(const Setup<G>& setup, TallyCiphertexts<G> tally,
                                    ByteView shuffle, bool check) {
    const std::vector<std::size_t> questions = shuffled_questions(setup);
    std::vector<std::size_t> rows;
    for (const std::size_t i : questions) {
        rows.push_back(tally[i].size());
    }
    OGNIWO_ASSIGN(std::vector<Shuffle<G>> shuffles, decode<G>(rows, shuffle, setup.threads));
    for (std::size_t k = 0; k < questions.size(); ++k) {
        auto& row = tally[questions[k]];
        const Verdict verdict =
            check ? crypto::check_shuffle<G>(setup.phi, setup.y.point(), row, shuffles[k], setup.threads)
                  : pass();
        if (!verdict) {
            return Error("shuffle.proof", "question " + std::to_string(questions[k] + 1) + ", " +
                                              verdict.error().detail());
        }
        row = std::move(shuffles[k].ciphertexts);
    }
    return tally;
}

} // namespace

template <Group G>
std::string make_shuffle(const Setup<G>& setup, const TallyCiphertexts<G>& tally, Rng& rng) {
    std::vector<Shuffle<G>> shuffles;
    for (const std::size_t i : shuffled_questions(setup)) {
        shuffles.push_back(crypto::make_shuffle<G>(setup.phi, setup.y.point(), tally[i], rng));
    }
    return encode<G>(shuffles);
}

template <Group G>
Result<TallyCiphertexts<G>> apply_shuffle(const Setup<G>& setup, TallyCiphertexts<G> tally,
                                          ByteView shuffle) {
    return replace<G>(setup, std::move(tally), shuffle, true);
}

template <Group G>
Result<TallyCiphertexts<G>> replace_by_shuffle(const Setup<G>& setup, TallyCiphertexts<G> tally,
                                               ByteView shuffle) {
    return replace<G>(setup, std::move(tally), shuffle, false);
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template std::string make_shuffle<G>(const Setup<G>&, const TallyCiphertexts<G>&, Rng&);       \
    template Result<TallyCiphertexts<G>> apply_shuffle<G>(const Setup<G>&, TallyCiphertexts<G>,    \
                                                          ByteView);                               \
    template Result<TallyCiphertexts<G>> replace_by_shuffle<G>(const Setup<G>&,                    \
                                                               TallyCiphertexts<G>, ByteView);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

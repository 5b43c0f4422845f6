// Opened ballots: the randomness that went into a ballot was overheard while it was made, so the expectations do not
// come from the code that checks them.

#include "ballots/ballot_opening.hpp"
#include "ballots/groups.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ogniwo;
using namespace ogniwo::ballots;
using Choices = std::vector<std::vector<std::uint32_t>>;

/// Hands on another source and keeps what it gave.
class Overheard final : public Rng {
  public:
    explicit Overheard(Rng& source) : source_(source) {}
    void fill(std::span<std::uint8_t> out) override {
        source_.fill(out);
        given.emplace_back(out.begin(), out.end());
    }
    std::vector<Bytes> given;

  private:
    Rng& source_;
};

/// Gives the same bytes again.
class Replayed final : public Rng {
  public:
    explicit Replayed(ByteView bytes) : bytes_(to_bytes(bytes)) {}
    void fill(std::span<std::uint8_t> out) override {
        BOOST_REQUIRE(out.size() == bytes_.size());
        std::ranges::copy(bytes_, out.begin());
    }

  private:
    Bytes bytes_;
};

/// The number that a maker draws when its source gives these bytes, in decimal, and it plus one.
struct Drawn {
    std::string text;
    std::string next;
};
Drawn drawn(const std::string& group, ByteView bytes) {
    return with_group<Drawn>(group, [&]<class G>() -> Result<Drawn> {
               Replayed source(bytes);
               const std::string text = G::reveal_text(G::random_secret(source));
               return Drawn{text, G::scalar_text(G::add(G::parse_scalar(text).value(), G::scalar(1)))};
           })
        .value();
}

struct Opened {
    sample::SampleElection election;
    Bytes ballot;
    BallotOpening opening;
    std::vector<std::string> next; ///< each number plus one

    /// An election with one question, whose numbers are drawn before anything else.
    Opened(const std::string& group, const Question& question, const std::vector<std::uint32_t>& choices)
        : election({.group = group, .questions = {question}, .weights = {1, 1}}) {
        Overheard rng(election.rng);
        ballot = election.election->make_ballot(election.voters[0].private_credential, {choices}, rng).value();
        opening.choices = {choices};
        auto& row = opening.randomness.emplace_back();
        for (std::size_t i = 0; i < question.ciphertexts(); ++i) {
            const Drawn one = drawn(group, rng.given[i]);
            row.push_back(one.text);
            next.push_back(one.next);
        }
    }

    std::string verdict(const BallotOpening& told, ByteView bytes) const {
        const auto checked = check_opening(election.setup.election, election.setup.trustees,
                                           election.setup.credentials, bytes, told);
        return checked ? "same" : std::string(checked.error().id());
    }
    std::string verdict(const BallotOpening& told) const { return verdict(told, ballot); }
};

struct Case {
    const char* name;
    std::string group;
    Question question;
    std::vector<std::uint32_t> choices;
    std::vector<std::uint32_t> other;     ///< another vote
    std::vector<std::uint32_t> forbidden; ///< no vote
    const char* why;
};

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const char* group : {"Ed25519", "BELENIOS-2048", "RFC-3526-2048"}) {
        all.push_back({"names", group, sample::question(3, 1, 2), {1, 0, 1}, {0, 1, 0}, {1, 1, 1}, "choice.range"});
        all.push_back({"blank", group, sample::question(2, 1, 1, true), {1, 0, 0}, {0, 1, 0}, {1, 1, 0}, "choice.blank"});
        all.push_back({"lists", group, sample::lists({2, 1}), {1, 1, 0, 0, 0}, {0, 0, 0, 1, 1}, {1, 0, 0, 1, 1},
                       "choice.list"});
        if (std::string_view(group) != "BELENIOS-2048") {
            all.push_back({"ranking", group, sample::ranking(3), {2, 0, 255}, {2, 0, 254}, {1, 2}, "choice.length"});
        }
    }
    return all;
}

template <class Check> void each_case(Check check) {
    for (const Case& one : cases()) {
        BOOST_TEST_CONTEXT(one.group << " " << one.name) {
            const Opened opened(one.group, one.question, one.choices);
            check(one, opened);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(opened_ballots)

BOOST_AUTO_TEST_CASE(what_was_encrypted_is_what_the_ballot_says) {
    each_case([](const Case& one, const Opened& opened) {
        BOOST_REQUIRE(!opened.opening.randomness[0].empty());
        BOOST_TEST(opened.verdict(opened.opening) == "same");
        BallotOpening lie = opened.opening;
        lie.choices = {one.other};
        BOOST_TEST(opened.verdict(lie) == "audit.ciphertext");
        lie.choices = {one.forbidden};
        BOOST_TEST(opened.verdict(lie) == one.why);
        lie.choices.clear();
        BOOST_TEST(opened.verdict(lie) == "choice.length");
    });
}

BOOST_AUTO_TEST_CASE(every_number_counts) {
    each_case([](const Case&, const Opened& opened) {
        for (std::size_t i = 0; i < opened.next.size(); ++i) {
            const auto with = [&](const std::string& text) {
                BallotOpening changed = opened.opening;
                changed.randomness[0][i] = text;
                return opened.verdict(changed);
            };
            BOOST_TEST(with(opened.next[i]) == "audit.ciphertext");
            BOOST_TEST(with("0") == "audit.ciphertext");
            for (const std::string& text : {"0" + opened.opening.randomness[0][i], std::string(), std::string("-1"),
                                            std::string("1e3"), std::string(80, '9'), std::string(701, '1')}) {
                BOOST_TEST(with(text) == (text.size() == 80 && opened.next[i].size() > 80 ? "audit.ciphertext"
                                                                                          : "audit.randomness"));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(one_number_for_each_ciphertext) {
    each_case([](const Case&, const Opened& opened) {
        BallotOpening fewer = opened.opening;
        fewer.randomness[0].pop_back();
        BOOST_TEST(opened.verdict(fewer) == "audit.randomness");
        BallotOpening more = opened.opening;
        more.randomness[0].emplace_back("1");
        BOOST_TEST(opened.verdict(more) == "audit.randomness");
        BallotOpening none = opened.opening;
        none.randomness.clear();
        BOOST_TEST(opened.verdict(none) == "audit.randomness");
    });
}

BOOST_AUTO_TEST_CASE(the_ballot_is_checked_as_a_cast_one_is) {
    for (const Case& one : cases()) {
        Opened opened(one.group, one.question, one.choices);
        const Bytes second = opened.election.ballot(0, {one.choices});
        BOOST_TEST(opened.verdict(opened.opening, second) == "audit.ciphertext");
        BOOST_TEST(opened.verdict(opened.opening, opened.election.ballot(1, {one.choices})) == "audit.ciphertext");
        std::string text(as_text(opened.ballot));
        const std::size_t at = text.rfind("\"response\":\"") + 12;
        text[at] = text[at] == '1' ? '2' : '1'; // of the signature
        BOOST_TEST(opened.verdict(opened.opening, as_bytes(text)) == "ballot.signature");
        BOOST_TEST(opened.verdict(opened.opening, as_bytes(std::string_view("{}"))) == "ballot.encoding");
    }
}

BOOST_AUTO_TEST_SUITE_END()

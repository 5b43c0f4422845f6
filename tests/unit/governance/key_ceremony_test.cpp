// The texts of trustees: good ones give the setup, every bad one is refused and says whose it is.

#include "sample_keys.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using governance::KeyStep;
using governance::PostedTexts;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

/// What is posted so far.
struct Board {
    governance::sample::Keys keys;
    governance::AnnouncedElection election;
    std::map<std::string, std::string> blobs;
    std::uint64_t index = 10;

    explicit Board(const std::string& group = "Ed25519") : keys(group) {
        election.announced = keys.announcement({{"t1"}, {"t2"}, {"t3"}, {"t4"}});
        put(keys.definition);
        put(std::string(as_text(keys.base.setup.credentials)));
    }
    ledger::DigestHex put(const std::string& text) {
        std::string name = crypto::sha256_hex(as_bytes(text));
        blobs[name] = text;
        return {name};
    }
    governance::Texts texts() const {
        return [this](const ledger::DigestHex& name) -> Result<std::string> {
            const auto found = blobs.find(name.value);
            return found == blobs.end() ? Result<std::string>(Error("test.blob", name.value)) : found->second;
        };
    }
    std::string check(std::int64_t owner, KeyStep step, const std::string& text) const {
        const auto checked = governance::check_text(election, owner, step, text, texts());
        return checked ? "ok" : std::string(checked.error().id());
    }
    /// The error names this trustee of the election.
    std::string blamed(std::int64_t culprit, std::int64_t owner, KeyStep step, const std::string& text) const {
        const auto checked = governance::check_text(election, owner, step, text, texts());
        if (checked) {
            return "ok";
        }
        BOOST_TEST(checked.error().detail().starts_with("trustee " + std::to_string(culprit) + ": "),
                   checked.error().text());
        return std::string(checked.error().id());
    }
    PostedTexts& posted(KeyStep step, std::int64_t owner) {
        return const_cast<PostedTexts&>(governance::posted_texts(election, step, owner > 1)); // NOLINT
    }
    void post_unchecked(std::int64_t owner, KeyStep step, const std::string& text) {
        posted(step, owner)[owner] = {step == KeyStep::commitment ? ledger::DigestHex{text} : put(text), index++};
    }
    void post(std::int64_t owner, KeyStep step, const std::string& text) {
        BOOST_REQUIRE_EQUAL(check(owner, step, text), "ok");
        post_unchecked(owner, step, text);
    }
    static std::size_t at(std::int64_t owner) { return static_cast<std::size_t>(owner - 2); }
    std::string commitment(std::int64_t owner) const {
        return crypto::sha256_hex(as_bytes(keys.polynomials[at(owner)]));
    }
    /// Everybody of the ceremony, up to a step.
    void all_until(KeyStep last) {
        for (std::int64_t owner = 2; owner <= 4; ++owner) {
            post(owner, KeyStep::certificate, keys.certificates[at(owner)]);
        }
        for (std::int64_t owner = 2; last >= KeyStep::commitment && owner <= 4; ++owner) {
            post(owner, KeyStep::commitment, commitment(owner));
        }
        for (std::int64_t owner = 2; last >= KeyStep::polynomial && owner <= 4; ++owner) {
            post(owner, KeyStep::polynomial, keys.polynomials[at(owner)]);
        }
        for (std::int64_t owner = 2; last >= KeyStep::key && owner <= 4; ++owner) {
            post(owner, KeyStep::key, keys.voutputs[at(owner)]);
        }
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(key_ceremony)

BOOST_AUTO_TEST_CASE(the_texts_give_the_setup) {
    for (const char* group : {"Ed25519", "RFC-3526-2048"}) {
        Board board(group);
        board.all_until(KeyStep::key);
        board.post(1, KeyStep::key, board.keys.single);
        BOOST_TEST(governance::check_posted(board.election, board.texts()).has_value());
        const auto setup = governance::make_setup(board.election, board.texts());
        BOOST_REQUIRE_MESSAGE(setup.has_value(), setup.error().text());
        const auto opened = ballots::SecretElection::open(setup->election, setup->trustees, setup->credentials).value();
        BOOST_TEST(opened->trustees() == 4U);
        BOOST_REQUIRE(opened->trustee_items().size() == 2U);
        BOOST_TEST((opened->trustee_items()[1].shape == ballots::CeremonyShape{3, 2}));
        BOOST_TEST(opened->definition().uuid == board.keys.uuid().value);
        BOOST_TEST((governance::runs_in(setup->trustees).value() == board.election.announced.runs));
        const auto prepared = governance::prepare(board.election.announced, *setup);
        BOOST_TEST(prepared.setup.trustees.value == crypto::sha256_hex(setup->trustees));
        BOOST_TEST(prepared.setup.credentials.value == board.election.announced.credentials.value);
        BOOST_TEST((governance::make_setup(board.election, board.texts())->trustees == setup->trustees));
    }
}

BOOST_AUTO_TEST_CASE(certificates_are_checked) {
    Board board;
    const auto& certificates = board.keys.certificates;
    BOOST_TEST(board.check(2, KeyStep::certificate, certificates[0]) == "ok");
    BOOST_TEST(board.blamed(3, 3, KeyStep::certificate, certificates[0]) == "trustee.cert_context");
    BOOST_TEST(board.blamed(2, 2, KeyStep::certificate, "{}") == "trustee.encoding");
    BOOST_TEST(board.check(2, KeyStep::certificate, "") != "ok");
    BOOST_TEST(board.blamed(2, 2, KeyStep::certificate,
                            replaced(certificates[0], R"(\"encryption\":\")", R"(\"encryption\":\"0)")) != "ok");
    BOOST_TEST(board.check(1, KeyStep::certificate, certificates[0]) == "govern.reference");
    BOOST_TEST(board.check(5, KeyStep::certificate, certificates[0]) == "govern.reference");
    BOOST_TEST(board.check(0, KeyStep::key, board.keys.single) == "govern.reference");
    // The same seed for two numbers: both certificates are sound, the second is refused.
    board.post(2, KeyStep::certificate, certificates[0]);
    const auto twin = make_certificate(board.keys.ceremony, 2, board.keys.seeds[0], board.keys.rng).value();
    BOOST_TEST(board.blamed(3, 3, KeyStep::certificate, twin) == "trustee.cert_duplicate");
    // One for another threshold.
    ballots::Ceremony other = board.keys.ceremony;
    other.shape.threshold = 3;
    const auto stranger = make_certificate(other, 2, board.keys.seeds[1], board.keys.rng).value();
    BOOST_TEST(board.blamed(3, 3, KeyStep::certificate, stranger) == "trustee.cert_context");
}

BOOST_AUTO_TEST_CASE(commitments_and_polynomials) {
    Board board;
    const auto& polynomials = board.keys.polynomials;
    BOOST_TEST(board.check(2, KeyStep::commitment, board.commitment(2)) == "govern.order");
    board.all_until(KeyStep::certificate);
    const std::string good = board.commitment(2);
    for (const std::string& wrong : {good.substr(1), good + "0", good + "\n", "G" + good.substr(1), std::string(64, 'A'), std::string()}) {
        BOOST_TEST(board.blamed(2, 2, KeyStep::commitment, wrong) == "trustee.encoding");
    }
    for (std::int64_t owner = 2; owner <= 4; ++owner) {
        BOOST_TEST(board.check(2, KeyStep::polynomial, polynomials[0]) == "govern.order");
        board.post(owner, KeyStep::commitment, board.commitment(owner));
    }
    // A rushing trustee: another sound polynomial, or the same in another form.
    const auto another = make_polynomial(board.keys.ceremony, board.keys.certificates, 1, board.keys.seeds[0], board.keys.rng).value();
    BOOST_TEST(board.blamed(2, 2, KeyStep::polynomial, another) == "govern.commitment");
    BOOST_TEST(board.blamed(2, 2, KeyStep::polynomial, polynomials[0] + " ") == "govern.commitment");
    BOOST_TEST(board.blamed(2, 2, KeyStep::polynomial, polynomials[1]) == "govern.commitment");
    BOOST_TEST(board.check(2, KeyStep::polynomial, polynomials[0]) == "ok");
    // Committed to what is no polynomial of theirs.
    board.post_unchecked(3, KeyStep::commitment, board.commitment(4));
    BOOST_TEST(board.blamed(3, 3, KeyStep::polynomial, polynomials[2]) == "trustee.coefexps_signature");
}

BOOST_AUTO_TEST_CASE(keys) {
    Board board;
    const auto& voutputs = board.keys.voutputs;
    board.all_until(KeyStep::commitment);
    BOOST_TEST(board.check(2, KeyStep::key, voutputs[0]) == "govern.order");
    for (std::int64_t owner = 2; owner <= 4; ++owner) {
        board.post(owner, KeyStep::polynomial, board.keys.polynomials[Board::at(owner)]);
    }
    BOOST_TEST(board.blamed(2, 2, KeyStep::key, voutputs[1]) == "trustee.verification_key");
    BOOST_TEST(board.blamed(2, 2, KeyStep::key, board.keys.single) != "ok");
    BOOST_TEST(board.blamed(1, 1, KeyStep::key, voutputs[1]) != "ok");
    BOOST_TEST(board.check(2, KeyStep::key, voutputs[0]) == "ok");
    // The trustee outside takes over the published key of one inside, proof and all.
    board.post(3, KeyStep::key, voutputs[1]);
    const json::value published = parse_json(voutputs[1]).value().at("public_key");
    json::object copied = published.as_object();
    BOOST_TEST(board.blamed(1, 1, KeyStep::key, write_json(copied)) == "trustee.encoding");
    copied.erase("signature");
    BOOST_TEST(board.blamed(1, 1, KeyStep::key, write_json(copied)) == "trustee.duplicate");
    copied["name"] = "Mine";
    BOOST_TEST(board.blamed(1, 1, KeyStep::key, write_json(copied)) == "trustee.duplicate");
    BOOST_TEST(board.check(1, KeyStep::key, board.keys.single) == "ok");
    // A key with the proof of another.
    json::object mixed = parse_json(board.keys.single).value().as_object();
    mixed["pok"] = copied.at("pok");
    const std::string other_proof = write_json(mixed);
    BOOST_TEST(board.blamed(1, 1, KeyStep::key, other_proof) == "trustee.pok");
}

BOOST_AUTO_TEST_CASE(everything_posted_is_checked_again) {
    const auto verdict = [](auto forge) {
        Board board;
        board.all_until(KeyStep::key);
        forge(board);
        const auto checked = governance::check_posted(board.election, board.texts());
        return checked ? "ok" : std::string(checked.error().id());
    };
    BOOST_TEST(verdict([](Board&) {}) == "ok");
    BOOST_TEST(verdict([](Board& b) { b.post_unchecked(1, KeyStep::key, "{}"); }) == "trustee.encoding");
    BOOST_TEST(verdict([](Board& b) { b.post_unchecked(2, KeyStep::certificate, b.keys.certificates[1]); }) == "trustee.cert_context");
    BOOST_TEST(verdict([](Board& b) { b.post_unchecked(3, KeyStep::polynomial, b.keys.polynomials[0]); }) == "govern.commitment");
    BOOST_TEST(verdict([](Board& b) {
                   b.post_unchecked(3, KeyStep::commitment, b.commitment(2));
                   b.post_unchecked(3, KeyStep::polynomial, b.keys.polynomials[0]);
               }) == "trustee.coefexps_signature");
    BOOST_TEST(verdict([](Board& b) { b.post_unchecked(2, KeyStep::key, b.keys.voutputs[1]); }) == "trustee.verification_key");
    BOOST_TEST(verdict([](Board& b) { b.post_unchecked(4, KeyStep::key, b.keys.voutputs[0]); }) == "trustee.duplicate");
    BOOST_TEST(verdict([](Board& b) { b.blobs.erase(b.election.voutputs.at(4).text.value); }) == "test.blob");
}

BOOST_AUTO_TEST_SUITE_END()

#include "ballots/ballot_check.hpp"
#include "ballots/groups.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/sha256.hpp"
#include "sample_election.hpp"
#include "server/files/archive_file.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

sample::Options options(const std::string& group) {
    return {.group = group,
            .questions = {sample::question(3, 1, 2), sample::question(2, 0, 1, true)}};
}

sample::SampleElection& ed25519() {
    static sample::SampleElection election(options("Ed25519"));
    return election;
}

const Bytes& good_ballot() {
    static const Bytes ballot = ed25519().ballot(0, {{1, 0, 1}, {0, 0, 1}});
    return ballot;
}

std::string check(const SecretElection& election, std::string_view raw,
                  Strictness strictness = Strictness::cast) {
    const auto checked = election.check_ballot(as_bytes(raw), strictness);
    return checked ? std::string() : std::string(checked.error().id());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// Signs a text again after a change inside it: what a dishonest voter with a valid credential can
// do.
template <class G = crypto::Ed25519>
std::string signed_again(sample::SampleElection& sample, std::size_t voter, std::string text) {
    const std::size_t at = text.find(R"(,"signature":)");
    BOOST_REQUIRE(at != std::string::npos);
    const std::string body = text.substr(0, at) + "}";
    const std::string hash = base64_encode(crypto::sha256(as_bytes(body)), Padding::none);
    const auto secret = crypto::derive_credential<G>(sample.voters[voter].private_credential,
                                                     sample.election->definition().uuid);
    std::string proof;
    append_proof<G>(proof, crypto::prove_schnorr<G>(signature_prefix(hash), *secret, sample.rng));
    return text.substr(0, at) + R"(,"signature":{"hash":")" + hash + R"(","proof":)" + proof + "}}";
}

} // namespace

BOOST_AUTO_TEST_SUITE(ballot)

BOOST_AUTO_TEST_CASE(every_allowed_vote_is_accepted) {
    auto& sample = ed25519();
    const std::vector<std::vector<std::uint32_t>> first = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1},
                                                           {1, 1, 0}, {1, 0, 1}, {0, 1, 1}};
    const std::vector<std::vector<std::uint32_t>> second = {
        {1, 0, 0}, {0, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (std::size_t i = 0; i < first.size(); ++i) {
        const Bytes raw = sample.ballot(i % 5, {first[i], second[i % second.size()]});
        const auto checked = sample.election->check_ballot(raw, Strictness::cast);
        BOOST_REQUIRE_MESSAGE(checked, checked.error().text());
        BOOST_TEST(checked->credential == sample.voters[i % 5].public_credential);
        BOOST_TEST(checked->weight == 1U);
        BOOST_TEST(checked->tracker == ballot_tracker(raw));
        BOOST_TEST(checked->warnings.empty());
        BOOST_TEST(raw.size() <= sample.election->max_ballot_bytes(Strictness::cast));
        // The limit is tight enough to mean something.
        BOOST_TEST(raw.size() + 1000 > sample.election->max_ballot_bytes(Strictness::cast));
    }
}

BOOST_AUTO_TEST_CASE(finite_field) {
    sample::SampleElection sample(options("BELENIOS-2048"));
    const Bytes raw = sample.ballot(2, {{0, 1, 1}, {1, 0, 0}});
    BOOST_TEST(check(*sample.election, as_text(raw)) == "");
    BOOST_TEST(raw.size() <= sample.election->max_ballot_bytes(Strictness::cast));
}

BOOST_AUTO_TEST_CASE(refuses_votes_that_are_not_allowed) {
    auto& sample = ed25519();
    const auto error = [&](std::vector<std::vector<std::uint32_t>> choices) {
        return std::string(
            sample.election->make_ballot(sample.voters[0].private_credential, choices, sample.rng)
                .error()
                .id());
    };
    BOOST_TEST(error({{1, 1, 1}, {0, 0, 0}}) == "choice.range");
    BOOST_TEST(error({{1, 1, 0}, {1, 1, 0}}) == "choice.blank");
    BOOST_TEST(error({{1, 1, 0}}) == "choice.length");
    sample::SampleElection other({.questions = {sample::question(2, 0, 1)}, .seed = "other"});
    BOOST_TEST(
        (other.election->make_ballot(sample.voters[0].private_credential, {{0, 1}}, sample.rng)
             .error()
             .id() == "credential.unknown"));
}

BOOST_AUTO_TEST_CASE(two_ballots_of_one_vote_share_nothing) {
    auto& sample = ed25519();
    const Bytes a = sample.ballot(0, {{1, 0, 1}, {0, 0, 1}});
    const Bytes b = sample.ballot(0, {{1, 0, 1}, {0, 0, 1}});
    BOOST_TEST(ballot_tracker(a) != ballot_tracker(b));
    const auto alpha = [](const Bytes& raw) {
        const std::string_view text = as_text(raw);
        return text.substr(text.find("alpha"), 74);
    };
    BOOST_TEST(alpha(a) != alpha(b));
}

BOOST_AUTO_TEST_CASE(form) {
    const auto& election = *ed25519().election;
    const std::string text(as_text(good_ballot()));
    BOOST_REQUIRE(check(election, text) == "");
    BOOST_TEST(check(election, text + "\n") == "ballot.encoding");
    BOOST_TEST(check(election, replaced(text, R"("answers":)", R"("answers": )")) ==
               "ballot.encoding");
    BOOST_TEST(check(election, replaced(text, R"({"election_uuid")",
                                        R"({"x":1,"election_uuid")")) == "ballot.encoding");
    BOOST_TEST(check(election, "") == "ballot.encoding");
    BOOST_TEST(check(election, "[]") == "ballot.encoding");
    BOOST_TEST(check(election, text.substr(0, text.size() / 2)) == "ballot.encoding");
    BOOST_TEST(check(election, std::string(20'000, 'x')) == "ballot.size");
    BOOST_TEST(check(election, std::string(1'000, '[')) == "ballot.encoding");
    const std::string_view twice = R"("answers":)";
    BOOST_TEST(check(election, replaced(text, twice, R"("answers":[],"answers":)")) ==
               "ballot.encoding");
}

BOOST_AUTO_TEST_CASE(size_limit_is_exact) {
    auto& sample = ed25519();
    const std::size_t limit = sample.election->max_ballot_bytes(Strictness::cast);
    BOOST_TEST(check(*sample.election, std::string(limit, ' ')) == "ballot.encoding");
    BOOST_TEST(check(*sample.election, std::string(limit + 1, ' ')) == "ballot.size");
}

BOOST_AUTO_TEST_CASE(binding) {
    auto& sample = ed25519();
    const auto& election = *sample.election;
    const std::string text(as_text(good_ballot()));
    const std::string& uuid = election.definition().uuid;
    BOOST_TEST(check(election, replaced(text, uuid, "Samp1e" + std::string(8, 'B'))) ==
               "ballot.election");
    std::string phi = election.phi();
    phi[3] = phi[3] == 'A' ? 'B' : 'A';
    BOOST_TEST(check(election, replaced(text, election.phi(), phi)) == "ballot.election");
    const std::string other_credential =
        replaced(text, sample.voters[0].public_credential, sample.voters[1].public_credential);
    BOOST_TEST(check(election, other_credential) == "ballot.hash");
    // Voter 1 signs voter 0's ballot as her own: the proofs are bound to the credential.
    BOOST_TEST(check(election, signed_again(sample, 1, other_credential)) ==
               "ballot.individual_proof");
    // Signed by another voter's key, or by a credential that is not on the list.
    BOOST_TEST(check(election, signed_again(sample, 1, text)) == "ballot.signature");
    const std::string stranger = crypto::Ed25519::point_text(
        crypto::Ed25519::exp_generator(crypto::Ed25519::random_secret(sample.rng)));
    BOOST_TEST(check(election, signed_again(sample, 0,
                                            replaced(text, sample.voters[0].public_credential,
                                                     stranger))) == "ballot.credential");
}

BOOST_AUTO_TEST_CASE(numbers_that_are_not_canonical) {
    auto& sample = ed25519();
    const auto& election = *sample.election;
    const std::string text(as_text(good_ballot()));
    const std::string zero =
        signed_again(sample, 0, replaced(text, R"("challenge":")", R"("challenge":"0)"));
    BOOST_TEST(check(election, zero) == "ballot.encoding");
    const auto audited = election.check_ballot(as_bytes(zero), Strictness::audit);
    BOOST_REQUIRE(audited);
    BOOST_TEST(audited->warnings.size() == 1U);

    std::string upper = text;
    const std::size_t at = upper.find("\"alpha\":\"") + 9;
    const std::size_t letter = upper.find_first_of("abcdef", at);
    upper[letter] = static_cast<char>(upper[letter] - 32);
    upper = signed_again(sample, 0, upper);
    BOOST_TEST(check(election, upper) == "ballot.encoding");
    BOOST_TEST(check(election, upper, Strictness::audit) == "");

    // The same in the signature is refused by everybody.
    const std::size_t signature = text.find(R"("proof":{"challenge":")");
    std::string zeros = text;
    zeros.insert(signature + 22, "0");
    BOOST_TEST(check(election, zeros, Strictness::audit) == "ballot.encoding");
    // q itself, and the response plus q.
    const std::string q =
        "7237005577332262213973186563042994240857116359379907606001950938285454250989";
    const std::size_t start = text.find(R"("challenge":")") + 13;
    std::string at_q = text;
    at_q.replace(start, text.find('"', start) - start, q);
    BOOST_TEST(check(election, signed_again(sample, 0, at_q), Strictness::audit) ==
               "ballot.encoding");
    std::string empty = text;
    empty.replace(start, text.find('"', start) - start, "");
    BOOST_TEST(check(election, signed_again(sample, 0, empty), Strictness::audit) ==
               "ballot.encoding");
}

// SECURITY N6, N7: small order, mixed order, coordinates that are not reduced.
BOOST_AUTO_TEST_CASE(elements_outside_the_group) {
    auto& sample = ed25519();
    const std::string text(as_text(good_ballot()));
    const std::size_t at = text.find(R"("alpha":")") + 9;
    for (const char* bad : {
             "0000000000000000000000000000000000000000000000000000000000000000",
             "8000000000000000000000000000000000000000000000000000000000000000",
             "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
             "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
             "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
             "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
             "0000000000000000000000000000000000000000000000000000000000000002",
             "6666666666666666666666666666666666666666666666666666666666666",
             "666666666666666666666666666666666666666666666666666666666666665g",
         }) {
        std::string changed = text;
        changed.replace(at, 64, bad);
        BOOST_TEST(check(*sample.election, signed_again(sample, 0, changed), Strictness::audit) ==
                       "ballot.membership",
                   bad);
    }
    for (const char* member : {R"("alpha":")", R"("beta":")"}) {
        std::string mixed = text;
        const std::size_t start = text.find(member) + std::string_view(member).size();
        mixed.replace(start, 64, sample::plus_order_two(text.substr(start, 64)));
        BOOST_TEST(check(*sample.election, signed_again(sample, 0, mixed), Strictness::audit) ==
                       "ballot.membership",
                   member);
    }
}

// SECURITY N9: zero, a small number, a negative one, one of the wrong order, more than p.
BOOST_AUTO_TEST_CASE(elements_outside_the_finite_field_group) {
    sample::SampleElection sample(
        {.group = "BELENIOS-2048", .questions = {sample::question(1, 0, 1)}, .weights = {1}});
    const std::string text(as_text(sample.ballot(0, {{1}})));
    const std::size_t at = text.find(R"("alpha":")") + 9;
    const std::size_t length = text.find('"', at) - at;
    for (const std::string& bad :
         {std::string("0"), std::string("2"), std::string("-1"), std::string(),
          std::string(616, '9'), std::string(617, '9'), std::string("0x1f")}) {
        std::string changed = text;
        changed.replace(at, length, bad);
        changed = signed_again<crypto::Belenios2048>(sample, 0, std::move(changed));
        BOOST_TEST(check(*sample.election, changed, Strictness::audit) == "ballot.membership", bad);
    }
}

BOOST_AUTO_TEST_CASE(shape) {
    auto& sample = ed25519();
    const std::string text(as_text(good_ballot()));
    const auto without = [&](std::string_view from, std::string_view to) {
        std::string changed = text;
        const std::size_t start = changed.find(from);
        const std::size_t stop = changed.find(to, start);
        BOOST_REQUIRE(stop != std::string::npos);
        changed.erase(start, stop - start);
        return check(*sample.election, signed_again(sample, 0, changed));
    };
    BOOST_REQUIRE(check(*sample.election, signed_again(sample, 0, text)) == "");
    BOOST_TEST(without(R"(,"blank_proof")", R"(}],"signature")") == "ballot.shape");
    BOOST_TEST(without(R"(,{"choices")", R"(],"signature")") == "ballot.shape");
    BOOST_TEST(without(R"(,"overall_proof")", R"(},{"choices")") == "ballot.shape");
    // One ciphertext less, one proof less, and no answers at all.
    const std::size_t first = text.find(R"({"alpha")");
    const std::size_t second = text.find(R"({"alpha")", first + 1);
    BOOST_TEST(check(*sample.election,
                     signed_again(sample, 0, std::string(text).erase(first, second - first))) ==
               "ballot.shape");
    const std::size_t proof = text.find(R"([{"challenge")");
    const std::size_t next = text.find(R"([{"challenge")", proof + 1);
    BOOST_TEST(check(*sample.election,
                     signed_again(sample, 0, std::string(text).erase(proof, next - proof))) ==
               "ballot.shape");
    const std::size_t answers = text.find(R"("answers":[)") + 11;
    const std::size_t end = text.find(R"(],"signature")");
    BOOST_TEST(check(*sample.election,
                     signed_again(sample, 0, std::string(text).erase(answers, end - answers))) ==
               "ballot.shape");
}

// Agreement with belenios-tool, in the direction that needs no tool: its ballots are ours.
BOOST_AUTO_TEST_CASE(ballots_of_the_fixtures) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    for (const char* name : {"ed25519-3.3.0-revotes", "v20-weighted"}) {
        const auto file =
            files::open_archive(sample::archive_in(*folder / "belenios" / name).string());
        const sample::Parts parts = sample::read_archive(**file);
        const auto election =
            SecretElection::open(parts.election, parts.trustees, parts.credentials);
        BOOST_REQUIRE(election);
        for (const Bytes& raw : parts.ballots) {
            BOOST_TEST(check(**election, as_text(raw)) == "");
        }
    }
}

// Threshold trustees are not supported yet, but the ballots of such an election are: the tampered
// ones of the fixtures are judged here without their trustees.
BOOST_AUTO_TEST_CASE(tampered_ballots_of_the_fixtures) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    using G = crypto::Ed25519;
    const std::map<std::string, std::string> expected = {
        {"ballot-answers-under-other-credential", "ballot.individual_proof"},
        {"ballot-beta-times-g", "ballot.individual_proof"},
        {"ballot-choice-from-other", "ballot.individual_proof"},
        {"ballot-duplicate", ""},
        {"ballot-extra-field", "ballot.encoding"},
        {"ballot-individual-proofs-swapped", "ballot.individual_proof"},
        {"ballot-leading-zero-number", "warning"},
        {"ballot-missing-answer", "ballot.shape"},
        {"ballot-missing-signature", "ballot.encoding"},
        {"ballot-noncanonical-space", "ballot.encoding"},
        {"ballot-overall-proof-from-other", "ballot.overall_proof"},
        {"ballot-response-not-reduced", "ballot.encoding"},
        {"ballot-signature-hash-wrong", "ballot.hash"},
        {"ballot-signature-response-not-reduced", "ballot.encoding"},
        {"ballot-signature-response-plus-1", "ballot.signature"},
        {"ballot-signed-with-other-credential", "ballot.signature"},
        {"ballot-unknown-credential", "ballot.credential"},
        {"ballot-wrong-uuid", "ballot.election"},
        {"ed-alpha-plus-torsion", "ballot.membership"},
        {"ed-hex-uppercase", "warning"},
    };
    for (const auto& [name, outcome] : expected) {
        const auto file = files::open_archive(
            sample::archive_in(*folder / "belenios/tampered/ed25519-3.3.0-homomorphic-threshold" /
                               name)
                .string());
        const sample::Parts parts = sample::read_archive(**file);
        Election definition = *parse_election(parts.election);
        const auto y = *G::parse_point(definition.public_key);
        const Setup<G> setup{std::move(definition),
                             election_hash(parts.election),
                             G::prepare_vartime(y),
                             {},
                             {},
                             *CredentialRoll::make(*parse_credential_list(parts.credentials))};
        std::string found;
        for (const Bytes& raw : parts.ballots) {
            const auto checked = check_ballot<G>(setup, raw, Strictness::audit);
            if (!checked) {
                found = checked.error().id();
                break;
            }
            if (!checked->ballot.canonical) {
                found = "warning";
                BOOST_TEST((check_ballot<G>(setup, raw, Strictness::cast).error().id() ==
                            "ballot.encoding"));
            }
        }
        BOOST_TEST(found == outcome, name << ": expected " << outcome << ", found " << found);
    }
}

BOOST_AUTO_TEST_CASE(a_ballot_is_read_and_written_alike) {
    auto& sample = ed25519();
    using G = crypto::Ed25519;
    const Election& definition = sample.election->definition();
    const auto decoded =
        decode_ballot<G>(definition, sample.election->phi(), good_ballot(), Strictness::cast);
    BOOST_REQUIRE(decoded);
    BOOST_TEST(encode_ballot<G>(definition, sample.election->phi(), *decoded) ==
               as_text(good_ballot()));
}

BOOST_AUTO_TEST_SUITE_END()

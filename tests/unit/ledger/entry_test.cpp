// Acts and entries, byte for byte against the vectors; what is not exactly so is refused.

#include "ballots/ledger/ballot_entry.hpp"
#include "crypto/random.hpp"
#include "vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using test::id_of;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

std::string entry_of_kind(const test::Vectors& vectors, std::string_view kind) {
    for (const auto& vector : vectors.entries) {
        if (vector.kind == kind) {
            return vector.entry;
        }
    }
    BOOST_FAIL("no vector of this kind");
    return {};
}

// An entry of one signature around any text in the place of the act.
std::string around(std::string_view act) {
    return "{\"act\":" + std::string(act) + ",\"sigs\":[{\"key\":\"" + std::string(64, '0') +
           "\",\"sig\":\"" + std::string(128, '0') + "\"}]}";
}

} // namespace

BOOST_AUTO_TEST_SUITE(entries)

BOOST_AUTO_TEST_CASE(vectors_of_every_kind) {
    const auto vectors = test::load_vectors();
    std::set<std::string> kinds;
    for (const auto& vector : vectors.entries) {
        BOOST_TEST_CONTEXT(vector.kind) {
            const auto entry = parse_entry(as_bytes(vector.entry));
            BOOST_REQUIRE_MESSAGE(entry.has_value(), entry.error().text());
            BOOST_TEST(kind_of(entry->act.body) == vector.kind);
            BOOST_TEST(entry->act.origin == vectors.origin);
            BOOST_TEST(entry->act_bytes == vector.act);
            BOOST_TEST(encode_act(entry->act) == vector.act);
            BOOST_TEST(encode_act(parse_act(vector.act).value()) == vector.act);
            BOOST_TEST(encode_entry(vector.act, entry->at, entry->signatures).value() ==
                       vector.entry);
            BOOST_TEST(hex_encode(leaf_hash(as_bytes(vector.entry))) == vector.leaf);
            BOOST_TEST(verify_signatures(*entry).has_value());
        }
        kinds.insert(vector.kind);
    }
    BOOST_TEST(kinds.size() == std::variant_size_v<Body>);
}

BOOST_AUTO_TEST_CASE(the_server_signs_the_same_bytes) {
    const auto vectors = test::load_vectors();
    const auto entry = parse_entry(as_bytes(vectors.entries[0].entry)).value();
    const EntrySignature signature = sign_act(vectors.entries[0].act, vectors.server);
    BOOST_TEST(encode_entry(vectors.entries[0].act, entry.at, {signature}).value() ==
               vectors.entries[0].entry);
}

BOOST_AUTO_TEST_CASE(structs_say_what_the_bodies_say) {
    const auto vectors = test::load_vectors();
    const auto body = [&](std::string_view kind) {
        return parse_entry(as_bytes(entry_of_kind(vectors, kind))).value().act.body;
    };
    const auto cast = std::get<OpenVoteCast>(body("open_vote.cast"));
    BOOST_TEST(cast.vote.value == "uchwala-1");
    BOOST_TEST((cast.option == Option::abstain));
    BOOST_TEST(cast.organisation.value == "osp-1");
    BOOST_TEST(cast.mandates.size() == 1U);
    const auto prepared = std::get<OpenVotePrepared>(body("open_vote.prepared"));
    BOOST_TEST(
        (prepared.rule == ballots::MajorityRule{ballots::MajorityBase::yes_no, 2, 3, false}));
    BOOST_TEST((prepared.quorum == ballots::QuorumRule{1, 2, true}));
    BOOST_TEST(prepared.text->value == "statut");
    const auto election = std::get<ElectionPrepared>(body("election.prepared"));
    BOOST_TEST(election.seats == 5);
    BOOST_TEST(election.trustees.size() == 2U);
    BOOST_TEST(blobs_of(election).size() == 3U);
    const auto decided = std::get<ElectionDecided>(body("election.decided"));
    BOOST_TEST(decided.tie);
    BOOST_TEST((decided.elected == std::vector<std::int64_t>{4, 0, 2}));
    const auto granted = std::get<MandateGranted>(body("mandate.granted"));
    BOOST_TEST(
        (granted.roles == std::vector<Role>{Role::representative, Role::officer, Role::trustee}));
    const auto result = std::get<OpenVoteDecided>(body("open_vote.decided"));
    BOOST_TEST(result.no == 9007199254740991);
    BOOST_TEST((result.quorum && !result.adopted));
}

BOOST_AUTO_TEST_CASE(what_trustees_announce_and_post) {
    const auto vectors = test::load_vectors();
    const auto body = [&](std::string_view kind) {
        return parse_entry(as_bytes(entry_of_kind(vectors, kind))).value().act.body;
    };
    const auto announced = std::get<ElectionAnnounced>(body("election.announced"));
    BOOST_TEST((announced.runs == std::vector<TrusteeRun>{{1, 1}, {3, 2}}));
    BOOST_TEST(announced.trustees.size() == 4U);
    BOOST_TEST(announced.count->method.value == "stv-scottish");
    BOOST_TEST(std::get<CeremonyPolynomialPosted>(body("ceremony.polynomial_posted")).owner == 64);
    const std::map<std::string_view, std::size_t> blobs = {
        {"election.announced", 3},         {"trustee.key_posted", 1}, {"ceremony.certificate_posted", 1},
        {"ceremony.commitment_posted", 0}, // not a text yet
        {"ceremony.polynomial_posted", 1}, {"ceremony.key_posted", 1}};
    for (const auto& [kind, count] : blobs) {
        BOOST_TEST(blobs_of(body(kind)).size() == count, kind);
    }
}

BOOST_AUTO_TEST_CASE(the_blob_of_a_ballot_is_its_tracker) {
    const auto vectors = test::load_vectors();
    const auto entry = parse_entry(as_bytes(entry_of_kind(vectors, "ballot.accepted"))).value();
    const auto blobs = blobs_of(entry.act.body);
    BOOST_REQUIRE(blobs.size() == 1U);
    BOOST_TEST(base64_encode(hex_decode(blobs[0].value).value(), Padding::none) ==
               tracker_of(entry).value());
    BOOST_TEST(!entry.at);
}

BOOST_AUTO_TEST_CASE(other_spellings_of_an_entry_are_refused) {
    const auto vectors = test::load_vectors();
    const std::string good = vectors.entries[0].entry;
    BOOST_REQUIRE(parse_entry(as_bytes(good)).has_value());
    const std::vector<std::pair<std::string, std::string>> cases{
        {" " + good, "entry.canonical"},
        {good + "\n", "entry.canonical"},
        {replaced(good, "\"version\":1", "\"version\": 1"), "entry.canonical"},
        {replaced(good, "\"version\":1", "\"version\":1.0"), "json.number"},
        {replaced(good, "\"version\":1", "\"version\":1e0"), "json.number"},
        {replaced(good, "Federacja", "\\u0046ederacja"), "entry.canonical"},
        {replaced(good, "\"act\":{\"body\"", "\"act\":{\"kind\":\"log.created\",\"body\""),
         "json.duplicate_key"},
        {replaced(good, "\"at\":1795000000000", "\"at\":01795000000000"), "json.syntax"},
        {replaced(good, "\"at\":1795000000000", "\"at\":-1"), "entry.shape"},
        {replaced(good, "\"at\":1795000000000", "\"at\":9007199254740992"), "json.number"},
        {replaced(good, "\"at\":1795000000000", "\"at\":null"), "json.shape"},
        {replaced(good, "\"at\":1795000000000,", "\"au\":1,"), "entry.shape"},
        {replaced(good, "\"kind\":\"log.created\"", "\"kind\":\"log.destroyed\""), "entry.kind"},
        {replaced(good, "\"version\":1", "\"version\":-1"), "entry.body"},
        {replaced(good, "\"version\":1", "\"version\":\"1\""), "entry.body"},
        {replaced(good, "\"version\":1", "\"wersja\":1"), "entry.body"},
        {replaced(good, "\"version\":1", "\"version\":1,\"x\":1"), "entry.body"},
        {replaced(good, ",\"version\":1", ""), "entry.body"},
        {good.substr(0, good.size() - 1), "json.syntax"},
        {"", "json.syntax"},
        {"[]", "entry.shape"}};
    for (const auto& [bytes, id] : cases) {
        BOOST_TEST(id_of(parse_entry(as_bytes(bytes))) == id, bytes.substr(0, 200));
    }
    // Members of the act in another order: the same act in JSON, other bytes.
    const std::string act = vectors.entries[0].act;
    const std::string origin = ",\"origin\":\"" + vectors.origin + "\"}";
    const std::string reordered = "{\"origin\":\"" + vectors.origin + "\"," +
                                  act.substr(1, act.size() - origin.size() - 1) + "}";
    BOOST_TEST(id_of(parse_act(reordered)) == "act.canonical");
    BOOST_TEST(id_of(parse_entry(as_bytes(replaced(good, act, reordered)))) == "entry.canonical");
}

BOOST_AUTO_TEST_CASE(a_ballot_with_a_time_is_refused) {
    const auto vectors = test::load_vectors();
    const std::string ballot = entry_of_kind(vectors, "ballot.accepted");
    BOOST_TEST(id_of(parse_entry(as_bytes(replaced(ballot, ",\"sigs\"", ",\"at\":1,\"sigs\"")))) ==
               "entry.shape");
}

BOOST_AUTO_TEST_CASE(signatures_one_to_sixteen_of_different_keys) {
    crypto::SeededRng rng("signers");
    const Act act = make_act("log.example", VoteOpened{Id{"v"}, 1}, rng);
    const std::string bytes = encode_act(act);
    std::vector<EntrySignature> signatures;
    for (int i = 0; i < 17; ++i) {
        signatures.push_back(sign_act(bytes, crypto::SigningKey::generate(rng)));
    }
    BOOST_TEST(id_of(encode_entry(bytes, 1, signatures)) == "entry.signatures");
    signatures.pop_back();
    const std::string entry = encode_entry(bytes, 1, signatures).value();
    BOOST_TEST(verify_signatures(parse_entry(as_bytes(entry)).value()).has_value());
    BOOST_TEST(parse_entry(as_bytes(entry)).value().signers().size() == 16U);
    BOOST_TEST(id_of(encode_entry(bytes, 1, {})) == "entry.signatures");
    BOOST_TEST(id_of(encode_entry(bytes, 1, {signatures[0], signatures[0]})) == "entry.signatures");
}

BOOST_AUTO_TEST_CASE(a_signature_is_for_one_act_and_one_key) {
    const auto vectors = test::load_vectors();
    auto entry = parse_entry(as_bytes(vectors.entries[3].entry)).value(); // signed by two
    BOOST_REQUIRE(entry.signatures.size() == 2U);
    std::swap(entry.signatures[0].signature, entry.signatures[1].signature);
    BOOST_TEST(id_of(verify_signatures(entry)) == "act.signature");
    auto other = parse_entry(as_bytes(vectors.entries[0].entry)).value();
    other.act_bytes = vectors.entries[1].act;
    BOOST_TEST(id_of(verify_signatures(other)) == "act.signature");
    auto flipped = parse_entry(as_bytes(vectors.entries[0].entry)).value();
    flipped.signatures[0].signature[0] ^= 1;
    BOOST_TEST(id_of(verify_signatures(flipped)) == "act.signature");
}

BOOST_AUTO_TEST_CASE(an_act_is_not_signed_without_its_prefix) {
    const auto vectors = test::load_vectors();
    auto entry = parse_entry(as_bytes(vectors.entries[0].entry)).value();
    entry.signatures[0].signature = vectors.server.sign(as_bytes(entry.act_bytes));
    BOOST_TEST(id_of(verify_signatures(entry)) == "act.signature");
}

BOOST_AUTO_TEST_CASE(the_largest_entry) {
    crypto::SeededRng rng("large");
    ParticipationPublished body{Id{"v"}, {}};
    for (int i = 0; i < 1000; ++i) {
        body.organisations.push_back(Id{std::string(61, 'o')});
    }
    Act act = make_act("log.example", body, rng);
    const auto key = crypto::SigningKey::generate(rng);
    const auto size_of = [&] {
        const std::string bytes = encode_act(act);
        const auto entry = encode_entry(bytes, std::nullopt, {sign_act(bytes, key)});
        return entry ? entry->size() : 0;
    };
    const std::size_t size = size_of();
    BOOST_REQUIRE(size > 0U);
    BOOST_REQUIRE(size < max_entry_bytes);
    // Fill up to the limit, then by one more byte.
    auto& list = std::get<ParticipationPublished>(act.body).organisations;
    std::size_t missing = max_entry_bytes - size;
    for (auto& id : list) {
        const std::size_t more = std::min<std::size_t>(3, missing);
        id.value.append(more, 'o');
        missing -= more;
    }
    while (missing > 0) {
        const std::size_t length = missing >= 70 ? 60 : missing - 3; // quotes and comma
        list.push_back(Id{std::string(length, 'p')});
        missing -= length + 3;
    }
    BOOST_TEST(size_of() == max_entry_bytes);
    const std::string bytes = encode_act(act);
    const std::string entry = encode_entry(bytes, std::nullopt, {sign_act(bytes, key)}).value();
    BOOST_TEST(parse_entry(as_bytes(entry)).has_value());
    list.back().value += 'p';
    const std::string longer = encode_act(act);
    BOOST_TEST(id_of(encode_entry(longer, std::nullopt, {sign_act(longer, key)})) == "entry.size");
    BOOST_TEST(id_of(parse_entry(as_bytes(entry + " "))) == "entry.size");
}

BOOST_AUTO_TEST_CASE(forms_of_the_members) {
    const std::string nonce = ",\"nonce\":\"" + std::string(32, '0') + "\",\"origin\":\"o\"}";
    const auto opened = [&](const std::string& vote) {
        return id_of(parse_entry(as_bytes(around("{\"body\":{\"officers\":1,\"vote\":" + vote +
                                                 "},\"kind\":\"vote.opened\"" + nonce))));
    };
    BOOST_TEST(opened("\"v\"") == "");
    BOOST_TEST(opened("\"" + std::string(64, 'a') + "\"") == "");
    for (const std::string& bad :
         {std::string("\"\""), "\"" + std::string(65, 'a') + "\"", std::string("\"V\""),
          std::string("\"a b\""), std::string("\"a_b\""), std::string("\"ż\""), std::string("1"),
          std::string("null"), std::string("[\"v\"]")}) {
        BOOST_TEST(opened(bad) == "entry.body", bad);
    }
    const auto accepted = [&](const std::string& tracker) {
        return id_of(parse_entry(
            as_bytes(around("{\"body\":{\"election\":\"Jyq9kLmN4pQrSt\",\"tracker\":\"" + tracker +
                            "\"},\"kind\":\"ballot.accepted\"" + nonce))));
    };
    BOOST_TEST(accepted(std::string(43, 'A')) == "");
    BOOST_TEST(accepted(std::string(42, 'A') + "B") == "entry.body"); // unused bits set
    BOOST_TEST(accepted(std::string(43, 'A') + "=") == "entry.body");
    BOOST_TEST(accepted(std::string(42, 'A')) == "entry.body");
}

BOOST_AUTO_TEST_CASE(nonces_are_random) {
    crypto::SystemRng rng;
    const Body body = VoteOpened{Id{"v"}, 1};
    BOOST_TEST((make_act("o", body, rng).nonce != make_act("o", body, rng).nonce));
}

// Whatever is changed in the entry of a ballot: the short way of reading it takes canonical ones only, with the values
// that stand in them, and leaves everything else to the long way.
BOOST_AUTO_TEST_CASE(the_short_way_reads_what_is_canonical) {
    const auto vectors = test::load_vectors();
    const std::string good = entry_of_kind(vectors, "ballot.accepted");
    BOOST_REQUIRE(read_ballot_entry(good).has_value());
    const auto again = [](const Entry& entry) {
        BOOST_TEST(encode_act(entry.act) == entry.act_bytes);
        return encode_entry(entry.act_bytes, entry.at, entry.signatures).value();
    };
    BOOST_TEST(again(*read_ballot_entry(good)) == good);
    std::size_t taken = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const std::string_view put : {"", "\"", "\\", "\x01", "0", "A", "g", "/", " ", "\x7f", "ż", "00", ",", "}"}) {
            std::string changed = good;
            changed.replace(at, 1, put);
            if (const auto entry = read_ballot_entry(changed)) {
                BOOST_TEST(again(*entry) == changed);
                ++taken;
            }
        }
        BOOST_TEST(!read_ballot_entry(std::string_view(good).substr(0, at)).has_value());
    }
    BOOST_TEST(taken > 100U); // another digit, another origin
    BOOST_TEST(!read_ballot_entry(good + " ").has_value());
    for (const auto& vector : vectors.entries) {
        BOOST_TEST(read_ballot_entry(vector.entry).has_value() == (vector.kind == "ballot.accepted"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

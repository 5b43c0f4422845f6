// Receipts that make_vectors.py wrote verify; every change of them is refused, each under its id.

#include "ballots/ledger/receipt.hpp"
#include "vectors.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using test::id_of;

struct Fixture {
    test::Vectors vectors = test::load_vectors();
    Receipt secret = parse_receipt(vectors.receipt("secret")).value();
    Receipt open = parse_receipt(vectors.receipt("open")).value();

    std::string verdict(const Receipt& receipt) const {
        return id_of(verify_receipt(receipt, vectors.log));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(receipts, Fixture)

BOOST_AUTO_TEST_CASE(receipts_of_the_other_implementation) {
    BOOST_TEST(verdict(secret) == "");
    BOOST_TEST(verdict(open) == "");
    for (const char* name : {"secret", "open"}) {
        const std::string text = vectors.receipt(name);
        BOOST_TEST(write_canonical_json(encode_receipt(parse_receipt(text).value())) == text);
    }
}

BOOST_AUTO_TEST_CASE(making_one_gives_the_same) {
    const Receipt made = make_receipt(open.entry, open.entry_index, open.inclusion_proof,
                                      open.checkpoint, open.origin);
    BOOST_TEST(write_canonical_json(encode_receipt(made)) == vectors.receipt("open"));
}

BOOST_AUTO_TEST_CASE(each_claim_is_checked) {
    const auto changed = [this](auto change) {
        Receipt receipt = secret;
        change(receipt);
        return verdict(receipt);
    };
    BOOST_TEST(changed([](Receipt& r) { r.origin = "elsewhere.example"; }) == "receipt.origin");
    BOOST_TEST(changed([](Receipt& r) { r.election = "Jyq9kLmN4pQrSu"; }) == "receipt.election");
    BOOST_TEST(changed([](Receipt& r) { r.election = ""; }) == "receipt.election");
    BOOST_TEST(changed([this](Receipt& r) { r.tracker = open.tracker; }) == "receipt.tracker");
    BOOST_TEST(changed([this](Receipt& r) { r.entry = open.entry; }) == "receipt.election");
    BOOST_TEST(changed([](Receipt& r) { r.entry[10] ^= 1; }) == "receipt.entry");
    BOOST_TEST(changed([](Receipt& r) { r.entry.clear(); }) == "receipt.entry");
    BOOST_TEST(changed([](Receipt& r) { ++r.entry_index; }) == "receipt.inclusion");
    BOOST_TEST(changed([](Receipt& r) { r.entry_index = 300; }) == "receipt.index");
    BOOST_TEST(changed([](Receipt& r) { r.inclusion_proof[0][0] ^= 1; }) == "receipt.inclusion");
    BOOST_TEST(changed([](Receipt& r) { r.inclusion_proof.pop_back(); }) == "receipt.inclusion");
    BOOST_TEST(changed([](Receipt& r) { r.inclusion_proof.push_back({}); }) == "receipt.inclusion");
    BOOST_TEST(changed([](Receipt& r) { r.checkpoint[40] ^= 1; }) == "receipt.checkpoint");
    BOOST_TEST(changed([](Receipt& r) { r.checkpoint.clear(); }) == "receipt.checkpoint");
}

BOOST_AUTO_TEST_CASE(an_entry_with_a_wrong_signature_is_no_receipt) {
    Receipt receipt = secret;
    auto entry = parse_entry(receipt.entry).value();
    entry.signatures[0].signature[3] ^= 1;
    receipt.entry = to_bytes(encode_entry(entry.act_bytes, entry.at, entry.signatures).value());
    BOOST_TEST(verdict(receipt) == "receipt.entry");
}

BOOST_AUTO_TEST_CASE(only_the_given_key_counts) {
    // A log that somebody else keeps under the same name, with everything else in order.
    const auto stranger = crypto::SigningKey::from_seed(Digest{1});
    Receipt receipt = secret;
    const std::string text = crypto::open_note(receipt.checkpoint, vectors.log).value();
    receipt.checkpoint = crypto::sign_note(text, vectors.origin, stranger);
    BOOST_TEST(verdict(receipt) == "receipt.checkpoint");
    BOOST_TEST(id_of(verify_receipt(receipt, {vectors.origin, stranger.public_key()})) == "");
    BOOST_TEST(id_of(verify_receipt(secret, {"other.example", vectors.log.key})) ==
               "receipt.origin");
}

BOOST_AUTO_TEST_CASE(forms_of_the_file) {
    const auto with = [this](std::string_view key, json::value value) {
        json::object object = encode_receipt(secret);
        object[key] = std::move(value);
        return id_of(parse_receipt(write_canonical_json(object)));
    };
    BOOST_TEST(with("version", 2) == "receipt.shape");
    BOOST_TEST(with("entry_index", -1) == "receipt.shape");
    BOOST_TEST(with("entry", "AAA") == "receipt.shape");
    BOOST_TEST(with("extra", 1) == "receipt.shape");
    BOOST_TEST(with("inclusion_proof", json::array{"zz"}) == "receipt.shape");
    BOOST_TEST(with("inclusion_proof", json::array{1}) == "receipt.shape");
    json::array proof;
    for (int i = 0; i < 65; ++i) {
        proof.push_back(json::value(std::string(64, '0')));
    }
    BOOST_TEST(with("inclusion_proof", proof) == "receipt.shape");
    BOOST_TEST(id_of(parse_receipt("")) == "json.syntax");
    BOOST_TEST(id_of(parse_receipt(std::string(256 * 1024 + 1, ' '))) == "json.size");
}

BOOST_AUTO_TEST_SUITE_END()

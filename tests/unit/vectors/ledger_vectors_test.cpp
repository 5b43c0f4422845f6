// Trees, notes, entries and receipts that the TypeScript implementation made, good and bad.

#include "ballots/ledger/receipt.hpp"
#include "crypto/note.hpp"
#include "vectors.hpp"

namespace {

using namespace ogniwo;
using test::list;
using test::text;

merkle::Proof proof(const json::value& value) {
    merkle::Proof out;
    for (const json::value& hash : value.at("proof").as_array()) {
        out.push_back(hex_decode_array<32>(std::string_view(hash.as_string())).value());
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ledger_vectors)

BOOST_AUTO_TEST_CASE(trees) {
    const json::value file = test::load_vectors("merkle.json");
    std::vector<Digest> leaves;
    merkle::CompactRange range;
    std::vector<Digest> roots{range.root()};
    for (const json::value& leaf : list(file, "leaves")) {
        leaves.push_back(merkle::leaf_hash(as_bytes(leaf.as_string())));
        range.append(leaves.back(), [](unsigned, std::uint64_t, const Digest&) {});
        roots.push_back(range.root());
    }
    BOOST_TEST(hex_encode(leaves.back()) ==
               std::string_view(list(file, "leaf_hashes").back().as_string()));
    for (const json::value& v : list(file, "roots")) {
        BOOST_TEST(hex_encode(roots.at(test::number(v, "size"))) == text(v, "root"));
    }
    for (const json::value& v : list(file, "inclusion")) {
        const std::uint64_t index = test::number(v, "index");
        const std::uint64_t size = test::number(v, "size");
        BOOST_TEST(test::id_of(merkle::verify_inclusion(index, size, leaves.at(index), proof(v),
                                                        roots.at(size))) == "");
    }
    for (const json::value& v : list(file, "consistency")) {
        const std::uint64_t old_size = test::number(v, "old_size");
        const std::uint64_t size = test::number(v, "size");
        BOOST_TEST(test::id_of(merkle::verify_consistency(old_size, size, roots.at(old_size),
                                                          roots.at(size), proof(v))) == "");
    }
}

BOOST_AUTO_TEST_CASE(notes) {
    const json::value file = test::load_vectors("notes.json");
    const auto key = crypto::SigningKey::from_seed(test::hex<32>(file, "seed"));
    const crypto::NoteVerifier verifier =
        crypto::parse_note_verifier(text(file, "vkey")).value();
    BOOST_TEST((verifier.key == key.public_key()));
    BOOST_TEST(crypto::encode_note_verifier(verifier) == text(file, "vkey"));
    BOOST_TEST(crypto::sign_note(text(file, "checkpoint"), verifier.name, key) ==
               text(file, "note"));
    for (const json::value& v : list(file, "vkeys")) {
        BOOST_TEST(crypto::parse_note_verifier(text(v, "vkey")).has_value() ==
                   v.at("ok").as_bool(), text(v, "vkey"));
    }
    for (const json::value& v : list(file, "notes")) {
        BOOST_TEST(test::id_of(crypto::open_checkpoint(text(v, "note"), verifier)) ==
                   test::failed(v), text(v, "name"));
    }
}

BOOST_AUTO_TEST_CASE(acts_and_entries) {
    const json::value file = test::load_vectors("acts.json");
    std::vector<crypto::SigningKey> keys;
    for (const json::value& seed : list(file, "seeds")) {
        const auto bytes = hex_decode_array<32>(std::string_view(seed.as_string())).value();
        keys.push_back(crypto::SigningKey::from_seed(bytes));
    }
    for (const json::value& v : list(file, "entries")) {
        BOOST_TEST_CONTEXT(text(v, "act")) {
            const auto act = ledger::parse_act(text(v, "act"));
            BOOST_REQUIRE_MESSAGE(act.has_value(), test::id_of(act));
            BOOST_TEST(act->origin == text(file, "origin"));
            BOOST_TEST(ledger::kind_of(act->body) == text(v, "kind"));
            std::vector<ledger::EntrySignature> signatures;
            for (const json::value& one : list(v, "signatures")) {
                signatures.push_back(ledger::sign_act(text(v, "act"), keys.at(signatures.size())));
                BOOST_TEST(signatures.back().key.value == text(one, "key"));
                BOOST_TEST(hex_encode(signatures.back().signature) == text(one, "sig"));
            }
            std::optional<UnixMillis> at;
            if (v.as_object().contains("at")) {
                at = v.at("at").as_int64();
            }
            const std::string bytes = text(v, "entry");
            BOOST_TEST(ledger::encode_entry(text(v, "act"), at, signatures).value() == bytes);
            const auto entry = ledger::parse_entry(as_bytes(bytes));
            BOOST_REQUIRE_MESSAGE(entry.has_value(), test::id_of(entry));
            BOOST_TEST(test::id_of(ledger::verify_signatures(*entry)) == "");
            BOOST_TEST(hex_encode(ledger::leaf_hash(as_bytes(bytes))) == text(v, "leaf_hash"));
            BOOST_TEST(ledger::tracker_of(*entry).value_or("") == text(v, "tracker"));
        }
    }
}

BOOST_AUTO_TEST_CASE(bad_entries_fail_for_the_same_reason) {
    const json::value file = test::load_vectors("acts.json");
    for (const json::value& v : list(file, "bad_entries")) {
        const std::string bytes = text(v, "entry");
        BOOST_TEST(test::id_of(ledger::parse_entry(as_bytes(bytes))) == test::failed(v),
                   text(v, "name"));
    }
}

BOOST_AUTO_TEST_CASE(receipts) {
    const json::value file = test::load_vectors("receipts.json");
    const auto verifier = crypto::parse_note_verifier(text(file, "vkey")).value();
    for (const json::value& v : list(file, "receipts")) {
        const auto receipt = ledger::parse_receipt(text(v, "receipt"));
        const std::string id =
            receipt ? test::id_of(ledger::verify_receipt(*receipt, verifier)) : test::id_of(receipt);
        BOOST_TEST(id == test::failed(v), text(v, "name"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

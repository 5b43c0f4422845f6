// Signed notes and checkpoints. The first note is the example of Go's golang.org/x/mod/sumdb/note, the second
// one was made with Python's cryptography package.

#include "crypto/base/encoding.hpp"
#include "crypto/note.hpp"
#include "crypto/sha256.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>

namespace {

using namespace ogniwo;
using namespace ogniwo::crypto;

const std::string go_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string go_text = "If you think cryptography is the answer to your problem,\n"
                            "then you don't know what your problem is.\n";
const std::string go_signature =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n";
const std::string go_note = go_text + "\n" + go_signature;

const std::string name = "ogniwo.example/federacja-demo";
const std::string key_text = name + "+0e5072da+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const std::string checkpoint_text = name + "\n42\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n";
const std::string checkpoint_note = checkpoint_text + "\n— " + name +
                                    " DlBy2j5Z72yUVSG3AAigr08iYAz5rG9Jqfd7W3Z4idsKAYEQuCyzAUNQybie8"
                                    "PAoOJHP6Jdqh0FbNoR3tpD/Opt6hgo=\n";

SigningKey test_key() {
    ByteArray<32> seed{};
    std::iota(seed.begin(), seed.end(), std::uint8_t{0});
    return SigningKey::from_seed(seed);
}

std::string id(const auto& result) { return result ? "" : std::string(result.error().id()); }

} // namespace

BOOST_AUTO_TEST_SUITE(notes)

BOOST_AUTO_TEST_CASE(a_note_made_by_go) {
    const auto verifier = parse_note_verifier(go_key).value();
    BOOST_TEST(encode_note_verifier(verifier) == go_key);
    BOOST_TEST(open_note(go_note, verifier).value() == go_text);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_made_by_python) {
    const SigningKey key = test_key();
    BOOST_TEST(encode_note_verifier({name, key.public_key()}) == key_text);
    const Checkpoint checkpoint{name, 42, sha256(as_bytes("root"))};
    BOOST_TEST(encode_checkpoint(checkpoint) == checkpoint_text);
    BOOST_TEST(sign_note(checkpoint_text, name, key) == checkpoint_note);
    BOOST_TEST((open_checkpoint(checkpoint_note, parse_note_verifier(key_text).value()).value() ==
                checkpoint));
}

BOOST_AUTO_TEST_CASE(every_changed_byte_is_refused) {
    const auto verifier = parse_note_verifier(key_text).value();
    for (std::size_t i = 0; i < checkpoint_note.size(); ++i) {
        for (const int bit : {0, 3, 7}) {
            std::string changed = checkpoint_note;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            BOOST_TEST(!open_checkpoint(changed, verifier), "byte " << i << " bit " << bit);
        }
        BOOST_TEST(!open_checkpoint(checkpoint_note.substr(0, i), verifier), "cut at " << i);
    }
}

BOOST_AUTO_TEST_CASE(other_signatures_are_passed_over) {
    const auto verifier = parse_note_verifier(key_text).value();
    const std::string other = checkpoint_note + go_signature;
    BOOST_TEST(open_checkpoint(other, verifier).has_value());
    const std::string first =
        checkpoint_text + "\n" + go_signature + checkpoint_note.substr(checkpoint_text.size() + 1);
    BOOST_TEST(open_checkpoint(first, verifier).has_value());
    BOOST_TEST(id(open_checkpoint(checkpoint_text + "\n" + go_signature, verifier)) ==
               "note.signature");
    // Another key under the same name is not this key.
    SigningKey stranger = SigningKey::from_seed(sha256(as_bytes("stranger")));
    BOOST_TEST(id(open_checkpoint(sign_note(checkpoint_text, name, stranger), verifier)) ==
               "note.signature");
}

BOOST_AUTO_TEST_CASE(a_checkpoint_of_another_log_is_refused) {
    const SigningKey key = test_key();
    const std::string other = "elsewhere.example\n42\n" + checkpoint_text.substr(name.size() + 4);
    BOOST_TEST(id(open_checkpoint(sign_note(other, name, key), {name, key.public_key()})) ==
               "checkpoint.origin");
}

BOOST_AUTO_TEST_CASE(forms_of_a_checkpoint) {
    const std::string root = "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n";
    BOOST_TEST(parse_checkpoint("a\n0\n" + root + "an extension\n").value().size == 0U);
    for (const std::string& bad :
         {"a\n042\n" + root, "a\n-1\n" + root, "a\n+1\n" + root, "a\n\n" + root, "\n1\n" + root,
          "a b\n1\n" + root, "a\n1 \n" + root, "a\n18446744073709551616\n" + root,
          "a\n4611686018427387905\n" + root, std::string("a\n1\nAAAA\n"),
          "a\n1\n" + root.substr(0, 44), std::string("a\n1\n")}) {
        BOOST_TEST(id(parse_checkpoint(bad)) == "checkpoint.syntax", bad);
    }
}

BOOST_AUTO_TEST_CASE(forms_of_a_verifier_key) {
    for (const std::string& bad :
         {std::string(), std::string("a"), std::string("a+b"), "+" + key_text, "x" + key_text,
          key_text + "=", key_text + "+", "a b" + key_text.substr(name.size()),
          name + "+0e5072db" + key_text.substr(name.size() + 9)}) {
        BOOST_TEST(id(parse_note_verifier(bad)) == "note.key", bad);
    }
}

BOOST_AUTO_TEST_CASE(names_and_texts_of_notes) {
    BOOST_TEST(is_note_name(name));
    BOOST_TEST(is_note_name(std::string(200, 'a')));
    BOOST_TEST(!is_note_name(std::string(201, 'a')));
    for (const std::string bad : {"", "a b", "a+b", "a\n", "a\t", "a\x7f", "a\xff",
                                  "a\xc2\xa0"
                                  "b",
                                  "a\xe3\x80\x80"
                                  "b",
                                  "a\xe2\x80\xa8"
                                  "b",
                                  "a\xc2\x85"
                                  "b"}) {
        BOOST_TEST(!is_note_name(bad), bad);
    }
    // C2SP signed-note: no control characters but line feeds.
    const SigningKey key = test_key();
    const std::string note = sign_note("a\x01\n", name, key);
    BOOST_TEST(id(open_note(note, {name, key.public_key()})) == "note.syntax");
}

BOOST_AUTO_TEST_CASE(limits_of_notes) {
    const SigningKey key = test_key();
    const NoteVerifier verifier{name, key.public_key()};
    std::string many = checkpoint_note;
    for (int i = 1; i < 100; ++i) {
        many += go_signature;
    }
    BOOST_TEST(open_note(many, verifier).has_value());
    BOOST_TEST(id(open_note(many + go_signature, verifier)) == "note.syntax");
    const std::size_t tail = checkpoint_note.size() - checkpoint_text.size();
    const std::string largest = sign_note(std::string(65536 - tail - 1, 'x') + "\n", name, key);
    BOOST_TEST(largest.size() == 65536U);
    BOOST_TEST(open_note(largest, verifier).has_value());
    BOOST_TEST(id(open_note(sign_note(std::string(65536 - tail, 'x') + "\n", name, key),
                            verifier)) == "note.syntax");
}

BOOST_AUTO_TEST_SUITE_END()

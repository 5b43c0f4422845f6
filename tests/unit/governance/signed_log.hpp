#pragma once
// A log before it is signed: forgers change it, then it is signed and exported, and the verifier says what is
// wrong. Each act is signed by whoever the forger is, the tree and the checkpoint fit.

#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"
#include "server/governance/verify_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

namespace ogniwo::governance::sample {

using namespace ogniwo::ledger;

inline const std::string origin = "test.example/log";

enum class Who { server, chair, one, two, stranger };

struct Line {
    Body body;
    std::vector<Who> signers{Who::server};
    std::optional<UnixMillis> at = 1'795'000'000'000;
};

struct SignedLog {
    crypto::SeededRng rng{"verify ledger"};
    std::map<Who, crypto::SigningKey> keys;
    crypto::SigningKey log_key = crypto::SigningKey::generate(rng);
    std::map<Digest, Bytes> blobs;
    std::vector<Line> lines;

    SignedLog() {
        for (const Who who : {Who::server, Who::chair, Who::one, Who::two, Who::stranger}) {
            keys.emplace(who, crypto::SigningKey::generate(rng));
        }
    }

    KeyHex key(Who who) { return key_hex(keys.at(who).public_key()); }
    DigestHex blob(ByteView bytes) {
        const Digest digest = crypto::sha256(bytes);
        blobs[digest] = to_bytes(bytes);
        return DigestHex{hex_encode(digest)};
    }
    DigestHex blob(std::string_view text) { return blob(as_bytes(text)); }
    void add(Body body, std::vector<Who> signers = {Who::server}) {
        lines.push_back({std::move(body), std::move(signers)});
    }

    template <class T> std::size_t find(std::size_t number = 0) const {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (std::holds_alternative<T>(lines[i].body) && number-- == 0) {
                return i;
            }
        }
        BOOST_REQUIRE_MESSAGE(false, "no such entry");
        return 0;
    }
    template <class T> Line& line(std::size_t number = 0) { return lines[find<T>(number)]; }
    template <class T> T& body(std::size_t number = 0) { return std::get<T>(line<T>(number).body); }
    template <class T> void drop(std::size_t number = 0) {
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(find<T>(number)));
    }
    /// Moves an entry to the end of the log.
    template <class T> void postpone(std::size_t number = 0) {
        const auto at = lines.begin() + static_cast<std::ptrdiff_t>(find<T>(number));
        std::rotate(at, at + 1, lines.end());
    }

    Bytes exported();
};

LedgerReport verify(ByteView exported, const crypto::NoteVerifier& log);
/// The check that failed and the id of its error: "ledger.state govern.signer"; "valid" when none did.
std::string verdict(SignedLog& log);

} // namespace ogniwo::governance::sample

#include "server/governance/election_archive.hpp"

#include "ballots/secret_election.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::governance {

Result<void> ElectionArchive::begin() {
    OGNIWO_TRY(sink_(writer_.begin()));
    OGNIWO_ASSIGN(const Bytes election, blobs_(prepared_.setup.election));
    OGNIWO_ASSIGN(const Bytes trustees, blobs_(prepared_.setup.trustees));
    OGNIWO_ASSIGN(const Bytes credentials, blobs_(prepared_.setup.credentials));
    return sink_(writer_.add_setup(election, trustees, credentials));
}

Result<Bytes> ElectionArchive::owned(std::int64_t owner, const ledger::DigestHex& payload,
                                     const ledger::DigestHex& wrapper) const {
    OGNIWO_ASSIGN(Bytes bytes, blobs_(payload));
    const std::string expected =
        ballots::owned_json(static_cast<std::uint64_t>(owner), crypto::sha256(bytes));
    if (hex_encode(crypto::sha256(as_bytes(expected))) != wrapper.value) {
        return Error("ledger.owned", "the wrapper of number " + std::to_string(owner) +
                                         " is not that of what it posted");
    }
    return bytes;
}

Result<void> ElectionArchive::add(const ledger::Body& body) {
    const auto ours = [&](const auto* entry) {
        return entry != nullptr && entry->election == prepared_.election;
    };
    if (ours(std::get_if<ledger::BallotAccepted>(&body))) {
        OGNIWO_ASSIGN(const Bytes ballot, blobs_(ledger::blobs_of(body).front()));
        return sink_(writer_.add_ballot(ballot));
    }
    if (const auto* closed = std::get_if<ledger::VoteClosed>(&body)) {
        return closed->vote == prepared_.vote ? sink_(writer_.end_ballots()) : Result<void>();
    }
    if (const auto* tally = std::get_if<ledger::ElectionTallied>(&body); ours(tally)) {
        OGNIWO_ASSIGN(const Bytes encrypted, blobs_(tally->encrypted_tally));
        OGNIWO_ASSIGN(const Bytes sized, blobs_(tally->sized_tally));
        return sink_(writer_.add_encrypted_tally(encrypted, sized));
    }
    if (const auto* posted = std::get_if<ledger::ShufflePosted>(&body); ours(posted)) {
        OGNIWO_ASSIGN(const Bytes shuffle, owned(posted->owner, posted->shuffle, posted->owned));
        return sink_(writer_.add_shuffle(static_cast<std::uint64_t>(posted->owner), shuffle));
    }
    if (ours(std::get_if<ledger::ShufflesEnded>(&body))) {
        return sink_(writer_.end_shuffles());
    }
    if (const auto* posted = std::get_if<ledger::DecryptionPosted>(&body); ours(posted)) {
        OGNIWO_ASSIGN(const Bytes decryption,
                      owned(posted->owner, posted->partial_decryption, posted->owned));
        return sink_(writer_.add_partial_decryption(static_cast<std::uint64_t>(posted->owner), decryption));
    }
    if (const auto* decided = std::get_if<ledger::ElectionDecided>(&body); ours(decided)) {
        OGNIWO_ASSIGN(const Bytes result, blobs_(decided->result));
        return sink_(writer_.add_result(result));
    }
    return {};
}

} // namespace ogniwo::governance

#include "ballots/ledger/kinds.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"

namespace ogniwo::ledger {
namespace {

using Blobs = std::vector<DigestHex>;

Blobs blobs(const auto& /*others name none*/) { return {}; }
Blobs blobs(const TextPublished& b) { return {b.blob}; }
Blobs blobs(const ElectionAnnounced& b) {
    Blobs out{b.definition, b.credentials};
    if (b.count && b.count->constraints) {
        out.push_back(*b.count->constraints);
    }
    return out;
}
Blobs blobs(const TrusteeKeyPosted& b) { return {b.key}; }
Blobs blobs(const CeremonyCertificatePosted& b) { return {b.certificate}; }
Blobs blobs(const CeremonyPolynomialPosted& b) { return {b.polynomial}; }
Blobs blobs(const CeremonyKeyPosted& b) { return {b.voutput}; }
Blobs blobs(const ElectionPrepared& b) {
    Blobs out{b.setup.election, b.setup.trustees, b.setup.credentials};
    if (b.count && b.count->constraints) {
        out.push_back(*b.count->constraints);
    }
    return out;
}
Blobs blobs(const BallotAccepted& b) {
    const auto digest = base64_decode(b.tracker.value, Padding::none);
    OGNIWO_CHECK(digest.has_value());
    return {DigestHex{hex_encode(*digest)}};
}
Blobs blobs(const ElectionTallied& b) { return {b.encrypted_tally, b.sized_tally}; }
Blobs blobs(const ShufflePosted& b) { return {b.shuffle, b.owned}; }
Blobs blobs(const DecryptionPosted& b) { return {b.partial_decryption, b.owned}; }
Blobs blobs(const ElectionDecided& b) {
    Blobs out{b.result};
    if (b.count) {
        out.push_back(b.count->record);
    }
    return out;
}

} // namespace

std::vector<DigestHex> blobs_of(const Body& body) {
    return std::visit([](const auto& b) { return blobs(b); }, body);
}

} // namespace ogniwo::ledger

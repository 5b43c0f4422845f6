#pragma once
// The checked setup of an election, for one group: what ballots, tallies and decryptions stand on.

#include "ballots/credential_roll.hpp"
#include "ballots/trustees.hpp"

namespace ogniwo::ballots {

template <class G> struct Setup {
    Election definition;
    std::string phi;
    typename G::PublicBase y;
    crypto::EncryptionKey<G> encryption; ///< of y
    Trustees<G> trustees;
    CredentialRoll roll;
    /// That share the checks of credentials, shuffles and decryptions.
    unsigned threads = 1;
};

/// Checks everything of PROTOCOL section 13, points 4 and 5. Errors: those of SecretElection::open.
template <Group G>
Result<Setup<G>> check_setup(Election definition, ByteView election_json, ByteView trustees_json,
                             ByteView credentials_json, unsigned threads);

} // namespace ogniwo::ballots

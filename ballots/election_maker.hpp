#pragma once
// Setting up an election: what the administrator, the credential authority and each trustee do
// before voting opens. Groups are chosen by name ("Ed25519", "BELENIOS-2048"); another name is
// election.group_unsupported.

#include "ballots/election.hpp"
#include "crypto/base/rng.hpp"

namespace ogniwo::ballots {

/// True for the groups that this version can use.
bool is_supported_group(std::string_view group);

struct TrusteeKeyPair {
    /// {"pok","public_key","name"?}: what the trustee publishes.
    std::string public_key_json;
    /// ser() of the public key.
    std::string public_key;
    /// Decimal text; the caller keeps it secret and wipes it.
    std::string private_key;
};

/// A new key pair with its proof of possession (PROTOCOL section 10). An empty name is left out.
/// Errors: election.group_unsupported, trustee.name (over 200 bytes or not UTF-8).
Result<TrusteeKeyPair> make_trustee_key(std::string_view group, std::string_view name, Rng& rng);

/// Checks a published key; returns ser() of it. Errors: json.*, trustee.encoding,
/// trustee.membership, trustee.pok, trustee.neutral.
Result<std::string> check_trustee_key(std::string_view group, ByteView public_key_json);

struct VoterCredential {
    /// 22 Base58 characters with dashes, for the voter only.
    std::string private_credential;
    /// ser() of the public credential.
    std::string public_credential;
    std::uint64_t weight = 1;
};

/// New credentials, one for each weight, in the order of the weights (that is the voters').
/// Errors: election.group_unsupported, election.uuid, credential.weight.
Result<std::vector<VoterCredential>> make_credentials(std::string_view group, std::string_view uuid,
                                                      const std::vector<std::uint64_t>& weights,
                                                      Rng& rng);

struct PublicCredential {
    std::string credential; ///< ser()
    std::uint64_t weight = 1;
};

/// The public list: sorted by element, so that its order says nothing about voters; weights are
/// written for all as soon as one is not 1. Errors: election.group_unsupported,
/// credential.membership, credential.duplicate, credential.weight.
Result<Bytes> make_credential_list(std::string_view group,
                                   const std::vector<PublicCredential>& credentials);

/// What an administrator writes: name, description, questions, officials.
struct ElectionTemplate {
    std::string name;
    std::string description;
    std::vector<Question> questions;
    std::optional<std::string> administrator;
    std::optional<std::string> credential_authority;
    std::optional<std::string> language;
};

/// The three files of a setup, ready to be stored and hashed.
struct SetupFiles {
    Bytes election;
    Bytes trustees;
    Bytes credentials;
};

/// Puts the setup together and opens it once, so that what it returns is accepted by
/// SecretElection::open. `trustee_keys` are public_key_json texts of Single trustees and results of
/// key ceremonies (ceremony.hpp), in the order of the trustees' numbers. Errors: those of
/// SecretElection::open, election.template.
Result<SetupFiles> make_election(std::string_view group, std::string_view uuid,
                                 const ElectionTemplate& definition,
                                 const std::vector<std::string>& trustee_keys,
                                 ByteView credential_list);

/// Reads a template file:
/// {"description","name","questions","administrator"?,"credential_authority"?,"language"?}, the same
/// as belenios-tool's. Errors: json.*, election.template, election.question, election.limits.
Result<ElectionTemplate> parse_election_template(ByteView bytes);

} // namespace ogniwo::ballots

#pragma once
// The definition of a secret election: election.json (PROTOCOL section 5).
//
// The stored bytes are what is hashed: phi is taken over them and they are never written again.

#include "ballots/question.hpp"
#include "crypto/base/bytes.hpp"

#include <optional>

namespace ogniwo::ballots {

/// Bounds of an election; a definition that exceeds one is refused with election.limits.
struct ElectionLimits {
    static constexpr std::size_t max_bytes = 1 << 20;
    static constexpr std::size_t max_questions = 64;
    /// Over all questions, blank flags included.
    static constexpr std::size_t max_choices = 1024;
    /// max-min+1 of one question.
    static constexpr std::uint64_t max_range = 1024;
    static constexpr std::size_t max_voters = 1'000'000;
    static constexpr std::size_t max_trustees = 64;
    /// Sum of the weights of all credentials: 2^53-1, so that counts are exact in every JSON
    /// reader.
    static constexpr std::uint64_t max_total_weight = (std::uint64_t{1} << 53) - 1;
};

struct Election {
    std::string description;
    std::string name;
    /// "Ed25519", "BELENIOS-2048" and "RFC-3526-2048" are supported; others are kept as read.
    std::string group;
    /// ser(y) as written in the file.
    std::string public_key;
    std::vector<Question> questions;
    std::string uuid;
    std::optional<std::string> administrator;
    std::optional<std::string> credential_authority;
    std::optional<std::string> language;
    /// Members of election.json that this version does not know; readers ignore them with a
    /// warning.
    std::vector<std::string> unknown_members;

    friend bool operator==(const Election&, const Election&) = default;
};

/// Reads election.json. Groups that are not supported are read, not refused: see
/// SecretElection::open. Errors: json.*, election.version, election.uuid, election.limits,
/// election.question.
Result<Election> parse_election(ByteView bytes);

/// Compact JSON with the members in the order of PROTOCOL section 5.
std::string encode_election(const Election& election);

/// phi: base64 without padding of the SHA-256 of the stored bytes of election.json.
std::string election_hash(ByteView bytes);

} // namespace ogniwo::ballots

#pragma once
// Whole elections made by the code under test, from a seed, and archives taken apart and put
// together.

#include "ballots/archive_source.hpp"
#include "ballots/election_maker.hpp"
#include "ballots/secret_election.hpp"
#include "crypto/random.hpp"

#include <filesystem>
#include <set>

namespace ogniwo::ballots::sample {

/// The pieces of an archive, each as the exact bytes of its record.
struct Parts {
    std::uint64_t timestamp = 1'795'000'000;
    Bytes election;
    Bytes trustees;
    Bytes credentials;
    std::vector<Bytes> ballots;
    bool closed = false;
    Bytes tally;
    Bytes sized_tally;
    std::vector<std::pair<std::uint64_t, Bytes>> shuffles; ///< with an EndShuffles event after them
    std::vector<std::pair<std::uint64_t, Bytes>> decryptions;
    Bytes result;
};

/// Writes all pieces that are not empty, in the order of events, with a fresh chain.
Bytes write_archive(const Parts& parts);

/// Takes an archive apart; aborts when it is not well-formed.
Parts read_archive(const ArchiveSource& source);

struct Options {
    std::string group = "Ed25519";
    std::vector<Question> questions;
    std::size_t trustees = 1; ///< Single ones, first in the list
    std::vector<CeremonyShape> ceremonies{};
    std::vector<std::uint64_t> weights = {1, 1, 1, 1, 1};
    std::string seed = "sample";
    std::string uuid = "Samp1eAAAAAAAA";
};

Question question(std::size_t answers, std::uint64_t min, std::uint64_t max, bool blank = false);
/// A number for each answer.
Question ranking(std::size_t answers);
/// Lists with these many candidates.
Question lists(const std::vector<std::size_t>& candidates);

/// A whole key ceremony: T, and the trustees' keys.
struct SampleCeremony {
    std::vector<TrusteeKeyPair> keys;
    std::string trustees_json;
};
SampleCeremony hold_ceremony(const std::string& group, const CeremonyShape& shape, Rng& rng);

/// An election with its secrets. The same options give the same bytes.
class SampleElection {
  public:
    explicit SampleElection(const Options& options);

    /// The ballot of a voter (from 0).
    Bytes ballot(std::size_t voter, const std::vector<std::vector<std::uint32_t>>& choices);
    /// A random vote that the questions allow.
    std::vector<std::vector<std::uint32_t>> random_choices();

    /// Tally, shuffles where needed (one by each trustee, two at most), decryptions (not of those who are
    /// `absent`) and result over these ballots (the last of a voter counts).
    Parts close(const std::vector<Bytes>& ballots);
    /// Setup, ballots and tally of it.
    Parts tally(const std::vector<Bytes>& ballots);
    /// Adds shuffles by these owners.
    void shuffle(Parts& parts, const std::vector<std::uint64_t>& owners);
    /// Adds decryptions and result, of the tally after the last shuffle.
    void decide(Parts& parts);
    /// The tally after the shuffles in `parts`.
    Bytes shuffled_tally(const Parts& parts) const;

    SetupFiles setup;
    std::vector<TrusteeKeyPair> keys; ///< by owner
    std::set<std::uint64_t> absent;
    std::vector<VoterCredential> voters;
    std::shared_ptr<const SecretElection> election;
    crypto::SeededRng rng;
};

/// The folder of shared fixtures, or nothing when it is not there: then tests say that they skip.
std::optional<std::filesystem::path> fixtures();

/// The single .bel file in a folder.
std::filesystem::path archive_in(const std::filesystem::path& folder);

Bytes read_file(const std::filesystem::path& path);

/// An element of Ed25519 (64 hex digits) plus the point of order two: (x, y) + (0, -1) = (-x, -y). On the curve,
/// canonical, outside the prime-order subgroup.
std::string plus_order_two(std::string_view element);

} // namespace ogniwo::ballots::sample

#pragma once
// The key ceremony of n trustees, any t of whom decrypt (PROTOCOL section 10): what each party
// computes in each step, as texts that the caller carries from one to the other.
//
//   1 each trustee       make_certificate     -> certificate (public)
//   2 everybody          check_certificates
//   3 each trustee       make_polynomial      -> polynomial (its secrets are sealed, so the text is
//   public) 4 whoever runs it    make_vinput          -> what trustee j has to look at 5 each
//   trustee       make_voutput         -> voutput: its public key, and its private key sealed for
//   itself 6 whoever runs it    assemble_trustees    -> T, for the election's list of trustees
//
// A trustee needs nothing between the steps but its seed. Indices run from 1, in the order of the
// certificates. An error that is somebody's fault names that trustee in its detail. Every text is
// at most 1 MiB. We make and take the full form only (trustee_item.hpp).

#include "ballots/trustee_item.hpp"
#include "crypto/base/rng.hpp"
#include "crypto/secret.hpp"

#include <span>
#include <string>
#include <vector>

namespace ogniwo::ballots {

struct Ceremony {
    std::string group; ///< as in election.json
    CeremonyShape shape;
};

using CeremonyTexts = std::span<const std::string>;

/// {"message":"{\"context\":..,\"verification\":..,\"encryption\":..}","signature"}. Errors:
/// election.group_unsupported, seed.format, trustee.size, trustee.threshold, ceremony.index.
Result<std::string> make_certificate(const Ceremony& ceremony, std::size_t index,
                                     std::string_view seed, Rng& rng);

/// Checks the certificate of one trustee. Errors: json.*, ceremony.index, trustee.encoding,
/// trustee.membership, trustee.neutral, trustee.cert_signature, trustee.cert_context (also when it
/// has none).
Verdict check_certificate(const Ceremony& ceremony, std::size_t index,
                          std::string_view certificate);

/// Checks all certificates together, in order. Errors: those of check_certificate, trustee.size,
/// trustee.cert_duplicate.
Verdict check_certificates(const Ceremony& ceremony, CeremonyTexts certificates);

/// {"polynomial","secrets":[n],"coefexps","signature"}. Errors: those of check_certificates,
/// seed.format, ceremony.index, ceremony.seed (not the seed behind certificate `index`).
Result<std::string> make_polynomial(const Ceremony& ceremony, CeremonyTexts certificates,
                                    std::size_t index, std::string_view seed, Rng& rng);

/// Everything in a polynomial that is public. Errors: those of check_certificates, ceremony.index,
/// trustee.coefexps_length, trustee.coefexps_signature, trustee.certs_signature, and for the form
/// trustee.encoding, trustee.membership, trustee.neutral, trustee.size (not one secret for each
/// trustee).
Verdict check_polynomial(const Ceremony& ceremony, CeremonyTexts certificates, std::size_t index,
                         std::string_view polynomial);

/// {"polynomial","secrets":[n],"coefexps":[n],"signatures":[n]}: what trustee `index` has to look
/// at. Errors: those of check_polynomial for each.
Result<std::string> make_vinput(const Ceremony& ceremony, CeremonyTexts certificates,
                                CeremonyTexts polynomials, std::size_t index);

/// {"private_key","public_key"}. Opens and checks the share of every trustee. Errors: those of
/// check_polynomial and make_polynomial, channel.*, trustee.share (does not fit the commitments),
/// ceremony.polynomial (the commitments under this trustee's number are not its own).
Result<std::string> make_voutput(const Ceremony& ceremony, CeremonyTexts certificates,
                                 std::size_t index, std::string_view seed, std::string_view vinput,
                                 Rng& rng);

/// Checks what trustee `index` published in step 5. Errors: those of check_polynomial,
/// trustee.verification_key, trustee.pok, trustee.key_signature (also when there is none).
Verdict check_voutput(const Ceremony& ceremony, CeremonyTexts certificates,
                      CeremonyTexts polynomials, std::size_t index, std::string_view voutput);

/// T = {"threshold","certs","coefexps","signatures","verification_keys"}: one text for these
/// inputs, so whoever has the public record of a ceremony makes it again. Errors: those of
/// check_voutput.
Result<std::string> assemble_trustees(const Ceremony& ceremony, CeremonyTexts certificates,
                                      CeremonyTexts polynomials, CeremonyTexts voutputs);

/// The private key that a voutput holds for its trustee, as decimal text. Errors: json.*,
/// trustee.encoding, seed.format, channel.* (not this trustee's).
Result<crypto::SecretText> open_decryption_key(std::string_view group, std::string_view seed,
                                               std::string_view voutput);

} // namespace ogniwo::ballots

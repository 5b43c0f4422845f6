#pragma once
// What a trustee reads off the certificates of a key ceremony, so that nobody has to say it twice.

#include "ballots/ceremony.hpp"

namespace ogniwo::ballots {

/// The ceremony that a certificate is for; check_certificates says whether all agree. Errors: json.*,
/// trustee.encoding, trustee.cert_context (it does not say).
Result<Ceremony> ceremony_of(std::string_view certificate);

/// The number of the trustee who has this seed, from 1. Errors: seed.format, ceremony.seed (none of them), json.*,
/// trustee.encoding, election.group_unsupported.
Result<std::size_t> index_of_seed(const Ceremony& ceremony, CeremonyTexts certificates,
                                  std::string_view seed);

} // namespace ogniwo::ballots

#pragma once
// The texts of a key ceremony, read and checked: what every party does before it computes anything
// (ceremony.hpp). Errors name the trustee whose text it is. Internal to ballots/.

#include "ballots/ceremony.hpp"
#include "ballots/trustees.hpp"

namespace ogniwo::ballots {

/// Every certificate of a ceremony of ours has a context. Errors: as check_certificate.
template <Group G>
Result<Certificate<G>> read_certificate(const CeremonyShape& shape, std::size_t index,
                                        std::string_view text);
/// Errors: as check_certificates.
template <Group G>
Result<std::vector<Certificate<G>>> read_certificates(const CeremonyShape& shape,
                                                      CeremonyTexts texts);

/// The public side of one trustee's polynomial.
template <class G> struct Contribution {
    std::string polynomial;           ///< sealed for the trustee itself
    std::vector<std::string> secrets; ///< sealed for each trustee
    CoefficientCommitments<G> commitments;
    Proof<G> signature;
};

/// Errors: as check_polynomial.
template <Group G>
Result<Contribution<G>> read_contribution(const CeremonyShape& shape,
                                          std::span<const Certificate<G>> certificates,
                                          std::size_t index, std::string_view text);

/// Everything public that stands before step 5.
template <class G> struct Record {
    std::vector<Certificate<G>> certificates;
    std::vector<Contribution<G>> contributions;

    [[nodiscard]] std::vector<CoefficientCommitments<G>> commitments() const {
        std::vector<CoefficientCommitments<G>> out;
        for (const Contribution<G>& one : contributions) {
            out.push_back(one.commitments);
        }
        return out;
    }
};

/// Errors: as make_vinput.
template <Group G>
Result<Record<G>> read_record(const CeremonyShape& shape, CeremonyTexts certificates,
                              CeremonyTexts polynomials);

/// What a trustee has to look at; the secrets still sealed.
template <class G> struct ReceivedShares {
    std::string polynomial;
    std::vector<std::string> secrets; ///< from each trustee
    std::vector<CoefficientCommitments<G>> commitments;
};

/// Errors: json.*, and those of check_polynomial.
template <Group G>
Result<ReceivedShares<G>> read_vinput(const CeremonyShape& shape,
                                      std::span<const Certificate<G>> certificates,
                                      std::string_view text);

/// The key that trustee `index` published. Errors: as check_voutput.
template <Group G>
Result<TrusteeKey<G>> read_voutput(const Record<G>& record, const CeremonyShape& shape,
                                   std::size_t index, std::string_view text);

} // namespace ogniwo::ballots

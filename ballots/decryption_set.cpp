#include "ballots/decryption_set.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {

template <Group G>
Result<std::vector<PresentFactors<G>>>
gather_decryptions(const Setup<G>& setup, const TallyCiphertexts<G>& tally,
                   const std::vector<PartialDecryptionView>& decryptions,
                   std::vector<TrusteeFailure>* failures) {
    const std::size_t trustees = setup.trustees.keys.size();
    std::vector<std::optional<Error>> absent(trustees, Error("decryption.absent"));
    std::vector<bool> seen(trustees);
    std::vector<PresentFactors<G>> present;
    for (const PartialDecryptionView& one : decryptions) {
        auto checked = check_partial_decryption<G>(setup, one.owner, tally, one.bytes);
        if (!checked && (failures == nullptr || one.owner < 1 || one.owner > trustees)) {
            return checked.error();
        }
        const auto index = static_cast<std::size_t>(one.owner - 1);
        if (seen[index]) {
            return Error("decryption.duplicate",
                         "trustee " + std::to_string(one.owner) + " appears twice");
        }
        seen[index] = true;
        absent[index] = checked ? std::nullopt : std::optional(checked.error());
        if (checked) {
            present.push_back({one.owner, std::move(*checked)});
        }
    }
    for (std::size_t i = 0; failures != nullptr && i < absent.size(); ++i) {
        if (absent[i]) {
            failures->push_back({i + 1, *absent[i]});
        }
    }
    return present;
}

Error explain_missing(const Error& missing, const std::vector<TrusteeFailure>& failures) {
    for (const TrusteeFailure& failure : failures) {
        if (failure.error.id() != "decryption.absent") {
            return {failure.error.id().data(), failure.error.detail() + " (trustee " +
                                                   std::to_string(failure.owner) + "); " +
                                                   missing.detail()};
        }
    }
    return missing;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<std::vector<PresentFactors<G>>> gather_decryptions<G>(                         \
        const Setup<G>&, const TallyCiphertexts<G>&, const std::vector<PartialDecryptionView>&,    \
        std::vector<TrusteeFailure>*);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

#pragma once
// The sample federation: synthetic people and organisations, real keys, real ballots.

#include "crypto/base/rng.hpp"
#include "server/services/founding.hpp"

#include <array>

namespace ogniwo::demo {

extern const std::string_view federation_json;
extern const std::string_view council_json;
extern const std::string_view commission_json;
extern const std::string_view priorities_json;
extern const std::string_view statute_markdown;
extern const std::string_view position_markdown;

/// A secret election whose keys are made with the sample: the council, whose files have the plain names, and the
/// priorities, a ranking.
struct Prepared {
    std::string_view name; ///< in the names of files
    std::string_view vote;
    std::string_view definition;
};
inline constexpr std::string_view council_vote = "rada-2026";
inline constexpr std::string_view priorities_vote = "priorytety-2027";
std::array<Prepared, 2> prepared_elections();

/// Where the demo writes what people get by hand: voting codes, trustees' key files, signing keys,
/// invitations. Never the data folder: the server has no use for any of it.
struct Handouts {
    std::filesystem::path folder;
    /// Of the council, or of the priorities, as all that follow here.
    [[nodiscard]] std::filesystem::path credentials(const Prepared& election) const {
        return folder / ("voting-codes" + suffix(election) + ".csv");
    }
    [[nodiscard]] std::filesystem::path trustee_key(const Prepared& election, std::size_t owner) const {
        return folder / ("trustee" + suffix(election) + "-" + std::to_string(owner) + ".json");
    }
    [[nodiscard]] std::filesystem::path setup(const Prepared& election) const {
        return folder / ("setup" + suffix(election));
    }
    [[nodiscard]] std::filesystem::path signing_key(std::string_view mandate) const {
        return folder / ("signing-key-" + std::string(mandate) + ".json");
    }
    /// Template and credentials of the commission's election, whose trustees make their keys on the ledger.
    [[nodiscard]] std::filesystem::path announced() const { return folder / "announced"; }
    [[nodiscard]] std::filesystem::path announced_credentials() const {
        return folder / "voting-codes-commission.csv";
    }

  private:
    static std::string suffix(const Prepared& election) {
        return election.name.empty() ? "" : "-" + std::string(election.name);
    }
};

/// One line of the list of voting codes.
struct VotingCode {
    std::string organisation;
    std::string code;
};

struct Sample {
    services::Founding founding;
    /// Of each of prepared_elections(): one for each organisation, in their order. Private: they go to the handouts
    /// alone.
    std::vector<std::vector<VotingCode>> codes;
};

/// Makes the prepared elections (three trustees, a credential for each organisation), announces that of the
/// commission (the same trustees, two of whom will decrypt), writes the handouts and reads the founding. Errors:
/// file.write, those of the election maker and of parse_founding.
Result<Sample> make_sample(const Handouts& handouts, Rng& rng);

/// Reads the codes that make_sample wrote. Errors: founding.read, json.shape.
Result<std::vector<VotingCode>> read_codes(const std::filesystem::path& file);

} // namespace ogniwo::demo

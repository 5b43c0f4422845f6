#pragma once
// The sample federation: synthetic people and organisations, real keys, real ballots.

#include "crypto/base/rng.hpp"
#include "server/services/founding.hpp"

namespace ogniwo::demo {

extern const std::string_view federation_json;
extern const std::string_view council_json;
extern const std::string_view commission_json;
extern const std::string_view statute_markdown;
extern const std::string_view position_markdown;

/// Where the demo writes what people get by hand: voting codes, trustees' key files, signing keys,
/// invitations. Never the data folder: the server has no use for any of it.
struct Handouts {
    std::filesystem::path folder;
    [[nodiscard]] std::filesystem::path credentials() const { return folder / "voting-codes.csv"; }
    [[nodiscard]] std::filesystem::path trustee_key(std::size_t owner) const {
        return folder / ("trustee-" + std::to_string(owner) + ".json");
    }
    [[nodiscard]] std::filesystem::path signing_key(std::string_view mandate) const {
        return folder / ("signing-key-" + std::string(mandate) + ".json");
    }
    [[nodiscard]] std::filesystem::path setup() const { return folder / "setup"; }
    /// Template and credentials of the commission's election, whose trustees make their keys on the ledger.
    [[nodiscard]] std::filesystem::path announced() const { return folder / "announced"; }
    [[nodiscard]] std::filesystem::path announced_credentials() const {
        return folder / "voting-codes-commission.csv";
    }
};

/// One line of the list of voting codes.
struct VotingCode {
    std::string organisation;
    std::string code;
};

struct Sample {
    services::Founding founding;
    /// Of the council: one for each organisation, in their order. Private: they go to the handouts alone.
    std::vector<VotingCode> codes;
};

/// Makes the council election (three trustees, a credential for each organisation), announces that of the
/// commission (the same trustees, two of whom will decrypt), writes the handouts and reads the founding. Errors: file.write, those of the election maker and of parse_founding.
Result<Sample> make_sample(const Handouts& handouts, Rng& rng);

/// Reads the codes that make_sample wrote. Errors: founding.read, json.shape.
Result<std::vector<VotingCode>> read_codes(const Handouts& handouts);

} // namespace ogniwo::demo

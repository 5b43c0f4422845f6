#include "server/demo/sample.hpp"

#include "ballots/election_maker.hpp"
#include "ballots/uuid.hpp"
#include "crypto/secret.hpp"
#include "storage/head_guard.hpp"

#include <array>
#include <sstream>

namespace ogniwo::demo {
namespace {

constexpr std::string_view group = "Ed25519";
constexpr std::array<std::string_view, 3> trustee_names{"Agnieszka Trawnik", "Bogdan Wierch",
                                                        "Celina Zdrój"};

Result<void> write_text(const std::filesystem::path& path, std::string_view text) {
    return storage::write_file_durably(path, as_bytes(text));
}

Result<std::string> make_trustee(const std::filesystem::path& handout, const std::string& uuid,
                                 std::size_t owner, Rng& rng) {
    OGNIWO_ASSIGN(ballots::TrusteeKeyPair pair,
                  ballots::make_trustee_key(group, trustee_names[owner - 1], rng));
    const crypto::SecretText file(write_json(json::object{{"format", "ogniwo-trustee-key"},
                                                          {"version", 1},
                                                          {"election", uuid},
                                                          {"group", group},
                                                          {"owner", owner},
                                                          {"public_key", pair.public_key},
                                                          {"private_key", pair.private_key}}));
    crypto::wipe(pair.private_key);
    OGNIWO_TRY(write_text(handout, file.expose()));
    return pair.public_key_json;
}

Result<std::vector<std::string>> organisation_ids() {
    OGNIWO_ASSIGN(const json::value document, parse_json(federation_json));
    std::vector<std::string> ids;
    for (const json::value& organisation : document.at("organisations").as_array()) {
        ids.emplace_back(organisation.at("id").as_string());
    }
    return ids;
}

struct Roll {
    std::vector<VotingCode> codes;
    Bytes public_list;
};

// A credential for each organisation; the private ones go to a file that is handed out.
Result<Roll> make_roll(const std::string& uuid, const std::filesystem::path& handout, Rng& rng) {
    OGNIWO_ASSIGN(const std::vector<std::string> organisations, organisation_ids());
    const std::vector<std::uint64_t> weights(organisations.size(), 1);
    OGNIWO_ASSIGN(const auto credentials, ballots::make_credentials(group, uuid, weights, rng));
    Roll roll;
    std::vector<ballots::PublicCredential> list;
    std::string csv = "organisation,voting code\n";
    for (std::size_t i = 0; i < organisations.size(); ++i) {
        roll.codes.push_back({organisations[i], credentials[i].private_credential});
        list.push_back({credentials[i].public_credential, credentials[i].weight});
        csv += organisations[i] + "," + credentials[i].private_credential + "\n";
    }
    const crypto::SecretText codes(std::move(csv));
    OGNIWO_TRY(write_text(handout, codes.expose()));
    OGNIWO_ASSIGN(roll.public_list, ballots::make_credential_list(group, list));
    return roll;
}

// The setup of an election, with a key for each trustee among the handouts; its voting codes.
Result<std::vector<VotingCode>> prepare(const Prepared& election, const Handouts& handouts, Rng& rng) {
    const std::filesystem::path setup = handouts.setup(election);
    std::error_code ec;
    std::filesystem::create_directories(setup, ec);
    const std::string uuid = ballots::make_uuid(rng);
    std::vector<std::string> trustees;
    for (std::size_t owner = 1; owner <= trustee_names.size(); ++owner) {
        OGNIWO_ASSIGN(std::string key, make_trustee(handouts.trustee_key(election, owner), uuid, owner, rng));
        trustees.push_back(std::move(key));
    }
    OGNIWO_ASSIGN(Roll roll, make_roll(uuid, handouts.credentials(election), rng));
    OGNIWO_ASSIGN(const auto definition, ballots::parse_election_template(as_bytes(election.definition)));
    OGNIWO_ASSIGN(const auto files, ballots::make_election(group, uuid, definition, trustees, roll.public_list));
    OGNIWO_TRY(write_text(setup / "election.json", as_text(files.election)));
    OGNIWO_TRY(write_text(setup / "trustees.json", as_text(files.trustees)));
    OGNIWO_TRY(write_text(setup / "public_creds.json", as_text(files.credentials)));
    return std::move(roll.codes);
}

// The founding file with the identifier of the election that it announces.
Result<std::string> announce_commission(const Handouts& handouts, Rng& rng) {
    const std::string uuid = ballots::make_uuid(rng);
    OGNIWO_ASSIGN(const Roll roll, make_roll(uuid, handouts.announced_credentials(), rng));
    OGNIWO_TRY(write_text(handouts.announced() / "template.json", commission_json));
    OGNIWO_TRY(write_text(handouts.announced() / "public_creds.json", as_text(roll.public_list)));
    OGNIWO_ASSIGN(json::value founding, parse_json(federation_json));
    for (json::value& vote : founding.at("votes").as_array()) {
        if (vote.as_object().contains("template")) {
            vote.as_object()["election"] = uuid;
        }
    }
    return write_json(founding);
}

} // namespace

std::array<Prepared, 2> prepared_elections() {
    return {Prepared{"", council_vote, council_json}, Prepared{"priorities", priorities_vote, priorities_json}};
}

Result<Sample> make_sample(const Handouts& handouts, Rng& rng) {
    std::error_code ec;
    std::filesystem::create_directories(handouts.announced(), ec);
    std::filesystem::permissions(handouts.folder, std::filesystem::perms::owner_all, ec);

    std::vector<std::vector<VotingCode>> codes;
    for (const Prepared& election : prepared_elections()) {
        OGNIWO_ASSIGN(std::vector<VotingCode> made, prepare(election, handouts, rng));
        codes.push_back(std::move(made));
    }
    OGNIWO_TRY(write_text(handouts.folder / "statut.md", statute_markdown));
    OGNIWO_TRY(write_text(handouts.folder / "stanowisko.md", position_markdown));
    OGNIWO_ASSIGN(const std::string text, announce_commission(handouts, rng));
    OGNIWO_ASSIGN(services::Founding founding,
                  services::parse_founding(text, handouts.folder, rng));
    return Sample{std::move(founding), std::move(codes)};
}

Result<std::vector<VotingCode>> read_codes(const std::filesystem::path& file) {
    OGNIWO_ASSIGN(const Bytes bytes, services::read_file(file, 1 << 20));
    std::istringstream lines{std::string(as_text(bytes))};
    std::string line;
    std::getline(lines, line); // the heading
    std::vector<VotingCode> codes;
    while (std::getline(lines, line)) {
        const std::size_t comma = line.find(',');
        if (comma == std::string::npos) {
            return Error("json.shape", "a line of the voting codes has no comma");
        }
        codes.push_back({line.substr(0, comma), line.substr(comma + 1)});
    }
    return codes;
}

} // namespace ogniwo::demo

#pragma once
// The founding file: a federation as `ogniwo init` takes it, one strict JSON object.
//
//   {"federation", "origin", "lang",
//    "organisations": [{"id","name","legal_form","seat","weight"}],
//    "people": [{"mandate","organisation","name","email","roles"}],
//    "texts": [{"text","title","version","file"}],
//    "votes": [{"type":"open","vote","title","question","text"?,"rule","quorum"} |
//              {"type":"secret","vote","title","seats","quorum","count"?,"trustees":[mandates],"setup": folder} |
//              {"type":"secret","vote","title","seats","quorum","count"?,"trustees":[mandates],"election": uuid,
//               "group", "template": file, "credentials": file, "runs":[{"size","threshold"}]}]}
//
// "count": {"method","constraints"?: file} says how votes become seats (governance/outcome.hpp); without it the
// answers with the most votes are elected. An election by rankings, grades or lists must have it. The file holds
// {"choices","threshold","groups"} as counting/election_json.hpp has them.
//
// The folder of a secret vote holds election.json, trustees.json and public_creds.json as
// `ogniwo election` writes them. Without a folder the trustees make their keys on the ledger: each run is a trustee
// with a key of their own (1 of 1) or a key ceremony; `credentials` is the list that `ogniwo credentials` made
// for this uuid. Files and folders are relative to the founding file.

#include "ballots/ledger/kinds.hpp"
#include "ballots/secret_election.hpp"
#include "crypto/base/rng.hpp"
#include "server/auth/people.hpp"

#include <filesystem>

namespace ogniwo::services {

/// Entries in their order with the blobs that they name, and the private records behind the mandates.
struct Founding {
    std::string federation;
    std::string origin;
    std::vector<ledger::Body> bodies; ///< all but log.created; `lot` of a count is empty until the log is there
    std::vector<Bytes> blobs;
    std::vector<auth::Person> people;
};

/// Reads a founding file and the files it names. Salts come from `rng`.
/// Errors: founding.read, founding.limit, json.*, entry.body, person.*, election.* (a setup that does not
/// check), founding.reference; each names the place.
Result<Founding> load_founding(const std::filesystem::path& file, Rng& rng);

/// The same from text; `base` is the folder of relative paths.
Result<Founding> parse_founding(std::string_view text, const std::filesystem::path& base, Rng& rng);

/// The election that an announcement leads to, with a key that is thrown away: so its template and its credentials
/// are checked as a whole. Errors: those of parse_election_template and make_election.
Result<std::shared_ptr<const ballots::SecretElection>> trial_election(const std::string& group, const std::string& uuid,
                                                                     ByteView definition, ByteView credentials,
                                                                     Rng& rng);

/// Reads a whole file of at most `max_bytes`. Errors: founding.read, founding.limit.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes);

} // namespace ogniwo::services

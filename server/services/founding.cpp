#include "server/services/founding.hpp"

#include "ballots/election_maker.hpp"
#include "ballots/secret_election.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "server/governance/credential_reuse.hpp"
#include "server/services/mixing.hpp"

#include <fstream>

namespace ogniwo::services {
namespace {

constexpr std::size_t max_file_bytes = std::size_t{16} << 20;
constexpr std::size_t max_members = 10'000;

Error at(const Error& error, const std::string& place) {
    return {error.id().data(), place + ": " + error.detail()};
}

// How the votes become seats, and whether the server can mix them.
Verdict check_count(const ballots::SecretElection& election, std::int64_t seats,
                    const std::optional<ledger::CountRule>& rule, std::string_view constraints) {
    const ballots::Election& definition = election.definition();
    const bool sums = std::ranges::all_of(definition.questions,
                                          [](const auto& question) { return question.homomorphic() != nullptr; });
    if (!rule && !sums) {
        return Error("founding.count", "rankings, grades and lists need a \"count\" with its method");
    }
    OGNIWO_TRY(check_mixing_size(definition, election.voters()));
    if (rule) {
        OGNIWO_TRY(governance::check_count_rule(definition, seats, *rule, constraints));
    }
    return pass();
}

const ledger::DigestHex& list_of(const ledger::ElectionPrepared& entry) { return entry.setup.credentials; }
const ledger::DigestHex& list_of(const ledger::ElectionAnnounced& entry) { return entry.credentials; }

json::array runs_of(const ballots::SecretElection& election) {
    json::array runs;
    for (const ballots::TrusteeItem& item : election.trustee_items()) {
        runs.push_back({{"size", static_cast<std::int64_t>(item.shape.size)},
                        {"threshold", static_cast<std::int64_t>(item.shape.threshold)}});
    }
    return runs;
}

class Reader {
  public:
    Reader(const std::filesystem::path& base, Rng& rng) : base_(base), rng_(rng) {}

    Result<Founding> read(const json::value& document) {
        OGNIWO_ASSIGN(const json::object* root,
                      expect_object(document, {{"federation", "origin", "organisations", "people"},
                                               {"lang", "texts", "votes"}}));
        OGNIWO_ASSIGN(out_.federation, get_string(*root, "federation"));
        OGNIWO_ASSIGN(out_.origin, get_string(*root, "origin"));
        if (root->contains("lang")) {
            OGNIWO_ASSIGN(lang_, get_string(*root, "lang"));
        }
        OGNIWO_TRY(each(*root, "organisations", &Reader::organisation));
        OGNIWO_TRY(each(*root, "people", &Reader::person));
        OGNIWO_TRY(each(*root, "texts", &Reader::text));
        OGNIWO_TRY(each(*root, "votes", &Reader::vote));
        OGNIWO_TRY(governance::check_credentials_apart(rolls_, [this](const ledger::DigestHex& name) -> Result<Bytes> {
            return out_.blobs[blob_at_.at(name.value)];
        }));
        return std::move(out_);
    }

  private:
    using Step = Result<void> (Reader::*)(const json::object&);

    Result<void> each(const json::object& root, std::string_view key, Step step) {
        if (!root.contains(key)) {
            return {};
        }
        OGNIWO_ASSIGN(const json::array* list, get_array(root, key));
        if (list->size() > max_members) {
            return Error("founding.limit", std::string(key) + ": more than " +
                                               std::to_string(max_members));
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string place = std::string(key) + "[" + std::to_string(i) + "]";
            const json::object* object = (*list)[i].if_object();
            if (object == nullptr) {
                return Error("json.shape", place + " is not an object");
            }
            if (const auto done = (this->*step)(*object); !done) {
                return at(done.error(), place);
            }
        }
        return {};
    }

    Result<void> add(std::string_view kind, const json::object& fields) {
        OGNIWO_ASSIGN(ledger::Body body, ledger::parse_body(kind, fields));
        out_.bodies.push_back(std::move(body));
        return {};
    }

    Result<std::string> add_blob(const std::string& name) {
        OGNIWO_ASSIGN(Bytes bytes, read_file(base_ / name, max_file_bytes));
        std::string digest = crypto::sha256_hex(bytes);
        blob_at_.emplace(digest, out_.blobs.size());
        out_.blobs.push_back(std::move(bytes));
        return digest;
    }

    Result<void> organisation(const json::object& object) {
        json::object fields = object;
        if (const auto id = fields.find("id"); id != fields.end()) {
            json::value value = id->value();
            fields.erase("id");
            fields["organisation"] = std::move(value);
        }
        return add("organisation.admitted", fields);
    }

    Result<void> person(const json::object& object) {
        OGNIWO_TRY(expect_object(object, {{"mandate", "organisation", "name", "email", "roles"},
                                          {"lang"}}));
        auth::Person person;
        OGNIWO_ASSIGN(person.mandate, get_string(object, "mandate"));
        OGNIWO_ASSIGN(person.organisation, get_string(object, "organisation"));
        OGNIWO_ASSIGN(person.name, get_string(object, "name"));
        OGNIWO_ASSIGN(const std::string email, get_string(object, "email"));
        OGNIWO_ASSIGN(person.email, auth::normalise_email(email));
        if (const auto [same, added] = mandate_by_email_.emplace(person.email, person.mandate); !added) {
            return Error("person.duplicate", same->second + " has the address " + person.email + " already");
        }
        person.lang = lang_;
        if (object.contains("lang")) {
            OGNIWO_ASSIGN(person.lang, get_string(object, "lang"));
        }
        ByteArray<32> salt{};
        rng_.fill(salt);
        person.salt = hex_encode(salt);
        OGNIWO_TRY(add("mandate.granted", {{"mandate", person.mandate},
                                           {"organisation", person.organisation},
                                           {"person", auth::commitment(person)},
                                           {"roles", object.at("roles")}}));
        out_.people.push_back(std::move(person));
        return {};
    }

    Result<void> text(const json::object& object) {
        json::object fields = object;
        OGNIWO_ASSIGN(const std::string file, get_string(fields, "file"));
        OGNIWO_ASSIGN(const std::string digest, add_blob(file));
        fields.erase("file");
        fields["blob"] = digest;
        return add("text.published", fields);
    }

    Result<void> vote(const json::object& object) {
        json::object fields = object;
        OGNIWO_ASSIGN(const std::string type, get_string(fields, "type"));
        fields.erase("type");
        if (type == "open") {
            return add("open_vote.prepared", fields);
        }
        if (type != "secret") {
            return Error("json.shape", "\"type\" is \"open\" or \"secret\"");
        }
        return fields.contains("setup") ? prepared(std::move(fields)) : announced(std::move(fields));
    }

    // A secret vote whose trustees have their keys.
    Result<void> prepared(json::object fields) {
        OGNIWO_ASSIGN(const std::string folder, get_string(fields, "setup"));
        json::object setup;
        OGNIWO_ASSIGN(setup["election"], add_blob(folder + "/election.json"));
        OGNIWO_ASSIGN(setup["trustees"], add_blob(folder + "/trustees.json"));
        OGNIWO_ASSIGN(setup["credentials"], add_blob(folder + "/public_creds.json"));
        const std::span<const Bytes> last(out_.blobs.end() - 3, out_.blobs.end());
        OGNIWO_ASSIGN(const auto election,
                      ballots::SecretElection::open(last[0], last[1], last[2]));
        OGNIWO_ASSIGN(const json::array* trustees, get_array(fields, "trustees"));
        if (trustees->size() != election->trustees()) {
            return Error("founding.reference", "as many trustee mandates as trustees, in order");
        }
        if (std::ranges::any_of(election->trustee_items(), &ballots::TrusteeItem::pedersen)) {
            fields["runs"] = runs_of(*election);
        }
        fields["election"] = election->definition().uuid;
        fields["setup"] = std::move(setup);
        return add_election<ledger::ElectionPrepared>(fields, *election);
    }

    // A secret vote whose trustees make their keys on the ledger.
    Result<void> announced(json::object fields) {
        OGNIWO_ASSIGN(const std::string group, get_string(fields, "group"));
        OGNIWO_ASSIGN(const std::string uuid, get_string(fields, "election"));
        OGNIWO_ASSIGN(const std::string definition, get_string(fields, "template"));
        OGNIWO_ASSIGN(const std::string credentials, get_string(fields, "credentials"));
        fields.erase("template");
        OGNIWO_ASSIGN(fields["definition"], add_blob(definition));
        OGNIWO_ASSIGN(fields["credentials"], add_blob(credentials));
        const std::span<const Bytes> last(out_.blobs.end() - 2, out_.blobs.end());
        OGNIWO_ASSIGN(const auto election, trial_election(group, uuid, last[0], last[1], rng_));
        return add_election<ledger::ElectionAnnounced>(fields, *election);
    }

    // Its "count" names a file where the entry names a blob, and leaves out the lot, which only the log can fill in.
    template <class Entry>
    Result<void> add_election(json::object& fields, const ballots::SecretElection& election) {
        std::string constraints;
        if (json::value* value = fields.if_contains("count")) {
            OGNIWO_TRY(expect_object(*value, {{"method"}, {"constraints"}}));
            json::object& rule = value->get_object();
            if (rule.contains("constraints")) {
                OGNIWO_ASSIGN(const std::string file, get_string(rule, "constraints"));
                OGNIWO_ASSIGN(rule["constraints"], add_blob(file));
                constraints = as_text(out_.blobs.back());
            }
            rule["lot"] = std::string(64, '0');
        }
        OGNIWO_TRY(add(Entry::kind, fields));
        auto& entry = std::get<Entry>(out_.bodies.back());
        if (const auto [same, added] = rolls_.emplace(entry.election.value, list_of(entry)); !added) {
            return Error("govern.duplicate", "two votes of the election " + same->first);
        }
        OGNIWO_TRY(check_count(election, entry.seats, entry.count, constraints));
        if (entry.count) {
            entry.count->lot = {};
        }
        return {};
    }

    const std::filesystem::path& base_;
    Rng& rng_;
    std::string lang_ = "pl";
    std::map<std::string, std::string, std::less<>> mandate_by_email_;
    std::map<std::string, std::size_t, std::less<>> blob_at_; // by digest
    governance::CredentialRolls rolls_;
    Founding out_;
};

} // namespace

Result<std::shared_ptr<const ballots::SecretElection>> trial_election(const std::string& group, const std::string& uuid,
                                                                     ByteView definition, ByteView credentials,
                                                                     Rng& rng) {
    OGNIWO_ASSIGN(const auto parsed, ballots::parse_election_template(definition));
    OGNIWO_ASSIGN(const auto key, ballots::make_trustee_key(group, "", rng));
    OGNIWO_ASSIGN(const auto files, ballots::make_election(group, uuid, parsed, {key.public_key_json}, credentials));
    return ballots::SecretElection::open(files.election, files.trustees, files.credentials);
}

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) {
        return Error("founding.read", "cannot read " + path.string());
    }
    const auto size = static_cast<std::size_t>(in.tellg());
    if (size > max_bytes) {
        return Error("founding.limit", path.string() + " is larger than " +
                                           std::to_string(max_bytes) + " bytes");
    }
    std::string text(size, '\0');
    in.seekg(0);
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        return Error("founding.read", "cannot read " + path.string());
    }
    return to_bytes(text);
}

Result<Founding> parse_founding(std::string_view text, const std::filesystem::path& base,
                                Rng& rng) {
    OGNIWO_ASSIGN(const json::value document, parse_json(text, {.max_bytes = max_file_bytes}));
    return Reader(base, rng).read(document);
}

Result<Founding> load_founding(const std::filesystem::path& file, Rng& rng) {
    OGNIWO_ASSIGN(const Bytes bytes, read_file(file, max_file_bytes));
    return parse_founding(as_text(bytes), std::filesystem::absolute(file).parent_path(), rng);
}

} // namespace ogniwo::services

#include "ballots/ledger/ballot_audit.hpp"

#include "ballots/ledger/entry.hpp"
#include "ballots/secret_election.hpp"

#include <boost/json/serialize.hpp>

namespace ogniwo::ledger {
namespace {

constexpr JsonLimits limits{.max_bytes = max_ballot_audit_bytes, .max_depth = 5, .max_values = 10'000};
constexpr std::int64_t max_choice = 255;

Error shape(const char* what) { return {"audit.shape", what}; }

// A list of lists, one for each question.
template <class Row, class Read>
Result<std::vector<std::vector<Row>>> read_rows(const json::object& object, std::string_view key, Read read) {
    OGNIWO_ASSIGN(const json::array* rows, get_array(object, key));
    std::vector<std::vector<Row>> out;
    for (const json::value& row : *rows) {
        const json::array* values = row.if_array();
        if (values == nullptr) {
            return shape("not a list for each question");
        }
        auto& list = out.emplace_back();
        for (const json::value& value : *values) {
            OGNIWO_ASSIGN(Row one, read(value));
            list.push_back(std::move(one));
        }
    }
    return out;
}

Result<std::uint32_t> read_choice(const json::value& value) {
    const std::int64_t* number = value.if_int64();
    if (number == nullptr || *number < 0 || *number > max_choice) {
        return shape("a choice is a number from 0 to 255");
    }
    return static_cast<std::uint32_t>(*number);
}

Result<std::string> read_scalar(const json::value& value) {
    const json::string* text = value.if_string();
    return text == nullptr ? Result<std::string>(shape("randomness is decimal text")) : std::string(*text);
}

Result<BallotAudit> read(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"format", "version", "election", "ballot", "choices",
                                         "randomness", "receipt"}}));
    OGNIWO_ASSIGN(const std::string format, get_string(*object, "format"));
    OGNIWO_ASSIGN(const std::int64_t version, get_int(*object, "version"));
    if (format != "ogniwo-ballot-audit" || version != 1) {
        return shape("not an audit file of version 1");
    }
    BallotAudit audit;
    OGNIWO_ASSIGN(audit.election, get_string(*object, "election"));
    OGNIWO_ASSIGN(const std::string ballot, get_string(*object, "ballot"));
    audit.ballot = to_bytes(ballot);
    OGNIWO_ASSIGN(audit.opening.choices, read_rows<std::uint32_t>(*object, "choices", read_choice));
    OGNIWO_ASSIGN(audit.opening.randomness, read_rows<std::string>(*object, "randomness", read_scalar));
    OGNIWO_ASSIGN(audit.receipt, parse_receipt(json::serialize(object->at("receipt"))));
    return audit;
}

Verdict check_spoiled(const BallotAudit& audit) {
    OGNIWO_ASSIGN(const Entry entry, parse_entry(audit.receipt.entry));
    const auto* spoiled = std::get_if<BallotSpoiled>(&entry.act.body);
    if (spoiled == nullptr || spoiled->election.value != audit.election ||
        spoiled->tracker.value != ballots::ballot_tracker(audit.ballot)) {
        return Error("audit.spoiled", "the entry on the ledger does not say that this ballot was opened");
    }
    return pass();
}

} // namespace

Result<BallotAudit> parse_ballot_audit(std::string_view text) {
    const auto value = parse_json(text, limits);
    if (!value) {
        return value.error() == Error("json.size") ? Error("audit.size", "more than 4 MiB")
                                                   : Error("audit.shape", value.error().text());
    }
    auto audit = read(*value);
    if (!audit && audit.error() == Error("json.shape")) {
        return Error("audit.shape", audit.error().detail());
    }
    return audit;
}

Verdict verify_ballot_audit(const BallotAudit& audit, const ElectionFiles& files, const crypto::NoteVerifier& log) {
    OGNIWO_ASSIGN(const ballots::Election definition, ballots::parse_election(files.election));
    if (audit.election != definition.uuid) {
        return Error("audit.election", "the file is about the election " + audit.election);
    }
    OGNIWO_TRY(verify_receipt(audit.receipt, log));
    OGNIWO_TRY(check_spoiled(audit));
    return ballots::check_opening(files.election, files.trustees, files.credentials, audit.ballot, audit.opening);
}

} // namespace ogniwo::ledger

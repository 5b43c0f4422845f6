// The report of the verifier as text and as JSON.

#include "ballots/verify.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

namespace ogniwo::ballots {
namespace {

std::string_view state_name(CheckState state) {
    switch (state) {
    case CheckState::passed: return "passed";
    case CheckState::failed: return "failed";
    case CheckState::not_reached: return "not_reached";
    case CheckState::not_present: return "not_present";
    }
    OGNIWO_CHECK(false && "a state");
}

std::string_view state_mark(CheckState state) {
    switch (state) {
    case CheckState::passed: return "ok      ";
    case CheckState::failed: return "FAILED  ";
    case CheckState::not_reached: return "        ";
    case CheckState::not_present: return "-       ";
    }
    OGNIWO_CHECK(false && "a state");
}

// Names in an archive come from strangers: no control character may reach a terminal.
std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const bool c1 =
            byte == 0xc2 && i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) < 0xa0;
        if (c1) {
            ++i;
        }
        out.push_back(byte < 0x20 || byte == 0x7f || c1 ? '?' : text[i]);
    }
    return out;
}

void append_counts(std::string& out, const VerifyReport& report) {
    for (std::size_t i = 0; i < report.questions.size(); ++i) {
        const Question& question = report.questions[i];
        out += "\n" + printable(question.text) + "\n";
        for (std::size_t k = 0; k < question.choices(); ++k) {
            const bool blank = question.blank && k == 0;
            const std::string count = std::to_string((*report.counts)[i][k]);
            out += std::string(count.size() < 12 ? 12 - count.size() : 0, ' ') + count + "  ";
            out += blank ? "(blank)" : printable(question.answers[k - (question.blank ? 1 : 0)]);
            out += "\n";
        }
    }
}

json::value number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

json::array checks_json(const std::vector<CheckLine>& checks) {
    json::array out;
    for (const CheckLine& check : checks) {
        json::object line;
        line["id"] = check.id;
        line["description"] = check.description;
        line["state"] = state_name(check.state);
        line["detail"] = check.detail;
        out.push_back(std::move(line));
    }
    return out;
}

json::array counts_json(const Counts& counts) {
    json::array out;
    for (const auto& row : counts) {
        json::array& line = out.emplace_back(json::array()).get_array();
        for (const std::uint64_t count : row) {
            line.push_back(number(count));
        }
    }
    return out;
}

} // namespace

std::string VerifyReport::to_json() const {
    json::object out;
    out["ok"] = ok;
    out["complete"] = complete;
    if (failure) {
        json::object& error = out["failure"].emplace_object();
        error["id"] = failure->id();
        error["detail"] = failure->detail();
    }
    out["checks"] = checks_json(checks);
    json::array& lines = out["warnings"].emplace_array();
    for (const VerifyWarning& warning : warnings) {
        json::object line;
        line["id"] = warning.id;
        line["detail"] = warning.detail;
        lines.push_back(std::move(line));
    }
    out["uuid"] = uuid;
    out["name"] = name;
    out["group"] = group;
    out["election_fingerprint"] = phi;
    out["trustees_fingerprint"] = trustees_fingerprint;
    out["credentials_fingerprint"] = credentials_fingerprint;
    out["trustees"] = number(trustees);
    out["voters"] = number(voters);
    out["ballots"] = number(ballots);
    out["counted"] = number(counted);
    out["counted_weight"] = number(counted_weight);
    out["events"] = number(events);
    if (last_event) {
        out["last_event"] = hex_encode(*last_event);
    }
    if (counts) {
        out["result"] = counts_json(*counts);
    }
    return write_canonical_json(out);
}

std::string VerifyReport::to_text() const {
    std::string out;
    if (!uuid.empty()) {
        out += printable(name) + " (" + uuid + ", " + group + ")\n\n";
    }
    for (const CheckLine& check : checks) {
        out += state_mark(check.state);
        out += std::string(check.id) +
               std::string(22 - std::min<std::size_t>(check.id.size(), 21), ' ');
        out += check.description;
        if (!check.detail.empty()) {
            out += ": " + printable(check.detail);
        }
        out += "\n";
    }
    for (const VerifyWarning& warning : warnings) {
        out += "warning " + std::string(warning.id) + ": " + printable(warning.detail) + "\n";
    }
    if (counts) {
        append_counts(out, *this);
    }
    if (last_event) {
        out += "\nlast event " + hex_encode(*last_event) + "\n";
    }
    if (failure) {
        return out + "\nINVALID " + printable(failure->text()) + "\n";
    }
    return out + (complete ? "\nVALID\n" : "\nVALID so far: no result yet\n");
}

} // namespace ogniwo::ballots

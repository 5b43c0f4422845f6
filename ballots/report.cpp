// The report of the verifier as text and as JSON.

#include "ballots/printable.hpp"
#include "ballots/shape.hpp"
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

constexpr std::size_t max_shown_votes = 20;

void append_line(std::string& out, std::uint64_t value, std::string_view label) {
    const std::string count = std::to_string(value);
    out += std::string(count.size() < 12 ? 12 - count.size() : 0, ' ') + count + "  ";
    out += std::string(label) + "\n";
}

// The counts of one question, for a person.
class CountsText {
  public:
    CountsText(std::string& out, std::span<const std::uint64_t> row) : out_(out), row_(row) {}

    void operator()(const HomomorphicQuestion& question) {
        for (std::size_t k = 0; k < row_.size(); ++k) {
            const bool blank = question.blank && k == 0;
            append_line(out_, row_[k],
                        blank ? "(blank)"
                              : printable(question.answers[k - (question.blank ? 1 : 0)]));
        }
    }
    void operator()(const ListsQuestion& question) {
        for (const auto& list : question.lists) {
            for (std::size_t k = 0; k < list.size(); ++k) {
                append_line(out_, row_[k], (k == 0 ? "" : "    ") + printable(list[k]));
            }
            row_ = row_.subspan(list.size());
        }
    }
    void operator()(const NonHomomorphicQuestion& question) {
        const std::size_t width = question.answers.size();
        out_ += "  one vote a line, a number for each of:";
        for (const std::string& answer : question.answers) {
            out_ += (&answer == &question.answers.front() ? " " : " | ") + printable(answer);
        }
        out_ += "\n";
        const std::size_t votes = row_.size() / width;
        for (std::size_t i = 0; i < std::min(votes, max_shown_votes); ++i) {
            for (const std::uint64_t number : row_.subspan(i * width, width)) {
                out_ += "  " + std::to_string(number);
            }
            out_ += "\n";
        }
        if (votes > max_shown_votes) {
            out_ += "  and " + std::to_string(votes - max_shown_votes) + " votes more\n";
        }
    }

  private:
    std::string& out_;
    std::span<const std::uint64_t> row_;
};

void append_counts(std::string& out, const VerifyReport& report) {
    for (std::size_t i = 0; i < report.questions.size(); ++i) {
        out += "\n" + printable(report.questions[i].text) + "\n";
        std::visit(CountsText(out, (*report.counts)[i]), report.questions[i].kind);
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

json::array row_json(std::span<const std::uint64_t> row) {
    json::array out;
    for (const std::uint64_t count : row) {
        out.push_back(number(count));
    }
    return out;
}

// Nested as in the published result.
json::array counts_json(const std::vector<Question>& questions, const Counts& counts) {
    json::array out;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        std::span<const std::uint64_t> row(counts[i]);
        const std::size_t numbers = questions[i].choices();
        const Shape shape =
            result_shape(questions[i], questions[i].shuffled() ? row.size() / numbers : numbers);
        if (!shape.groups) {
            out.emplace_back(row_json(row));
            continue;
        }
        json::array& groups = out.emplace_back(json::array()).get_array();
        for (const std::size_t size : *shape.groups) {
            groups.emplace_back(row_json(row.first(size)));
            row = row.subspan(size);
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
    out["shuffles"] = number(shuffles);
    out["ballots"] = number(ballots);
    out["counted"] = number(counted);
    out["counted_weight"] = number(counted_weight);
    out["events"] = number(events);
    if (last_event) {
        out["last_event"] = hex_encode(*last_event);
    }
    if (counts) {
        out["result"] = counts_json(questions, *counts);
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

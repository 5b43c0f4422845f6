#include "ballots/counting/blt.hpp"

#include "ballots/counting/lines.hpp"

#include <charconv>

namespace ogniwo::counting {
namespace {

Error fault(std::size_t line, const std::string& what) {
    return Error("count.blt", "line " + std::to_string(line) + ": " + what);
}

struct Token {
    std::string_view text;
    std::size_t line = 0;
};

// Words of the part with numbers, over lines and past comments.
class Words {
  public:
    explicit Words(LineReader& lines) : lines_(lines) {}

    Result<Token> next(const char* wanted) {
        while (true) {
            rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
            if (!rest_.empty() && rest_.front() != '#') {
                break;
            }
            OGNIWO_ASSIGN(const auto line, lines_.next());
            if (!line) {
                return fault(lines_.number(),
                             std::string("the file ends where ") + wanted + " should be");
            }
            rest_ = *line;
        }
        const std::size_t size = std::min(rest_.find_first_of(" \t#"), rest_.size());
        const Token token{rest_.substr(0, size), lines_.number()};
        rest_.remove_prefix(size);
        return token;
    }

    // After the last 0: what is left of its line must be white space or a comment.
    [[nodiscard]] bool line_is_done() const {
        const std::size_t at = rest_.find_first_not_of(" \t");
        return at == std::string_view::npos || rest_[at] == '#';
    }

  private:
    LineReader& lines_;
    std::string_view rest_;
};

Result<std::uint64_t> number(const Token& token, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) {
        return fault(token.line,
                     "'" + std::string(token.text.substr(0, 40)) + "' is not a whole number");
    }
    return value;
}

// The quoted text at the beginning of `line`, which is left without it.
std::optional<std::string> take_quoted(std::string_view& line) {
    std::string text;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] != '"') {
            text += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
            text += line[i++];
        } else {
            line.remove_prefix(i + 1);
            return text;
        }
    }
    return std::nullopt;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : lines_(text), words_(lines_) {}

    Result<Election> read() {
        OGNIWO_TRY(read_head());
        OGNIWO_TRY(read_ballots());
        OGNIWO_TRY(read_names());
        return prepare_election(std::move(election_));
    }

  private:
    Verdict read_head() {
        OGNIWO_ASSIGN(const Token first, words_.next("the number of candidates"));
        OGNIWO_ASSIGN(const std::uint64_t candidates, number(first, first.text));
        OGNIWO_ASSIGN(const Token second, words_.next("the number of seats"));
        OGNIWO_ASSIGN(const std::uint64_t seats, number(second, second.text));
        if (candidates < 1 || candidates > max_candidates) {
            return Error("count.candidates", std::to_string(candidates) +
                                                 " candidates; there may be 1 to " +
                                                 std::to_string(max_candidates));
        }
        if (seats < 1 || seats > max_seats) {
            return Error("count.seats", std::to_string(seats) + " seats; there may be 1 to " +
                                            std::to_string(max_seats));
        }
        election_.names.resize(candidates);
        election_.withdrawn.resize(candidates, false);
        election_.seats = static_cast<std::uint32_t>(seats);
        return pass();
    }

    Result<Candidate> candidate(const Token& token, std::string_view text) const {
        OGNIWO_ASSIGN(const std::uint64_t value, number(token, text));
        if (value < 1 || value > election_.names.size()) {
            return fault(token.line, "candidate " + std::string(text) + " of " +
                                         std::to_string(election_.names.size()));
        }
        return static_cast<Candidate>(value - 1);
    }

    Verdict read_ballots() {
        bool any = false;
        while (true) {
            OGNIWO_ASSIGN(const Token token, words_.next("a ballot or the final 0"));
            if (token.text == "0") {
                return words_.line_is_done() ? pass()
                                             : fault(token.line, "something follows the final 0");
            }
            if (token.text.front() == '-' && !any) {
                OGNIWO_ASSIGN(const Candidate c, candidate(token, token.text.substr(1)));
                election_.withdrawn[c] = true;
                continue;
            }
            any = true;
            OGNIWO_TRY(read_ballot(token));
        }
    }

    Verdict read_ballot(const Token& head) {
        if (election_.ballots.size() == max_ballot_rows) {
            return fault(head.line,
                         "more than " + std::to_string(max_ballot_rows) + " rows of ballots");
        }
        Ballot ballot;
        OGNIWO_ASSIGN(ballot.count, number(head, head.text));
        for (std::uint32_t rank = 1;; ++rank) {
            OGNIWO_ASSIGN(const Token token, words_.next("the 0 at the end of a ballot"));
            if (token.text == "0") {
                break;
            }
            if (rank > max_rank) {
                return fault(token.line,
                             "a ballot of more than " + std::to_string(max_rank) + " ranks");
            }
            if (token.text == "-") {
                continue;
            }
            OGNIWO_TRY(read_rank(token, rank, ballot));
        }
        marks_ += ballot.marks.size();
        if (marks_ > max_marks) {
            return fault(head.line, "more than " + std::to_string(max_marks) + " marks in all");
        }
        election_.ballots.push_back(std::move(ballot));
        return pass();
    }

    Verdict read_rank(const Token& token, std::uint32_t rank, Ballot& ballot) const {
        for (std::size_t from = 0; from <= token.text.size();) {
            const std::size_t to = std::min(token.text.find('=', from), token.text.size());
            OGNIWO_ASSIGN(const Candidate c, candidate(token, token.text.substr(from, to - from)));
            if (ballot.marks.size() == max_candidates) {
                return fault(token.line,
                             "a ballot of more than " + std::to_string(max_candidates) + " marks");
            }
            ballot.marks.push_back({c, rank});
            from = to + 1;
        }
        return pass();
    }

    Verdict read_names() {
        std::vector<std::string> texts;
        // Two more than names and title are read as source and comment, and left out.
        while (true) {
            OGNIWO_ASSIGN(const auto line, lines_.next());
            if (!line) {
                break;
            }
            OGNIWO_TRY(split_texts(*line, texts));
            if (texts.size() > election_.names.size() + 3) {
                return fault(lines_.number(), "more names than candidates");
            }
        }
        const std::size_t size = election_.names.size();
        if (texts.size() >= size) {
            std::move(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(size),
                      election_.names.begin());
            election_.title = texts.size() > size ? texts[size] : "";
        } else if (texts.size() == 1) {
            election_.title = texts.front();
        } else if (!texts.empty()) {
            return fault(lines_.number(), std::to_string(texts.size()) + " names for " +
                                              std::to_string(size) + " candidates");
        }
        return pass();
    }

    Verdict split_texts(std::string_view line, std::vector<std::string>& texts) const {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.empty() || line.front() == '#') {
            return pass();
        }
        if (line.front() != '"') {
            texts.emplace_back(line.substr(0, line.find_last_not_of(" \t") + 1));
            return pass();
        }
        while (!line.empty() && line.front() == '"') {
            auto text = take_quoted(line);
            if (!text) {
                return fault(lines_.number(), "a quoted name does not end on its line");
            }
            texts.push_back(std::move(*text));
            line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        }
        if (!line.empty() && line.front() != '#') {
            return fault(lines_.number(), "something follows a quoted name");
        }
        return pass();
    }

    LineReader lines_;
    Words words_;
    Election election_;
    std::size_t marks_ = 0;
};

void append_quoted(std::string& out, const std::string& text) {
    out += '"';
    for (const char c : text) {
        out += c;
        out += c == '"' ? "\"" : "";
    }
    out += "\"\n";
}

} // namespace

Result<Election> read_blt(std::string_view text) {
    return Reader(text).read();
}

std::string write_blt(const Election& election) {
    std::string out =
        std::to_string(election.names.size()) + " " + std::to_string(election.seats) + "\n";
    for (Candidate c = 0; c < election.names.size(); ++c) {
        out += election.withdrawn[c] ? "-" + std::to_string(c + 1) + "\n" : "";
    }
    for (const Ballot& ballot : election.ballots) {
        out += std::to_string(ballot.count);
        std::uint32_t rank = 0;
        for (const Mark& mark : ballot.marks) {
            if (mark.rank == rank) {
                out += "=";
            } else {
                for (out += " "; ++rank < mark.rank;) {
                    out += "- ";
                }
            }
            out += std::to_string(mark.candidate + 1);
        }
        out += " 0\n";
    }
    out += "0\n";
    for (const std::string& name : election.names) {
        append_quoted(out, name);
    }
    append_quoted(out, election.title);
    return out;
}

} // namespace ogniwo::counting

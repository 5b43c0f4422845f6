#include "server/governance/outcome.hpp"

#include "ballots/counting/election_json.hpp"
#include "ballots/counting/methods.hpp"
#include "ballots/counting/record_output.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <boost/json/value.hpp>

#include <array>

namespace ogniwo::governance {
namespace {

using counting::Mark;
using counting::Method;

enum class Reading { ranking, transferable, grades, lists, single };

struct Form {
    Reading reading = Reading::ranking;
    std::vector<std::string> names;
    std::uint32_t grades = 0; ///< that the question has
    std::vector<std::vector<counting::Person>> people{}; ///< of lists, without votes
};

constexpr std::array transferable{Method::stv_scottish, Method::stv_meek, Method::stv_ers97, Method::irv};
constexpr std::array ranked{Method::borda, Method::borda_nauru, Method::schulze, Method::ranked_pairs,
                            Method::copeland};
constexpr std::array shared_out{Method::dhondt, Method::sainte_lague, Method::largest_remainder};

bool among(std::span<const Method> methods, Method method) {
    return std::ranges::find(methods, method) != methods.end();
}

// How many grades a question of ranks has; nothing when its numbers are places. As web/src/ui/election.ts.
std::optional<std::uint32_t> grades_of(const ballots::Question& question) {
    const json::object* extra = question.extra ? question.extra->if_object() : nullptr;
    const json::value* grades = extra == nullptr ? nullptr : extra->if_contains("grades");
    if (grades == nullptr || !grades->is_array()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(grades->get_array().size());
}

Result<Form> form_of(const ballots::Question& question, Method method) {
    const Error unfit("govern.count", "the method does not go with the first question: " +
                                          std::string(counting::method_name(method)));
    if (const auto* ranks = std::get_if<ballots::NonHomomorphicQuestion>(&question.kind)) {
        if (const auto grades = grades_of(question)) {
            return method == Method::majority_judgment ? Result<Form>(Form{Reading::grades, ranks->answers, *grades})
                                                       : unfit;
        }
        if (among(transferable, method)) {
            return Form{Reading::transferable, ranks->answers, 0};
        }
        return among(ranked, method) ? Result<Form>(Form{Reading::ranking, ranks->answers, 0}) : unfit;
    }
    if (const auto* lists = std::get_if<ballots::ListsQuestion>(&question.kind)) {
        Form form{Reading::lists, {}, 0};
        for (const auto& list : lists->lists) {
            form.names.push_back(list.front());
            auto& people = form.people.emplace_back();
            for (std::size_t i = 1; i < list.size(); ++i) {
                people.push_back({list[i], 0});
            }
        }
        return among(shared_out, method) ? Result<Form>(std::move(form)) : unfit;
    }
    const ballots::HomomorphicQuestion& sums = *question.homomorphic();
    const bool fits = sums.max == 1 && (method == Method::plurality || among(shared_out, method));
    return fits ? Result<Form>(Form{Reading::single, sums.answers, 0}) : unfit;
}

// Down to the first place that two share.
void cut_equal_ranks(std::vector<Mark>& marks) {
    std::ranges::sort(marks, {}, &Mark::rank);
    const auto equal = std::ranges::adjacent_find(marks, {}, &Mark::rank);
    marks.erase(equal, marks.end());
}

// A shuffled question has the numbers of one vote after the other.
std::map<std::vector<std::uint32_t>, std::uint64_t> equal_votes(std::span<const std::uint64_t> row,
                                                                std::size_t answers) {
    std::map<std::vector<std::uint32_t>, std::uint64_t> votes;
    for (; row.size() >= answers; row = row.subspan(answers)) {
        const auto vote = row.first(answers);
        ++votes[std::vector<std::uint32_t>(vote.begin(), vote.end())];
    }
    return votes;
}

void add_votes(counting::Election& election, const Form& form, std::span<const std::uint64_t> row) {
    for (const auto& [numbers, count] : equal_votes(row, form.names.size())) {
        counting::Ballot ballot{count, {}};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const bool given = numbers[i] > 0 && (form.reading != Reading::grades || numbers[i] <= form.grades);
            if (given) {
                ballot.marks.push_back({static_cast<counting::Candidate>(i), numbers[i]});
            }
        }
        if (form.reading == Reading::transferable) {
            cut_equal_ranks(ballot.marks);
        }
        election.ballots.push_back(std::move(ballot));
    }
}

// Of sums: a row of equal ballots for each candidate, and the ballots without a mark.
void add_sums(counting::Election& election, const std::vector<std::uint64_t>& sums, std::uint64_t total) {
    std::uint64_t marked = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        marked += sums[i];
        if (sums[i] > 0) {
            election.ballots.push_back({sums[i], {{static_cast<counting::Candidate>(i), 1}}});
        }
    }
    if (total > marked) {
        election.ballots.push_back({total - marked, {}});
    }
}

// Of lists: the votes of each, and then of its people.
void add_list_sums(counting::Election& election, const std::vector<std::uint64_t>& row, std::uint64_t total) {
    std::vector<std::uint64_t> sums;
    std::size_t at = 0;
    for (auto& people : election.people) {
        sums.push_back(row.at(at++));
        for (counting::Person& person : people) {
            person.votes = row.at(at++);
        }
    }
    add_sums(election, sums, total);
}

Error count_error(const Error& error) { return {"govern.count", error.text()}; }

struct Terms {
    Method method = Method::plurality;
    Form form;
    counting::Election election; // without its ballots
};

Result<Terms> read_rule(const ballots::Election& definition, std::int64_t seats, const ledger::CountRule& rule,
                        std::string_view constraints) {
    Terms terms;
    if (const auto method = counting::parse_method(rule.method.value)) {
        terms.method = *method;
    } else {
        return count_error(method.error());
    }
    if (definition.questions.empty() || seats < 1 || seats > counting::max_seats) {
        return Error("govern.count", "a count has a question and 1 to 1000 seats");
    }
    OGNIWO_ASSIGN(terms.form, form_of(definition.questions.front(), terms.method));
    terms.election.title = definition.name;
    terms.election.names = terms.form.names;
    terms.election.people = terms.form.people;
    terms.election.withdrawn.resize(terms.form.names.size(), false);
    terms.election.seats = static_cast<std::uint32_t>(seats);
    if (!constraints.empty()) {
        if (const auto read = counting::read_terms_json(constraints, terms.election); !read) {
            return count_error(read.error());
        }
    }
    return terms;
}

Result<counting::CountRecord> run_count(const Terms& terms, const counting::Election& election,
                                        const Digest& seed) {
    OGNIWO_ASSIGN(const counting::Lot lot, counting::Lot::from_hex(hex_encode(seed), election.numbers()));
    return counting::count(terms.method, election, lot);
}

Result<Outcome> count_outcome(const OutcomeInput& input, const ledger::CountRule& rule) {
    OGNIWO_ASSIGN(Terms terms, read_rule(input.definition, input.vote.prepared.seats, rule, input.constraints));
    if (!input.vote.tally || input.counts.empty()) {
        return Error("govern.order", "there is no tally");
    }
    OGNIWO_ASSIGN(const Digest tally, hex_decode_array<32>(input.vote.tally->encrypted_tally.value));
    if (terms.form.reading == Reading::single) {
        add_sums(terms.election, candidate_counts(input.definition, input.counts), input.total_weight);
    } else if (terms.form.reading == Reading::lists) {
        add_list_sums(terms.election, input.counts.front(), input.total_weight);
    } else {
        add_votes(terms.election, terms.form, input.counts.front());
    }
    auto election = counting::prepare_election(std::move(terms.election));
    if (!election) {
        return count_error(election.error());
    }
    const auto record = run_count(terms, *election, draw_seed(input.lot, tally));
    Outcome outcome;
    if (!record) {
        outcome.record = write_json(json::object{{"error", record.error().id()}});
        return outcome;
    }
    outcome.record = write_json(counting::record_json(*record, *election));
    outcome.elected.answers.assign(record->elected.begin(), record->elected.end());
    outcome.elected.tie = !record->complete();
    return outcome;
}

} // namespace

Result<Outcome> decide_outcome(const OutcomeInput& input) {
    const auto& rule = input.vote.prepared.count;
    OGNIWO_ASSIGN(Elected by_votes,
                  decide_election(input.vote, input.definition, input.counts, input.entitled));
    if (!rule) {
        return Outcome{std::move(by_votes), std::nullopt};
    }
    OGNIWO_ASSIGN(Outcome outcome, count_outcome(input, *rule));
    OGNIWO_ASSIGN(const ballots::Comparison quorum,
                  ballots::check_quorum(input.vote.prepared.quorum,
                                        input.vote.participation->organisations.size(), input.entitled));
    if (!quorum.holds) {
        outcome.elected = {};
    }
    return outcome;
}

Result<std::string> read_constraints(const std::optional<ledger::CountRule>& rule, const ReadBlob& blob) {
    if (!rule || !rule->constraints) {
        return std::string();
    }
    OGNIWO_ASSIGN(const Bytes bytes, blob(*rule->constraints));
    return std::string(as_text(bytes));
}

Result<void> check_count_rule(const ballots::Election& definition, std::int64_t seats,
                              const ledger::CountRule& rule, std::string_view constraints) {
    OGNIWO_ASSIGN(Terms terms, read_rule(definition, seats, rule, constraints));
    // One ballot that marks everybody: whatever the seats and the bounds rule out shows.
    counting::Ballot ballot{1, {}};
    for (std::size_t i = 0; i < terms.form.names.size(); ++i) {
        const bool first_only = terms.form.reading == Reading::single || terms.form.reading == Reading::lists;
        if (i == 0 || !first_only) {
            const std::size_t rank = terms.form.reading == Reading::grades ? 1 : i + 1;
            ballot.marks.push_back({static_cast<counting::Candidate>(i), static_cast<std::uint32_t>(rank)});
        }
    }
    terms.election.ballots.push_back(std::move(ballot));
    const auto election = counting::prepare_election(std::move(terms.election));
    if (!election) {
        return count_error(election.error());
    }
    if (const auto counted = run_count(terms, *election, {}); !counted) {
        return count_error(counted.error());
    }
    return {};
}

ledger::DigestHex commit_to_lot(const Digest& lot) { return {crypto::sha256_hex(lot)}; }

Digest draw_seed(const Digest& lot, const Digest& encrypted_tally) {
    Bytes text = to_bytes("ogniwo/lot/v1\n");
    append(text, lot);
    append(text, encrypted_tally);
    return crypto::sha256(text);
}

} // namespace ogniwo::governance

// A rule tried on members before a statute fixes it.

#include "ballots/rules/rehearsal.hpp"
#include "ballots/rules/rule_name.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "server/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string rule;
    std::string quorum;
    std::uint32_t members = 0;
    std::string weights;
    bool json = false;
};

using Weights = std::vector<std::uint64_t>;

/// "7,3,1x20": one of 7, one of 3, twenty of 1.
Result<Weights> parse_weights(std::string_view text) {
    Weights out;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(item.size() + 1, text.size()));
        const std::size_t times = item.find('x');
        const auto weight = decimal_decode(item.substr(0, times));
        const auto count = times == std::string_view::npos ? Result<std::uint64_t>(1)
                                                           : decimal_decode(item.substr(times + 1));
        if (!weight || !count || *count > ballots::max_rehearsal_members - out.size()) {
            return Error("rehearsal.weights", "'" + std::string(item) +
                                                  "' is no weight such as 7 or 1x20, or there are "
                                                  "more than 10000 members");
        }
        out.insert(out.end(), *count, *weight);
    }
    return out;
}

template <class T> json::value or_null(const std::optional<T>& value) {
    return value ? json::value(*value) : json::value();
}

json::value coalition_json(const std::optional<ballots::Coalition>& c) {
    return c ? json::value{{"weight", c->weight}, {"members", c->members}} : json::value();
}

// Members are numbered from 1, as people count.
json::array numbers_json(const std::vector<std::size_t>& positions) {
    json::array out;
    for (const std::size_t position : positions) {
        out.push_back(position + 1);
    }
    return out;
}

json::object rehearsal_json(const ballots::Rehearsal& r) {
    json::array turnouts;
    for (const ballots::TurnoutRow& row : r.turnouts) {
        turnouts.push_back(json::object{{"percent", row.percent},
                                        {"present", row.present},
                                        {"quorum", row.quorum},
                                        {"needed", or_null(row.needed)}});
    }
    return {{"total", r.total},
            {"passing", coalition_json(r.passing)},
            {"alone", coalition_json(r.alone)},
            {"stuck_members", r.stuck_members},
            {"blocking",
             {{"no", coalition_json(r.blocking_no)},
              {"abstaining", coalition_json(r.blocking_abstaining)},
              {"absent", coalition_json(r.blocking_absent)}}},
            {"vetoes", numbers_json(r.vetoes)},
            {"powerless", r.powerless ? json::value(numbers_json(*r.powerless)) : json::value()},
            {"tie_possible", or_null(r.tie_possible)},
            {"turnouts", turnouts}};
}

std::string words(const std::optional<ballots::Coalition>& c, std::uint64_t total) {
    return !c ? "nobody"
              : std::to_string(c->weight) + " of " + std::to_string(total) + " votes (" +
                    std::to_string(c->members) + (c->members == 1 ? " member)" : " members)");
}

std::string list(const std::vector<std::size_t>& positions) {
    constexpr std::size_t shown = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(positions.size(), shown); ++i) {
        out += (i > 0 ? ", " : "") + std::to_string(positions[i] + 1);
    }
    return positions.empty() ? "none" : positions.size() > shown ? out + ", ..." : out;
}

void print(const ballots::Rehearsal& r) {
    std::cout << "pass against all others   " << words(r.passing, r.total) << "\n"
              << "pass while others are away " << words(r.alone, r.total) << "\n"
              << "nothing can be decided with up to " << r.stuck_members << " members present\n"
              << "stop all others by no     " << words(r.blocking_no, r.total) << "\n"
              << "       by abstaining      " << words(r.blocking_abstaining, r.total) << "\n"
              << "       by staying away    " << words(r.blocking_absent, r.total) << "\n"
              << "can stop alone            members: " << list(r.vetoes) << "\n";
    if (r.powerless) {
        std::cout << "never decide              members: " << list(*r.powerless) << "\n"
                  << "a tie of all votes        "
                  << (*r.tie_possible ? "is possible" : "cannot happen") << "\n";
    }
    std::cout << "\nturnout  present  quorum  votes for needed\n";
    for (const ballots::TurnoutRow& row : r.turnouts) {
        std::cout << std::setw(6) << row.percent << "%" << std::setw(9) << row.present
                  << std::setw(8) << (row.quorum ? "yes" : "no") << std::setw(18)
                  << (row.needed ? std::to_string(*row.needed) : "cannot pass") << "\n";
    }
}

Result<int> run(const Options& options) {
    OGNIWO_ASSIGN(const ballots::NamedRule named, ballots::parse_rule_name(options.rule));
    const auto* rule = std::get_if<ballots::MajorityRule>(&named);
    if (rule == nullptr) {
        return Error("rule.name", "--rule takes a majority; a quorum goes with --quorum");
    }
    ballots::QuorumRule quorum;
    if (!options.quorum.empty()) {
        OGNIWO_ASSIGN(quorum, ballots::parse_quorum_name(options.quorum));
    }
    Weights weights(options.members, 1);
    if (!options.weights.empty()) {
        OGNIWO_ASSIGN(weights, parse_weights(options.weights));
    }
    OGNIWO_ASSIGN(const ballots::Rehearsal rehearsal, ballots::rehearse(*rule, quorum, weights));
    if (options.json) {
        std::cout << write_json(rehearsal_json(rehearsal)) << "\n";
    } else {
        print(rehearsal);
    }
    return rehearsal.passing ? 0 : 1;
}

} // namespace

void add_rehearse(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "rehearse", "Try a rule on members: who passes, who stops, when nobody can decide");
    const auto options = std::make_shared<Options>();
    command->add_option("--rule", options->rule, "A majority, named as for decide")->required();
    command->add_option("--quorum", options->quorum, "A quorum, named as for decide");
    auto* members =
        command->add_option("--members", options->members, "So many members of weight 1")
            ->check(CLI::Range(1U, static_cast<unsigned>(ballots::max_rehearsal_members)));
    auto* weights =
        command->add_option("--weights", options->weights, "Their weights, as 7,3,1x20");
    members->excludes(weights);
    command->add_flag("--json", options->json, "Everything as JSON");
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli

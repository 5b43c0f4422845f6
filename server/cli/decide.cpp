// A resolution by a rule and numbers: what a statute's words come to, before anybody votes under
// them.

#include "ballots/rules/rule_name.hpp"
#include "crypto/base/json.hpp"
#include "server/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace ogniwo::cli {
namespace {

enum Answer : int { yes = 0, no = 1, no_quorum = 3 };

struct Options {
    std::string rule;
    std::string quorum;
    std::optional<std::uint64_t> entitled;
    std::optional<std::uint64_t> present;
    ballots::VoteNumbers votes;
    std::string casting;
    bool json = false;
};

/// Who is not counted apart is taken to be those who voted, and the entitled to be those present.
ballots::VoteNumbers numbers_of(const Options& options) {
    ballots::VoteNumbers n = options.votes;
    n.present = options.present.value_or(n.yes + n.no + n.abstain + n.invalid);
    n.entitled = options.entitled.value_or(n.present);
    return n;
}

json::object comparison_json(const ballots::Comparison& c) {
    return {{"holds", c.holds},  {"left", c.left}, {"sign", c.strict ? ">" : ">="},
            {"right", c.right},  {"base", c.base}, {"needed", c.needed},
            {"margin", c.margin}};
}

std::string quorum_line(const ballots::Comparison& c) {
    return std::string("quorum ") + (c.holds ? "present" : "missed") + ": " +
           std::to_string(c.votes) + " of " + std::to_string(c.base) + " present, " +
           std::to_string(c.needed) + " needed\n";
}

int quorum_alone(const ballots::Comparison& c, bool json) {
    if (json) {
        std::cout << write_json(json::object{{"quorum", comparison_json(c)}}) << "\n";
    } else {
        std::cout << quorum_line(c);
    }
    return c.holds ? yes : no;
}

void print(const ballots::MajorityVerdict& verdict, bool quorum_asked, bool json) {
    if (json) {
        json::object out{{"adopted", verdict.adopted},
                         {"majority", comparison_json(verdict.majority)},
                         {"tie", verdict.tie},
                         {"casting_vote", verdict.cast_by_chair},
                         {"formula", verdict.formula}};
        if (quorum_asked) {
            out["quorum"] = comparison_json(verdict.quorum);
        }
        std::cout << write_json(out) << "\n";
        return;
    }
    std::cout << (verdict.adopted ? "adopted" : "not adopted") << "\n" << verdict.formula << "\n";
    std::cout << verdict.majority.needed << " votes for are needed, margin "
              << verdict.majority.margin << "\n";
    if (verdict.cast_by_chair) {
        std::cout << "a tie, settled by the chair's casting vote\n";
    }
    if (quorum_asked) {
        std::cout << quorum_line(verdict.quorum);
    }
}

Result<int> run(const Options& options) {
    const ballots::VoteNumbers numbers = numbers_of(options);
    OGNIWO_ASSIGN(const ballots::NamedRule rule, ballots::parse_rule_name(options.rule));
    ballots::QuorumRule quorum;
    if (!options.quorum.empty()) {
        OGNIWO_ASSIGN(quorum, ballots::parse_quorum_name(options.quorum));
    }
    if (const auto* alone = std::get_if<ballots::QuorumRule>(&rule)) {
        if (!options.quorum.empty() || !options.casting.empty()) {
            return Error("rule.name", "a quorum as --rule stands alone");
        }
        OGNIWO_ASSIGN(const ballots::Comparison present,
                      ballots::check_quorum(*alone, numbers.present, numbers.entitled));
        return quorum_alone(present, options.json);
    }
    const auto casting =
        options.casting.empty() ? std::nullopt : std::optional(options.casting == "yes");
    OGNIWO_ASSIGN(const ballots::MajorityVerdict verdict,
                  ballots::decide(std::get<ballots::MajorityRule>(rule), quorum, numbers, casting));
    print(verdict, !options.quorum.empty(), options.json);
    return !verdict.quorum.holds ? no_quorum : verdict.adopted ? yes : no;
}

} // namespace

void add_decide(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "decide", "Whether a resolution is adopted by a rule, with the reckoning");
    const auto options = std::make_shared<Options>();
    command
        ->add_option("--rule", options->rule,
                     "simple, simple_inv_against, abs_cast, abs_cast_inv, abs_present, "
                     "abs_entitled, half_plus_one, "
                     "q_<p>_<q>_<base>[_strict] with base YN, cast, cast_inv, present or entitled; "
                     "or a quorum alone")
        ->required();
    command->add_option(
        "--quorum", options->quorum,
        "quorum_half_ge, quorum_half_gt, quorum_third_ge, quorum_second_any; missed: exit code 3");
    command->add_option("-E,--entitled", options->entitled,
                        "Votes of all who are entitled (the present when left out)");
    command->add_option("-P,--present", options->present,
                        "Votes of those present (all given when left out)");
    command->add_option("-Y,--yes", options->votes.yes, "Votes for");
    command->add_option("-N,--no", options->votes.no, "Votes against");
    command->add_option("-A,--abstain", options->votes.abstain, "Abstentions");
    command->add_option("-I,--invalid", options->votes.invalid, "Invalid votes");
    command
        ->add_option(
            "--casting-vote", options->casting,
            "The chair's vote, where the statute lets it settle a tie of an open vote: yes or no")
        ->check(CLI::IsMember({"yes", "no"}));
    command->add_flag("--json", options->json, "The verdict as JSON");
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli

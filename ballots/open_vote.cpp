#include "ballots/open_vote.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::uint64_t max_sum = (std::uint64_t{1} << 53) - 1;

std::uint64_t& counter(OpenTally& tally, Option option) {
    switch (option) {
    case Option::yes: return tally.yes;
    case Option::no: return tally.no;
    case Option::abstain: return tally.abstain;
    }
    OGNIWO_CHECK(false && "an option");
}

} // namespace

std::string_view option_name(Option option) {
    switch (option) {
    case Option::yes: return "yes";
    case Option::no: return "no";
    case Option::abstain: return "abstain";
    }
    OGNIWO_CHECK(false && "an option");
}

Result<Option> parse_option(std::string_view name) {
    for (const Option option : {Option::yes, Option::no, Option::abstain}) {
        if (name == option_name(option)) {
            return option;
        }
    }
    return Error("open_vote.option", "expected yes, no or abstain");
}

Result<OpenTally> tally_open_votes(std::span<const OpenVote> votes) {
    OpenTally tally;
    std::uint64_t sum = 0;
    for (const OpenVote& vote : votes) {
        if (vote.weight == 0 || vote.weight > max_sum - sum) {
            return Error("open_vote.weight", "a weight of 0, or a sum above 2^53-1");
        }
        sum += vote.weight;
        counter(tally, vote.option) += vote.weight;
    }
    return tally;
}

} // namespace ogniwo::ballots

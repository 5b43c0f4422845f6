#include "ballots/verify_lines.hpp"

namespace ogniwo::ballots {
namespace {

struct CheckName {
    std::string_view id;
    std::string_view description;
};

constexpr CheckName every_election[] = {
    {"archive.format", "Every record is in its one form and named after its hash"},
    {"archive.chain", "Every event names the one before it"},
    {"archive.order", "One setup, then ballots, tally, shuffles if any, decryptions, result"},
    {"setup.election", "The definition of the election is well-formed"},
    {"setup.trustees", "Every trustee proved to hold a key; together they make the election key"},
    {"setup.credentials", "Credentials are distinct elements of the group"},
    {"ballots.valid", "Every ballot has valid proofs and the signature of a listed credential"},
    {"ballots.distinct", "No ballot repeats an earlier one"},
    {"tally.encrypted", "The encrypted tally follows from the last ballots"},
    {"tally.num_tallied", "The number of ballots in the tally"},
    {"tally.total_weight", "The sum of the weights in the tally"},
    {"decryption.partial",
     "Enough trustees decrypted the tally, each with the key published before"},
    {"result.counts", "The published counts are what the tally decrypts to"},
};

constexpr CheckName shuffles[] = {
    {"shuffle.mixers", "At least one mixer shuffled, and none twice"},
    {"shuffle.proofs", "Every shuffle re-encrypts and reorders what the one before it left"},
};

std::vector<CheckLine> lines(std::span<const CheckName> names) {
    std::vector<CheckLine> out;
    for (const CheckName& name : names) {
        out.push_back({name.id, std::string(name.description), CheckState::not_present, {}});
    }
    return out;
}

// An error of this family fails this line, unless an exception says otherwise.
constexpr std::pair<std::string_view, std::string_view> families[] = {
    {"archive.", "archive.format"}, {"election.", "setup.election"},
    {"trustee.", "setup.trustees"}, {"credential.", "setup.credentials"},
    {"ballot.", "ballots.valid"},   {"tally.", "tally.encrypted"},
    {"shuffle.", "shuffle.proofs"}, {"decryption.", "decryption.partial"},
    {"result.", "result.counts"},
};

constexpr std::pair<std::string_view, std::string_view> exceptions[] = {
    {"archive.chain", "archive.chain"},           {"archive.order", "archive.order"},
    {"ballot.duplicate", "ballots.distinct"},     {"tally.num_tallied", "tally.num_tallied"},
    {"tally.total_weight", "tally.total_weight"}, {"shuffle.missing", "shuffle.mixers"},
    {"shuffle.owner", "shuffle.mixers"},          {"shuffle.duplicate", "shuffle.mixers"},
};

} // namespace

std::vector<CheckLine> lines_of_every_election() {
    return lines(every_election);
}

void add_lines_of_shuffles(std::vector<CheckLine>& all) {
    const std::vector<CheckLine> more = lines(shuffles);
    const auto place = std::ranges::find(all, "decryption.partial", &CheckLine::id);
    all.insert(place, more.begin(), more.end());
}

std::string_view line_of(std::string_view error, std::string_view stage) {
    for (const auto& [id, line] : exceptions) {
        if (error == id) {
            return line;
        }
    }
    for (const auto& [prefix, line] : families) {
        if (error.starts_with(prefix)) {
            return line;
        }
    }
    return stage;
}

} // namespace ogniwo::ballots

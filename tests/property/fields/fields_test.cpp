// Hundreds of changes of one field each, in good elections of every kind: none is let through, and
// each fails a check that is about the changed document. Prints what was changed and what found it.

#include "ballots/verify.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;
using namespace ogniwo::ballots::fields;

namespace {

// The lines of the report that a changed document may fail.
const std::map<std::string, std::set<std::string_view>> lines_of_document = {
    // The hash of the definition is in every ballot.
    {"election", {"setup.election", "ballots.valid"}},
    {"trustees", {"setup.trustees", "setup.election", "decryption.partial"}},
    {"credentials", {"setup.credentials", "ballots.valid", "tally.encrypted"}},
    {"ballot", {"ballots.valid"}},
    {"tally", {"tally.encrypted"}},
    {"sized tally", {"tally.num_tallied", "tally.total_weight", "archive.format"}},
    {"shuffle", {"shuffle.proofs"}},
    {"decryption", {"decryption.partial"}},
    {"result", {"result.counts"}},
};

VerifyReport verify(ByteView archive) {
    const MemorySource source(archive);
    return verify_election(source, {});
}

std::string_view failed_line(const VerifyReport& report) {
    const auto line = std::ranges::find(report.checks, CheckState::failed, &CheckLine::state);
    return line == report.checks.end() ? std::string_view() : line->id;
}

// What was changed, how often, and the ids of the errors that it led to.
class Table {
  public:
    void note(const std::string& kind, const VerifyReport& report) {
        Row& row = rows_[kind];
        ++row.count;
        row.ids.emplace(report.failure ? report.failure->id() : "NOT FOUND");
    }
    void print() const {
        std::size_t count = 0;
        for (const auto& [kind, row] : rows_) {
            std::string ids;
            for (const std::string& id : row.ids) {
                ids += " " + id;
            }
            std::printf("%5zu  %s ->%s\n", row.count, kind.c_str(), ids.c_str());
            count += row.count;
        }
        std::printf("%5zu mutations of %zu kinds\n", count, rows_.size());
    }
    [[nodiscard]] std::size_t kinds() const { return rows_.size(); }

  private:
    struct Row {
        std::size_t count = 0;
        std::set<std::string> ids;
    };
    std::map<std::string, Row> rows_;
};

// The checks are compiled for each group from the same source, so that the slow groups are sampled.
constexpr std::size_t in_ed25519 = 300;
constexpr std::size_t in_finite_field = 100;

void all_are_found(const WorldOptions& options) {
    World world(options);
    BOOST_REQUIRE_MESSAGE(verify(world.archive()).complete, verify(world.archive()).to_text());
    Table table;
    const bool all = options.election.group == "Ed25519";
    const std::size_t wanted = all ? in_ed25519 : in_finite_field;
    const std::vector<Mutation> mutations = world.mutations(wanted, all);
    BOOST_TEST(mutations.size() >= wanted);
    for (const Mutation& mutation : mutations) {
        const VerifyReport report = verify(mutation.archive);
        table.note(mutation.kind, report);
        BOOST_TEST(!report.ok, mutation.kind);
        BOOST_TEST(lines_of_document.at(mutation.document).contains(failed_line(report)),
                   mutation.kind << ": " << (report.failure ? report.failure->text() : "valid"));
    }
    for (const EventMutation& mutation : world.events()) {
        const VerifyReport report = verify(sample::write_archive(mutation.parts));
        table.note(mutation.name, report);
        BOOST_TEST(!report.ok, mutation.name);
        BOOST_TEST(failed_line(report) == mutation.line,
                   mutation.name << ": " << (report.failure ? report.failure->text() : "valid"));
    }
    BOOST_TEST(table.kinds() >= 45U);
    std::printf("\n%s, %s\n", options.election.group.c_str(),
                boost::unit_test::framework::current_test_case().p_name->c_str());
    table.print();
}

// Two voters, of whom the first votes again; the tally needs every decryption that is there.
WorldOptions of(const std::string& group, const Question& question, std::size_t trustees) {
    return {{.group = group,
             .questions = {question},
             .trustees = trustees,
             .ceremonies = {},
             .weights = {1, 1},
             .seed = "fields"},
            {0, 1, 0}};
}

void in_both(const Question& question, const std::function<void(WorldOptions&)>& change) {
    for (const char* group : {"Ed25519", "BELENIOS-2048"}) {
        WorldOptions options = of(group, question, 2);
        change(options);
        all_are_found(options);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(fields_of_elections)

BOOST_AUTO_TEST_CASE(homomorphic) {
    in_both(sample::question(2, 1, 1), [](WorldOptions&) {});
}
BOOST_AUTO_TEST_CASE(with_a_blank_vote) {
    in_both(sample::question(2, 1, 2, true), [](WorldOptions&) {});
}
BOOST_AUTO_TEST_CASE(weighted) {
    in_both(sample::question(1, 0, 1), [](WorldOptions& o) { o.election.weights = {2, 5}; });
}
BOOST_AUTO_TEST_CASE(many_revotes) {
    in_both(sample::question(1, 0, 1), [](WorldOptions& o) { o.ballots = {0, 1, 1, 0, 1, 0}; });
}
BOOST_AUTO_TEST_CASE(threshold_and_single) {
    in_both(sample::question(1, 0, 1), [](WorldOptions& o) {
        o.election.trustees = 1;
        o.election.ceremonies = {{3, 2}};
        o.absent = {3};
    });
}
BOOST_AUTO_TEST_CASE(ranking) {
    for (const char* group : {"Ed25519", "RFC-3526-2048"}) {
        all_are_found(of(group, sample::ranking(3), 2));
    }
}
BOOST_AUTO_TEST_CASE(lists) {
    in_both(sample::lists({1, 2}), [](WorldOptions&) {});
}

BOOST_AUTO_TEST_SUITE_END()

// Every line of the verifier's report fails where it should, in text and in JSON; every warning is
// given; and archives of other programs pass.

#include "ballots/archive_event.hpp"
#include "ballots/archive_record.hpp"
#include "ballots/verify.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/sha256.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

VerifyReport verify(ByteView bytes) {
    const MemorySource source(bytes);
    return verify_election(source, {});
}

// An archive as its records, of which one can be rewritten: it is named after its hash again, and
// the event after a changed data record names it.
class Records {
  public:
    explicit Records(Bytes archive) {
        for (std::size_t at = 0; at < archive.size();) {
            const RecordHeader header =
                parse_record_header(ByteView(archive).subspan(at, tar_block)).value();
            const ByteView body = ByteView(archive).subspan(at + tar_block, header.size);
            names_.push_back(header.name);
            bodies_.emplace_back(as_text(body));
            mtime_ = header.mtime;
            at += tar_block + padded_size(header.size);
        }
    }
    /// Counted from the end: 0 is the last.
    Records& edit(std::size_t from_end, std::string_view from, std::string_view to) {
        const std::size_t i = bodies_.size() - 1 - from_end;
        std::string& body = bodies_[i];
        const std::size_t at = body.find(from);
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, body);
        const std::string old_hash = hash(body);
        body.replace(at, from.size(), to);
        if (i == 0) {
            return *this;
        }
        const bool event = names_[i].ends_with(".event.json");
        const Digest digest = crypto::sha256(as_bytes(body));
        names_[i] = event ? event_record_name(digest) : data_record_name(digest);
        if (!event && from_end > 0 && bodies_[i + 1].find(old_hash) != std::string::npos) {
            edit(from_end - 1, old_hash, hash(body));
        }
        return *this;
    }
    [[nodiscard]] Bytes archive() const {
        Bytes out;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            append_record(out, names_[i], as_bytes(bodies_[i]), mtime_);
        }
        return out;
    }
    [[nodiscard]] std::size_t size() const { return names_.size(); }
    /// The first digit of the parent that the last event names, and another one.
    Records& change_parent() {
        const std::string key = R"({"parent":")";
        const char digit = bodies_.back().at(key.size());
        return edit(0, key + digit, key + (digit == '0' ? '1' : '0'));
    }

  private:
    static std::string hash(std::string_view body) {
        return hex_encode(crypto::sha256(as_bytes(body)));
    }

    std::vector<std::string> names_;
    std::vector<std::string> bodies_;
    std::uint64_t mtime_ = 0;
};

sample::SampleElection& election() {
    static sample::SampleElection one(
        {.questions = {sample::ranking(2)}, .trustees = 2, .weights = {1, 1}});
    return one;
}
const sample::Parts& good() {
    static const sample::Parts parts =
        election().close({election().ballot(0, {{1, 2}}), election().ballot(1, {{2, 1}})});
    return parts;
}
Bytes changed(const std::function<void(sample::Parts&)>& change) {
    sample::Parts parts = good();
    change(parts);
    return sample::write_archive(parts);
}
void edit(Bytes& part, std::string_view from, std::string_view to) {
    std::string text(as_text(part));
    const std::size_t at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    part = to_bytes(text.replace(at, from.size(), to));
}

struct Case {
    std::string line;
    std::string id;
    Bytes archive;
};

// One at least for every line.
std::vector<Case> cases() {
    using Parts = sample::Parts;
    const Bytes whole = sample::write_archive(good());
    Bytes flipped = whole;
    flipped[3 * tar_block + 20] ^= 1; // in the definition
    Bytes without_result = changed([](Parts& p) { p.result.clear(); });
    return {
        {"archive.format", "archive.hash", flipped},
        {"archive.format", "archive.truncated", Bytes(whole.begin(), whole.end() - 1)},
        {"archive.format", "archive.header",
         Records(whole)
             .edit(Records(whole).size() - 1, R"("version":1)", R"("version":2)")
             .archive()},
        {"archive.format", "archive.event", Records(whole).edit(0, "Result", "Rezult").archive()},
        {"archive.format", "archive.payload", changed([](Parts& p) {
             p.sized_tally = to_bytes(encode_sized_tally({2, 2, crypto::sha256(p.result)}));
         })},
        {"archive.format", "archive.owned",
         Records(without_result).edit(1, R"({"owner":2)", R"({"owner":02)").archive()},
        {"archive.format", "archive.sized_tally", changed([](Parts& p) {
             edit(p.sized_tally, R"("total_weight":2)", R"("total_weight":"2")");
         })},
        {"archive.chain", "archive.chain",
         Records(whole).edit(0, R"("height":)", R"("height":1)").archive()},
        {"archive.chain", "archive.chain", Records(whole).change_parent().archive()},
        {"archive.order", "archive.order", changed([](Parts& p) { p.decryptions.clear(); })},
        {"setup.election", "election.version",
         changed([](Parts& p) { edit(p.election, R"("version":1)", R"("version":2)"); })},
        {"setup.trustees", "trustee.encoding",
         changed([](Parts& p) { edit(p.trustees, R"("pok")", R"("pik")"); })},
        {"setup.credentials", "credential.duplicate", changed([](Parts& p) {
             p.credentials = to_bytes("[\"" + election().voters[0].public_credential + "\",\"" +
                                      election().voters[0].public_credential + "\"]");
         })},
        {"ballots.valid", "ballot.encoding", changed([](Parts& p) { p.ballots[1].pop_back(); })},
        {"ballots.distinct", "ballot.duplicate",
         changed([](Parts& p) { p.ballots.push_back(p.ballots[0]); })},
        {"tally.encrypted", "tally.encrypted", changed([](Parts& p) { p.ballots.pop_back(); })},
        {"tally.num_tallied", "tally.num_tallied", changed([](Parts& p) {
             edit(p.sized_tally, R"("num_tallied":2)", R"("num_tallied":3)");
         })},
        {"tally.total_weight", "tally.total_weight", changed([](Parts& p) {
             edit(p.sized_tally, R"("total_weight":2)", R"("total_weight":3)");
         })},
        {"shuffle.mixers", "shuffle.duplicate", changed([](Parts& p) { p.shuffles[1].first = 1; })},
        {"shuffle.proofs", "shuffle.proof",
         changed([](Parts& p) { std::swap(p.shuffles[0].second, p.shuffles[1].second); })},
        {"decryption.partial", "decryption.owner",
         changed([](Parts& p) { p.decryptions[1].first = 3; })},
        {"decryption.partial", "decryption.missing",
         changed([](Parts& p) { p.decryptions.pop_back(); })},
        {"result.counts", "result.value", changed([](Parts& p) { edit(p.result, "1", "3"); })},
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(every_line_has_an_archive_that_fails_it) {
    const VerifyReport sound = verify(sample::write_archive(good()));
    BOOST_REQUIRE_MESSAGE(sound.complete, sound.to_text());
    std::set<std::string_view> not_failed;
    for (const CheckLine& line : sound.checks) {
        BOOST_TEST((line.state == CheckState::passed), line.id);
        not_failed.insert(line.id);
    }
    BOOST_TEST(not_failed.size() == 15U);
    for (const Case& one : cases()) {
        BOOST_TEST_CONTEXT(one.line << ", " << one.id) {
            const VerifyReport report = verify(one.archive);
            BOOST_TEST(!report.ok);
            BOOST_TEST(!report.complete);
            BOOST_REQUIRE(report.failure);
            BOOST_TEST(report.failure->id() == one.id);
            std::size_t failed = 0;
            const json::value json = parse_json(report.to_json()).value();
            BOOST_TEST(json.at("failure").at("id").as_string() == one.id);
            BOOST_TEST(!json.at("ok").as_bool());
            BOOST_TEST(!json.as_object().contains("result"));
            for (const json::value& line : json.at("checks").as_array()) {
                if (line.at("state").as_string() == "failed") {
                    ++failed;
                    BOOST_TEST(line.at("id").as_string() == one.line);
                    BOOST_TEST(line.at("detail").as_string().starts_with(one.id));
                }
            }
            BOOST_TEST(failed == 1U);
            BOOST_TEST(report.to_text().find("FAILED  " + one.line + " ") != std::string::npos);
            not_failed.erase(one.line);
        }
    }
    BOOST_TEST(not_failed.empty(), "no archive fails " << *not_failed.begin());
}

BOOST_AUTO_TEST_CASE(what_is_only_a_warning) {
    const auto ids = [](const VerifyReport& report) {
        BOOST_TEST(report.ok, report.to_text());
        std::string out;
        for (const VerifyWarning& warning : report.warnings) {
            out += std::string(warning.id) + ";";
        }
        return out;
    };
    sample::SampleElection s({.questions = {sample::question(1, 0, 1)}, .weights = {1}});
    sample::Parts parts;
    parts.election = s.setup.election;
    parts.trustees = s.setup.trustees;
    parts.credentials = s.setup.credentials;
    BOOST_TEST(ids(verify(sample::write_archive(parts))) == "archive.no_result;");
    edit(parts.election, R"(,"uuid":)", R"(,"colour":"blue","uuid":)");
    BOOST_TEST(ids(verify(sample::write_archive(parts))) ==
               "election.unknown_member;archive.no_result;");
    // A Setup with the registrar's certificate, as 3.3 writes it.
    parts.election = s.setup.election;
    const std::string_view certificate = "{}";
    Bytes out;
    append_record(out, first_record_name, as_bytes(first_record_body(7)), 7);
    const SetupData data{crypto::sha256(parts.election), crypto::sha256(parts.trustees),
                         crypto::sha256(parts.credentials), crypto::sha256(as_bytes(certificate))};
    const std::string setup = encode_setup_data(data);
    for (const ByteView body :
         {ByteView(parts.election), ByteView(parts.trustees), ByteView(parts.credentials),
          as_bytes(certificate), as_bytes(setup)}) {
        append_record(out, data_record_name(crypto::sha256(body)), body, 7);
    }
    const std::string event =
        encode_event({std::nullopt, 0, EventType::setup, crypto::sha256(as_bytes(setup))});
    append_record(out, event_record_name(crypto::sha256(as_bytes(event))), as_bytes(event), 7);
    BOOST_TEST(ids(verify(out)) == "setup.credentials_certificate;archive.no_result;");
    // The same with members of the setup data in another order.
    Records other(out);
    other.edit(1, R"({"election":)", R"({"x":1,"election":)");
    BOOST_TEST((verify(other.archive()).failure == Error("archive.setup_data")));
}

BOOST_AUTO_TEST_CASE(elections_of_other_programs) {
    const std::tuple<const char*, const char*, std::size_t, Counts> expected[] = {
        {"ed25519-lists", "Ed25519", 0, {{2, 2, 1, 2, 1, 2, 1}}},
        {"ed25519-threshold", "Ed25519", 0, {{3, 3, 2}, {2, 3, 1}}},
        {"ed25519-ranking", "Ed25519", 2, {{5, 2}, {2, 1,   3, 4, 1, 2, 4, 3, 1, 1,   2,
                                                    2, 0,   0, 0, 0, 3, 1, 2, 4, 255, 0,
                                                    1, 128, 1, 2, 3, 4, 1, 2, 3, 4}}},
        {"finite-field-threshold", "BELENIOS-2048", 0, {{3, 3, 2}, {2, 3, 1}}},
        {"finite-field-weighted", "BELENIOS-2048", 0, {{0, 6, 3'000'000'251, 251}}},
    };
    for (const auto& [name, group, shuffles, counts] : expected) {
        BOOST_TEST_CONTEXT(name) {
            const Bytes archive =
                sample::read_file("tests/vectors/archives/" + std::string(name) + ".bel");
            const VerifyReport report = verify(archive);
            BOOST_TEST(report.complete, report.to_text());
            BOOST_TEST(report.group == group);
            BOOST_TEST(report.shuffles == shuffles);
            BOOST_REQUIRE(report.counts.has_value());
            BOOST_TEST((*report.counts == counts));
            BOOST_TEST(report.warnings.empty());
            const MemorySource source(archive);
            BOOST_TEST((sample::write_archive(sample::read_archive(source)) == archive));
        }
    }
}

// verify-diff: an archive that was cut between two events is valid; only the older copy shows it.
BOOST_AUTO_TEST_CASE(archives_of_shuffles_and_thresholds_grow) {
    for (const char* name : {"ed25519-ranking", "ed25519-threshold", "ed25519-lists"}) {
        const Bytes whole =
            sample::read_file("tests/vectors/archives/" + std::string(name) + ".bel");
        const MemorySource source(whole);
        const sample::Parts all = sample::read_archive(source);
        sample::Parts part = all;
        part.result.clear();
        std::size_t lengths = 0;
        for (auto* list : {&part.decryptions, &part.shuffles}) {
            for (; !list->empty(); list->pop_back()) {
                const Bytes shorter = sample::write_archive(part);
                // An archive that ends with a shuffle has no EndShuffles yet.
                const bool open = list == &part.shuffles;
                const MemorySource older(
                    ByteView(shorter).first(shorter.size() - (open ? 2 * tar_block : 0)));
                BOOST_TEST(check_prefix(older, source).has_value());
                BOOST_TEST(verify_election(older).ok);
                BOOST_TEST(!verify_election(older).complete);
                BOOST_TEST((check_prefix(source, older).error() == Error("archive.not_a_prefix")));
                ++lengths;
            }
        }
        BOOST_TEST(lengths == all.decryptions.size() + all.shuffles.size());
    }
    // Two mixers who each shuffled the same tally: valid both, and no continuation of each other.
    sample::Parts one = election().tally(good().ballots);
    sample::Parts other = one;
    election().shuffle(one, {1, 2});
    election().shuffle(other, {1, 2});
    const Bytes first = sample::write_archive(one);
    const Bytes second = sample::write_archive(other);
    const MemorySource older(first);
    const MemorySource newer(second);
    BOOST_TEST(verify_election(older).ok);
    BOOST_TEST(verify_election(newer).ok);
    BOOST_TEST((check_prefix(older, newer).error() == Error("archive.not_a_prefix")));
}

BOOST_AUTO_TEST_SUITE_END()

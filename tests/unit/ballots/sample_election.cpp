#include "sample_election.hpp"

#include "ballots/archive_reader.hpp"
#include "ballots/archive_writer.hpp"
#include "ballots/ceremony.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/threshold.hpp"

#include <fstream>
#include <iterator>
#include <map>

namespace ogniwo::ballots::sample {
namespace {

std::vector<std::string> names(std::size_t count, const std::string& prefix) {
    std::vector<std::string> out;
    for (std::size_t i = 1; i <= count; ++i) {
        out.push_back(prefix + std::to_string(i));
    }
    return out;
}

template <class T> T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
    }
    OGNIWO_CHECK(result.has_value());
    return std::move(*result);
}

} // namespace

Bytes write_archive(const Parts& parts) {
    ArchiveWriter writer(parts.timestamp);
    Bytes out = writer.begin();
    append(out, writer.add_setup(parts.election, parts.trustees, parts.credentials));
    for (const Bytes& ballot : parts.ballots) {
        append(out, writer.add_ballot(ballot));
    }
    if (parts.closed) {
        append(out, writer.end_ballots());
    }
    if (!parts.tally.empty()) {
        append(out, writer.add_encrypted_tally(parts.tally, parts.sized_tally));
    }
    for (const auto& [owner, bytes] : parts.shuffles) {
        append(out, writer.add_shuffle(owner, bytes));
    }
    if (!parts.shuffles.empty()) {
        append(out, writer.end_shuffles());
    }
    for (const auto& [owner, bytes] : parts.decryptions) {
        append(out, writer.add_partial_decryption(owner, bytes));
    }
    if (!parts.result.empty()) {
        append(out, writer.add_result(parts.result));
    }
    return out;
}

Parts read_archive(const ArchiveSource& source) {
    ArchiveReader reader(source);
    Parts parts;
    parts.timestamp = must(reader.read_header());
    while (auto event = must(reader.next())) {
        switch (event->event.type) {
        case EventType::setup:
            parts.election = event->data[0].body;
            parts.trustees = event->data[1].body;
            parts.credentials = event->data[2].body;
            break;
        case EventType::ballot: parts.ballots.push_back(event->data[0].body); break;
        case EventType::end_ballots: parts.closed = true; break;
        case EventType::encrypted_tally:
            parts.tally = event->data[0].body;
            parts.sized_tally = event->data[1].body;
            break;
        case EventType::partial_decryption:
            parts.decryptions.emplace_back(must(parse_owned(event->data[1].body)).owner,
                                           event->data[0].body);
            break;
        case EventType::result: parts.result = event->data[0].body; break;
        case EventType::shuffle:
            parts.shuffles.emplace_back(must(parse_owned(event->data[1].body)).owner,
                                        event->data[0].body);
            break;
        case EventType::end_shuffles: break;
        }
    }
    return parts;
}

Question question(std::size_t answers, std::uint64_t min, std::uint64_t max, bool blank) {
    return {"Kto? \"łódź\"", HomomorphicQuestion{names(answers, "Answer "), blank, min, max}, {}};
}

Question ranking(std::size_t answers) {
    return {"Jak? \"łódź\"", NonHomomorphicQuestion{names(answers, "Answer ")}, {}};
}

Question lists(const std::vector<std::size_t>& candidates) {
    ListsQuestion out;
    for (const std::size_t count : candidates) {
        out.lists.push_back(names(count + 1, "Name "));
    }
    return {"Która lista?", out, {}};
}

SampleCeremony hold_ceremony(const std::string& group, const CeremonyShape& shape, Rng& rng) {
    const Ceremony ceremony{group, shape};
    std::vector<std::string> seeds;
    std::vector<std::string> certificates;
    std::vector<std::string> polynomials;
    std::vector<std::string> voutputs;
    for (std::size_t i = 1; i <= shape.size; ++i) {
        seeds.emplace_back(crypto::generate_pki_seed(rng).expose());
        certificates.push_back(must(make_certificate(ceremony, i, seeds.back(), rng)));
    }
    for (std::size_t i = 1; i <= shape.size; ++i) {
        polynomials.push_back(must(make_polynomial(ceremony, certificates, i, seeds[i - 1], rng)));
    }
    SampleCeremony out;
    for (std::size_t i = 1; i <= shape.size; ++i) {
        const std::string vinput = must(make_vinput(ceremony, certificates, polynomials, i));
        voutputs.push_back(must(make_voutput(ceremony, certificates, i, seeds[i - 1], vinput, rng)));
        const json::value key = must(parse_json(voutputs.back())).at("public_key");
        out.keys.push_back({write_json(key), std::string(key.at("public_key").as_string()),
                            std::string(must(open_decryption_key(group, seeds[i - 1], voutputs.back()))
                                            .expose())});
    }
    out.trustees_json = must(assemble_trustees(ceremony, certificates, polynomials, voutputs));
    return out;
}

SampleElection::SampleElection(const Options& options) : rng(options.seed) {
    const std::string& uuid = options.uuid;
    voters = must(make_credentials(options.group, uuid, options.weights, rng));
    std::vector<PublicCredential> list;
    for (const VoterCredential& voter : voters) {
        list.push_back({voter.public_credential, voter.weight});
    }
    const Bytes credentials = must(make_credential_list(options.group, list));
    std::vector<std::string> public_keys;
    for (std::size_t i = 0; i < options.trustees; ++i) {
        keys.push_back(must(make_trustee_key(options.group, "", rng)));
        public_keys.push_back(keys.back().public_key_json);
    }
    for (const CeremonyShape& shape : options.ceremonies) {
        SampleCeremony ceremony = hold_ceremony(options.group, shape, rng);
        public_keys.push_back(ceremony.trustees_json);
        std::ranges::move(ceremony.keys, std::back_inserter(keys));
    }
    ElectionTemplate definition;
    definition.name = "Sample";
    definition.description = "A test";
    definition.questions = options.questions;
    setup = must(make_election(options.group, uuid, definition, public_keys, credentials));
    election = must(SecretElection::open(setup.election, setup.trustees, setup.credentials));
}

Bytes SampleElection::ballot(std::size_t voter,
                             const std::vector<std::vector<std::uint32_t>>& choices) {
    return must(election->make_ballot(voters.at(voter).private_credential, choices, rng));
}

namespace {

// A random vote that a question allows, from two random bytes.
struct RandomVote {
    std::span<const std::uint8_t> random;

    std::vector<std::uint32_t> operator()(const HomomorphicQuestion& q) const {
        std::vector<std::uint32_t> row(q.choices());
        if (q.blank && random[0] % 4 == 0) {
            row[0] = 1;
            return row;
        }
        const std::uint64_t selected = q.min + random[0] % (q.max - q.min + 1);
        const std::size_t first = q.blank ? 1 : 0;
        for (std::uint64_t i = 0; i < selected; ++i) {
            row[first + (random[1] + i) % q.answers.size()] = 1;
        }
        return row;
    }
    std::vector<std::uint32_t> operator()(const NonHomomorphicQuestion& q) const {
        std::vector<std::uint32_t> row;
        for (std::size_t i = 0; i < q.answers.size(); ++i) {
            row.push_back((random[0] + i * random[1]) % 256);
        }
        return row;
    }
    std::vector<std::uint32_t> operator()(const ListsQuestion& q) const {
        std::vector<std::uint32_t> row;
        for (std::size_t i = 0; i < q.lists.size(); ++i) {
            const bool chosen = i == random[0] % q.lists.size();
            for (std::size_t k = 0; k < q.lists[i].size(); ++k) {
                row.push_back(chosen && (k < 2 || (random[1] >> k) % 2 == 1) ? 1 : 0);
            }
        }
        return row;
    }
};

} // namespace

std::vector<std::vector<std::uint32_t>> SampleElection::random_choices() {
    std::vector<std::vector<std::uint32_t>> out;
    for (const Question& q : election->definition().questions) {
        ByteArray<2> random{};
        rng.fill(random);
        out.push_back(std::visit(RandomVote{random}, q.kind));
    }
    return out;
}

Parts SampleElection::tally(const std::vector<Bytes>& ballots) {
    Parts parts;
    parts.election = setup.election;
    parts.trustees = setup.trustees;
    parts.credentials = setup.credentials;
    parts.ballots = ballots;
    parts.closed = true;
    // From the definition: the last ballot of each credential, in whatever order.
    std::map<std::string, const Bytes*> last;
    for (const Bytes& ballot : ballots) {
        last[must(election->check_ballot(ballot, Strictness::audit)).credential] = &ballot;
    }
    RunningTally running = election->empty_tally();
    for (const auto& [credential, ballot] : last) {
        OGNIWO_CHECK(running.add(*ballot, *election->weight_of(credential)).has_value());
    }
    auto next = last.begin();
    ClosedTally closed = must(election->close_tally(running, [&]() -> Result<std::optional<Bytes>> {
        return next == last.end() ? std::optional<Bytes>()
                                  : std::optional<Bytes>(*(next++)->second);
    }));
    parts.tally = std::move(closed.encrypted_tally);
    parts.sized_tally = std::move(closed.sized_tally);
    return parts;
}

void SampleElection::shuffle(Parts& parts, const std::vector<std::uint64_t>& owners) {
    for (const std::uint64_t owner : owners) {
        parts.shuffles.emplace_back(owner,
                                    must(election->make_shuffle(shuffled_tally(parts), rng)));
    }
}

Bytes SampleElection::shuffled_tally(const Parts& parts) const {
    Bytes current = parts.tally;
    for (const auto& [owner, bytes] : parts.shuffles) {
        current = must(election->apply_shuffle(current, bytes));
    }
    return current;
}

void SampleElection::decide(Parts& parts) {
    const Bytes current = shuffled_tally(parts);
    const std::uint64_t weight = must(parse_sized_tally(parts.sized_tally)).total_weight;
    std::vector<PartialDecryptionView> views;
    parts.decryptions.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (absent.contains(i + 1)) {
            continue;
        }
        parts.decryptions.emplace_back(i + 1, must(election->make_partial_decryption(
                                                  i + 1, keys[i].private_key, current, rng)));
        views.push_back({i + 1, parts.decryptions.back().second});
    }
    parts.result = to_bytes(must(election->compute_result(current, weight, views)).json);
}

Parts SampleElection::close(const std::vector<Bytes>& ballots) {
    Parts parts = tally(ballots);
    if (needs_shuffles(election->definition().questions)) {
        shuffle(parts,
                keys.size() > 1 ? std::vector<std::uint64_t>{1, 2} : std::vector<std::uint64_t>{1});
    }
    decide(parts);
    return parts;
}

std::optional<std::filesystem::path> fixtures() {
    const std::filesystem::path folder = "../shared/fixtures";
    return std::filesystem::exists(folder / "README.md") ? std::optional(folder) : std::nullopt;
}

std::filesystem::path archive_in(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".bel") {
            return entry.path();
        }
    }
    OGNIWO_CHECK(false && "a folder with an archive");
}

Bytes read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    OGNIWO_CHECK(in.good());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string plus_order_two(std::string_view element) {
    ByteArray<32> bytes = must(hex_decode_array<32>(element));
    const auto sign = static_cast<std::uint8_t>(~bytes[0] & 0x80);
    bytes[0] &= 0x7f;
    int borrow = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) { // 2^255-19 - y
        const int digit = (i == 0 ? 0x7f : i == 31 ? 0xed : 0xff) - bytes[i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        bytes[i] = static_cast<std::uint8_t>(digit + 256 * borrow);
    }
    bytes[0] |= sign;
    return hex_encode(bytes);
}

} // namespace ogniwo::ballots::sample

#include "ballots/setup.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/chunks.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::size_t chunk = 256; // credentials

// Canonical members of the group, none of them neutral: anybody could sign for that one.
template <Group G> Verdict check_credentials(std::span<const CredentialLine> lines) {
    typename G::Reader reader(crypto::Tables::none);
    std::vector<typename G::Point> points;
    for (const CredentialLine& line : lines) {
        const auto point = reader.read(line.credential);
        if (!point) {
            return Error("credential.membership", point.error().text());
        }
        if (*point == G::neutral()) {
            return Error("credential.neutral", "a credential is the neutral element");
        }
        points.push_back(*point);
    }
    if (const auto stranger = reader.first_stranger_vartime()) {
        return Error("credential.membership", "not in the group: " + lines[*stranger].credential.substr(0, 64));
    }
    if (!std::ranges::equal(G::point_texts(points), lines, {}, {}, &CredentialLine::credential)) {
        return Error("credential.encoding", "a credential is not in canonical form");
    }
    return pass();
}

} // namespace

template <Group G>
Result<Setup<G>> check_setup(Election definition, ByteView election_json, ByteView trustees_json,
                             ByteView credentials_json, unsigned threads) {
    for (const Question& question : definition.questions) {
        if (question.shuffled() && question.choices() > G::max_integers) {
            return Error("election.question",
                         "one element of " + std::string(G::name) + " holds the numbers of " +
                             std::to_string(G::max_integers) + " answers, not of " +
                             std::to_string(question.choices()));
        }
    }
    const auto y = G::parse_point(definition.public_key);
    if (!y) {
        return Error("election.public_key", y.error().text());
    }
    if (*y == G::neutral() || G::point_text(*y) != definition.public_key) {
        return Error("election.public_key", "the key is neutral or not in canonical form");
    }
    OGNIWO_ASSIGN(Trustees<G> trustees, parse_trustees<G>(trustees_json));
    if (trustees.public_key != *y) {
        return Error("election.public_key", "it is not the product of the trustees' keys");
    }
    OGNIWO_ASSIGN(const std::vector<CredentialLine> lines, parse_credential_list(credentials_json));
    OGNIWO_TRY(each_chunk(lines.size(), chunk, threads, [&](std::size_t first, std::size_t count) {
        return check_credentials<G>(std::span(lines).subspan(first, count));
    }));
    OGNIWO_ASSIGN(CredentialRoll roll, CredentialRoll::make(lines));
    if (needs_shuffles(definition.questions) && roll.total_weight() != roll.size()) {
        return Error("credential.weight", "a vote that is shuffled counts once: all weights are 1");
    }
    return Setup<G>{std::move(definition), election_hash(election_json), G::prepare_often_vartime(*y),
                    crypto::prepare_encryption<G>(*y), std::move(trustees), std::move(roll), threads};
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Setup<G>> check_setup<G>(Election, ByteView, ByteView, ByteView, unsigned);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

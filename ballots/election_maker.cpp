#include "ballots/election_maker.hpp"

#include "ballots/archive_record.hpp"
#include "ballots/credential_roll.hpp"
#include "ballots/groups.hpp"
#include "ballots/secret_election.hpp"
#include "ballots/trustees.hpp"
#include "ballots/uuid.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::size_t max_name_bytes = 200;

template <Group G> Result<TrusteeKey<G>> read_trustee_key(ByteView public_key_json) {
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(public_key_json)));
    return parse_trustee_key<G>(value);
}

template <Group G>
Result<Bytes> encode_sorted_list(const std::vector<PublicCredential>& credentials) {
    struct Line {
        typename G::Point point;
        CredentialLine line;
    };
    std::vector<Line> lines;
    for (const PublicCredential& credential : credentials) {
        const auto point = G::parse_point(credential.credential);
        if (!point || G::point_text(*point) != credential.credential) {
            return Error("credential.membership", "not a canonical element of the group");
        }
        if (credential.weight == 0) {
            return Error("credential.weight", "a weight of 0");
        }
        lines.push_back({*point, {credential.credential, credential.weight}});
    }
    std::ranges::sort(lines,
                      [](const Line& a, const Line& b) { return G::less(a.point, b.point); });
    std::vector<CredentialLine> sorted;
    sorted.reserve(lines.size());
    for (Line& line : lines) {
        sorted.push_back(std::move(line.line));
    }
    OGNIWO_TRY(CredentialRoll::make(sorted));
    return to_bytes(encode_credential_list(sorted));
}

template <Group G>
Result<SetupFiles> put_together(std::string_view uuid, const ElectionTemplate& definition,
                                const std::vector<std::string>& trustee_keys,
                                ByteView credential_list) {
    OGNIWO_ASSIGN(const std::string trustees_json, encode_trustees(trustee_keys));
    OGNIWO_ASSIGN(const Trustees<G> trustees, parse_trustees<G>(as_bytes(trustees_json)));
    Election election;
    election.description = definition.description;
    election.name = definition.name;
    election.group = G::name;
    election.public_key = G::point_text(trustees.public_key);
    election.questions = definition.questions;
    election.uuid = uuid;
    election.administrator = definition.administrator;
    election.credential_authority = definition.credential_authority;
    election.language = definition.language;
    SetupFiles files{to_bytes(encode_election(election)), to_bytes(trustees_json),
                     to_bytes(credential_list)};
    OGNIWO_TRY(SecretElection::open(files.election, files.trustees, files.credentials));
    return files;
}

Verdict check_new_question(const Question& question) {
    const Verdict sound = check_question(question);
    const auto* homomorphic = question.homomorphic();
    if (!sound || (homomorphic != nullptr && homomorphic->max > homomorphic->answers.size())) {
        return Error("election.template",
                     sound ? "0 <= min <= max <= answers does not hold" : sound.error().detail());
    }
    return pass();
}

Result<std::optional<std::string>> optional_text(const json::object& object, std::string_view key) {
    if (!object.contains(key)) {
        return std::optional<std::string>{};
    }
    OGNIWO_ASSIGN(std::string text, get_string(object, key));
    return std::optional(std::move(text));
}

} // namespace

bool is_supported_group(std::string_view group) {
    return with_group<bool>(group, []<Group G>() -> Result<bool> { return true; }).has_value();
}

Result<TrusteeKeyPair> make_trustee_key(std::string_view group, std::string_view name, Rng& rng) {
    if (name.size() > max_name_bytes || !is_utf8(name)) {
        return Error("trustee.name", "not UTF-8 of at most 200 bytes");
    }
    return with_group<TrusteeKeyPair>(group, [&]<Group G>() -> Result<TrusteeKeyPair> {
        const auto secret = G::random_secret(rng);
        const TrusteeKey<G> key = ballots::make_trustee_key<G>(secret, name, rng);
        return TrusteeKeyPair{encode_trustee_key<G>(key), key.text, G::reveal_text(secret)};
    });
}

Result<std::string> check_trustee_key(std::string_view group, ByteView public_key_json) {
    return with_group<std::string>(group, [&]<Group G>() -> Result<std::string> {
        OGNIWO_ASSIGN(TrusteeKey<G> key, read_trustee_key<G>(public_key_json));
        return std::move(key.text);
    });
}

Result<std::vector<VoterCredential>> make_credentials(std::string_view group, std::string_view uuid,
                                                      const std::vector<std::uint64_t>& weights,
                                                      Rng& rng) {
    OGNIWO_TRY(check_uuid(uuid));
    using List = std::vector<VoterCredential>;
    return with_group<List>(group, [&]<Group G>() -> Result<List> {
        List out;
        for (const std::uint64_t weight : weights) {
            if (weight == 0 || weight > ElectionLimits::max_total_weight) {
                return Error("credential.weight", "a weight is not from 1 to 2^53-1");
            }
            VoterCredential& voter = out.emplace_back();
            const crypto::SecretText text = crypto::generate_credential(rng);
            OGNIWO_ASSIGN(const auto secret, crypto::derive_credential<G>(text.expose(), uuid));
            voter.private_credential = text.expose();
            voter.public_credential = G::point_text(G::exp_generator(secret));
            voter.weight = weight;
        }
        return out;
    });
}

Result<Bytes> make_credential_list(std::string_view group,
                                   const std::vector<PublicCredential>& credentials) {
    return with_group<Bytes>(
        group, [&]<Group G>() -> Result<Bytes> { return encode_sorted_list<G>(credentials); });
}

Result<SetupFiles> make_election(std::string_view group, std::string_view uuid,
                                 const ElectionTemplate& definition,
                                 const std::vector<std::string>& trustee_keys,
                                 ByteView credential_list) {
    OGNIWO_TRY(check_uuid(uuid));
    for (const Question& question : definition.questions) {
        OGNIWO_TRY(check_new_question(question));
    }
    if (trustee_keys.empty()) {
        return Error("election.template", "an election needs a trustee");
    }
    return with_group<SetupFiles>(group, [&]<Group G>() -> Result<SetupFiles> {
        return put_together<G>(uuid, definition, trustee_keys, credential_list);
    });
}

Result<ElectionTemplate> parse_election_template(ByteView bytes) {
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(bytes)));
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"description", "name", "questions"},
                                        {"administrator", "credential_authority", "language"}}));
    ElectionTemplate out;
    OGNIWO_ASSIGN(out.description, get_string(*object, "description"));
    OGNIWO_ASSIGN(out.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(const json::array* questions, get_array(*object, "questions"));
    if (questions->empty() || questions->size() > ElectionLimits::max_questions) {
        return Error("election.limits", "the number of questions is not 1.." +
                                            std::to_string(ElectionLimits::max_questions));
    }
    for (const json::value& element : *questions) {
        OGNIWO_ASSIGN(Question question, parse_question(element));
        out.questions.push_back(std::move(question));
    }
    OGNIWO_ASSIGN(out.administrator, optional_text(*object, "administrator"));
    OGNIWO_ASSIGN(out.credential_authority, optional_text(*object, "credential_authority"));
    OGNIWO_ASSIGN(out.language, optional_text(*object, "language"));
    return out;
}

} // namespace ogniwo::ballots

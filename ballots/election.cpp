#include "ballots/election.hpp"

#include "ballots/uuid.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::string_view known_members[] = {
    "version",       "description",          "name",    "group", "public_key", "questions", "uuid",
    "administrator", "credential_authority", "language"};

Result<std::optional<std::string>> get_optional_string(const json::object& object,
                                                       std::string_view key) {
    if (!object.contains(key)) {
        return std::optional<std::string>{};
    }
    OGNIWO_ASSIGN(std::string text, get_string(object, key));
    return std::optional(std::move(text));
}

Result<std::vector<Question>> parse_questions(const json::object& object) {
    OGNIWO_ASSIGN(const json::array* values, get_array(object, "questions"));
    if (values->empty() || values->size() > ElectionLimits::max_questions) {
        return Error("election.limits", "the number of questions is not 1.." +
                                            std::to_string(ElectionLimits::max_questions));
    }
    std::vector<Question> questions;
    std::size_t choices = 0;
    for (const json::value& value : *values) {
        OGNIWO_ASSIGN(Question question, parse_question(value));
        choices += question.choices();
        questions.push_back(std::move(question));
    }
    if (choices > ElectionLimits::max_choices) {
        return Error("election.limits", "more than " + std::to_string(ElectionLimits::max_choices) +
                                            " choices in all");
    }
    return questions;
}

} // namespace

Result<Election> parse_election(ByteView bytes) {
    JsonLimits limits;
    limits.max_bytes = ElectionLimits::max_bytes;
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(bytes), limits));
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return Error("json.shape", "election.json is not an object");
    }
    OGNIWO_ASSIGN(const std::int64_t version, get_int(*object, "version"));
    if (version != 1) {
        return Error("election.version", "protocol version " + std::to_string(version));
    }
    Election election;
    OGNIWO_ASSIGN(election.description, get_string(*object, "description"));
    OGNIWO_ASSIGN(election.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(election.group, get_string(*object, "group"));
    OGNIWO_ASSIGN(election.public_key, get_string(*object, "public_key"));
    OGNIWO_ASSIGN(election.questions, parse_questions(*object));
    OGNIWO_ASSIGN(election.uuid, get_string(*object, "uuid"));
    OGNIWO_TRY(check_uuid(election.uuid));
    OGNIWO_ASSIGN(election.administrator, get_optional_string(*object, "administrator"));
    OGNIWO_ASSIGN(election.credential_authority,
                  get_optional_string(*object, "credential_authority"));
    OGNIWO_ASSIGN(election.language, get_optional_string(*object, "language"));
    for (const auto& member : *object) {
        const std::string_view key = member.key();
        if (std::ranges::find(known_members, key) == std::end(known_members)) {
            election.unknown_members.emplace_back(key);
        }
    }
    return election;
}

std::string encode_election(const Election& election) {
    json::object out;
    out["version"] = 1;
    out["description"] = election.description;
    out["name"] = election.name;
    out["group"] = election.group;
    out["public_key"] = election.public_key;
    json::array& questions = out["questions"].emplace_array();
    for (const Question& question : election.questions) {
        questions.push_back(question_json(question));
    }
    out["uuid"] = election.uuid;
    if (election.administrator) {
        out["administrator"] = *election.administrator;
    }
    if (election.credential_authority) {
        out["credential_authority"] = *election.credential_authority;
    }
    if (election.language) {
        out["language"] = *election.language;
    }
    return write_json(out);
}

std::string election_hash(ByteView bytes) {
    return base64_encode(crypto::sha256(bytes), Padding::none);
}

} // namespace ogniwo::ballots

#include "ballots/ballot.hpp"

#include "ballots/groups.hpp"
#include "ballots/shape.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"ballot.encoding", "ballot.shape", "ballot.membership"};

Result<json::value> parse_text(ByteView raw) {
    constexpr std::size_t bytes_each = 4; // a proof of five values
    auto document = parse_json(as_text(raw), limits_of_record(raw, bytes_each));
    return document ? std::move(document) : Error("ballot.encoding", document.error().text());
}

// The compact text with exactly these members in this order: what the published tools demand too.
Result<json::value> parse_document(ByteView raw) {
    OGNIWO_ASSIGN(json::value document, parse_text(raw));
    constexpr std::string_view members[] = {"election_uuid", "election_hash", "credential",
                                            "answers", "signature"};
    const json::object* object = document.if_object();
    const auto key = [](const json::key_value_pair& member) {
        return std::string_view(member.key());
    };
    if (object == nullptr || !std::ranges::equal(*object, members, {}, key)) {
        return Error("ballot.encoding", "not the members of a ballot, in their order");
    }
    if (write_json(document) != as_text(raw)) {
        return Error("ballot.encoding", "not in compact form");
    }
    return document;
}

Verdict check_election(const json::object& object, const Election& election, std::string_view phi) {
    const auto uuid = get_string(object, "election_uuid");
    const auto hash = get_string(object, "election_hash");
    if (!uuid || !hash) {
        return Error("ballot.shape", "election_uuid or election_hash is not a string");
    }
    if (*uuid != election.uuid) {
        return Error("ballot.election", "it names another election");
    }
    if (*hash != phi) {
        return Error("ballot.election", "it names another definition of this election");
    }
    return pass();
}

// The raw text up to `,"signature":`, closed by a brace: the tools hash the same bytes, whatever
// the numbers inside `answers` look like.
std::string hash_without_signature(ByteView raw, const json::value& signature) {
    constexpr std::string_view member = R"(,"signature":)";
    const std::size_t tail = member.size() + write_json(signature).size() + 1;
    Bytes text = to_bytes(raw.first(raw.size() - tail));
    append(text, "}");
    return base64_encode(crypto::sha256(text), Padding::none);
}

template <Group G>
Verdict decode_signature(Decoder<G>& decoder, const json::value& value, Ballot<G>& ballot) {
    OGNIWO_ASSIGN(const json::object* object, decoder.object(value, {"hash", "proof"}));
    const json::string* hash = object->at("hash").if_string();
    if (hash == nullptr) {
        return decoder.shape_error("the hash is not a string");
    }
    ballot.hash = std::string_view(*hash);
    OGNIWO_ASSIGN(ballot.signature, decoder.proof(object->at("proof")));
    return pass();
}

// Everything but the texts of the elements.
template <Group G>
Result<Ballot<G>> read_ballot(Decoder<G>& decoder, const Election& election, ByteView raw,
                              const json::object& object) {
    Ballot<G> ballot;
    OGNIWO_TRY(decode_signature<G>(decoder, object.at("signature"), ballot));
    if (ballot.hash != hash_without_signature(raw, object.at("signature"))) {
        return Error("ballot.hash", "the signed hash is not that of the ballot");
    }
    OGNIWO_ASSIGN(ballot.credential_point, decoder.point(object.at("credential")));
    ballot.credential = std::string_view(object.at("credential").get_string());
    OGNIWO_ASSIGN(const json::array* answers,
                  decoder.array(object.at("answers"), election.questions.size(), "answers"));
    // The tools keep only `answers` as raw JSON: everything else must be canonical for them too.
    if (!decoder.canonical()) {
        return Error("ballot.encoding", "the signature is not in canonical form");
    }
    for (std::size_t i = 0; i < answers->size(); ++i) {
        OGNIWO_TRY(
            with_kind<G>(election.questions[i], [&](auto kind, const auto& question) -> Verdict {
                OGNIWO_ASSIGN(auto answer, kind.decode(decoder, question, (*answers)[i]));
                ballot.answers.push_back(std::move(answer));
                return pass();
            }));
    }
    return ballot;
}

} // namespace

template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness) {
    typename G::Reader reader(crypto::Tables::none);
    return decode_ballot<G>(election, phi, raw, strictness, reader);
}

template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness, typename G::Reader& reader) {
    if (raw.size() > ballot_size_limit<G>(election, strictness)) {
        return Error("ballot.size", std::to_string(raw.size()) + " bytes");
    }
    OGNIWO_ASSIGN(const json::value document, parse_document(raw));
    const json::object& object = document.get_object();
    OGNIWO_TRY(check_election(object, election, phi));

    Decoder<G> decoder(ids, &reader);
    Result<Ballot<G>> read = read_ballot<G>(decoder, election, raw, object);
    OGNIWO_TRY(decoder.members()); // of what was read before an error: that comes first
    OGNIWO_TRY(read);
    Ballot<G>& ballot = *read;
    TextSource texts(decoder.settle());
    texts.take(); // the credential was read first
    for (std::size_t i = 0; i < ballot.answers.size(); ++i) {
        with_kind<G>(election.questions[i], ballot.answers[i],
                     [&](auto kind, const auto&, auto& answer) { kind.take_texts(answer, texts); });
    }
    ballot.canonical = decoder.canonical();
    if (strictness == Strictness::cast && !ballot.canonical) {
        return Error("ballot.encoding", "the answers are not in canonical form");
    }
    return read;
}

template <Group G>
Result<std::vector<std::vector<Ciphertext<G>>>> accepted_choices(const Election& election,
                                                                 ByteView raw) {
    OGNIWO_ASSIGN(const json::value document, parse_text(raw));
    const json::object* ballot = document.if_object();
    if (ballot == nullptr || !ballot->contains("answers")) {
        return Error("ballot.shape", "no answers");
    }
    typename G::Reader unchecked(crypto::Tables::none); // nobody asks it for strangers
    Decoder<G> decoder(ids, &unchecked);
    OGNIWO_ASSIGN(const json::array* answers,
                  decoder.array(ballot->at("answers"), election.questions.size(), "answers"));
    std::vector<std::vector<Ciphertext<G>>> out(answers->size());
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const json::object* answer = (*answers)[i].if_object();
        if (answer == nullptr || !answer->contains("choices")) {
            return Error("ballot.shape", "no choices");
        }
        const auto take = [&](const json::value& value) -> Verdict {
            OGNIWO_ASSIGN(Ciphertext<G> choice, decoder.ciphertext(value));
            out[i].push_back(std::move(choice));
            return pass();
        };
        const json::value& choices = answer->at("choices");
        const Question& question = election.questions[i];
        OGNIWO_TRY(question.shuffled()
                       ? take(choices)
                       : read_shaped(choices, ciphertext_shape(question, 0),
                                     decoder.shape_error("choices"), take));
    }
    return out;
}

template <Group G>
std::string encode_unsigned_ballot(const Election& election, std::string_view phi,
                                   const Ballot<G>& ballot) {
    std::string out = R"({"election_uuid":")" + election.uuid + R"(","election_hash":")";
    out += phi;
    out += R"(","credential":")" + ballot.credential + R"(","answers":)";
    char separator = '[';
    for (std::size_t i = 0; i < ballot.answers.size(); ++i) {
        out += std::exchange(separator, ',');
        with_kind<G>(election.questions[i], ballot.answers[i],
                     [&](auto kind, const auto& question, const auto& answer) {
                         kind.encode(out, question, answer);
                     });
    }
    return out + "]}";
}

template <Group G>
std::string encode_ballot(const Election& election, std::string_view phi, const Ballot<G>& ballot) {
    std::string out = encode_unsigned_ballot<G>(election, phi, ballot);
    out.pop_back();
    out += R"(,"signature":{"hash":")" + ballot.hash + R"(","proof":)";
    append_proof<G>(out, ballot.signature);
    return out + "}}";
}

template <Group G> std::size_t ballot_size_limit(const Election& election, Strictness strictness) {
    TextSizes sizes{};
    // Decimal digits of q-1, and the longest text of an element.
    sizes.scalar = G::scalar_text(G::subtract(G::scalar(0), G::scalar(1))).size();
    sizes.element = max_element_text<G>();
    sizes.proof = std::string_view(R"({"challenge":"","response":""},)").size() + 2 * sizes.scalar;
    sizes.ciphertext = std::string_view(R"({"alpha":"","beta":""},)").size() + 2 * sizes.element;
    std::size_t size = 400 + election.uuid.size() + sizes.element + sizes.proof;
    for (const Question& question : election.questions) {
        size += with_kind<G>(
            question, [&](auto kind, const auto& own) { return kind.max_bytes(own, sizes); });
    }
    return strictness == Strictness::cast ? size : 4 * size;
}

BallotStatement statement_of_ballot(const Election& election, std::string_view phi,
                                    std::string_view credential) {
    return {std::string(phi) + "|" + std::string(credential), election.public_key};
}

ProofPrefix signature_prefix(std::string_view hash) {
    return ProofPrefix("sig|", hash, "|");
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Ballot<G>> decode_ballot<G>(const Election&, std::string_view, ByteView,       \
                                                Strictness);                                       \
    template Result<Ballot<G>> decode_ballot<G>(const Election&, std::string_view, ByteView,       \
                                                Strictness, G::Reader&);                           \
    template Result<std::vector<std::vector<Ciphertext<G>>>> accepted_choices<G>(                  \
        const Election&, ByteView);                                                                \
    template std::string encode_ballot<G>(const Election&, std::string_view, const Ballot<G>&);    \
    template std::string encode_unsigned_ballot<G>(const Election&, std::string_view,              \
                                                   const Ballot<G>&);                              \
    template std::size_t ballot_size_limit<G>(const Election&, Strictness);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

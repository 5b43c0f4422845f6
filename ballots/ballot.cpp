#include "ballots/ballot.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"ballot.encoding", "ballot.shape", "ballot.membership"};

template <Group G>
Result<Answer<G>> decode_answer(Decoder<G>& decoder, const Question& question,
                                const json::value& value) {
    const bool has_blank = value.is_object() && value.get_object().contains("blank_proof");
    if (has_blank != question.blank) {
        return decoder.shape_error(question.blank ? "the blank proof is missing"
                                                  : "a blank proof where there is no blank vote");
    }
    const json::object* object = nullptr;
    if (question.blank) {
        OGNIWO_ASSIGN(object, decoder.object(value, {"choices", "individual_proofs",
                                                     "overall_proof", "blank_proof"}));
    } else {
        OGNIWO_ASSIGN(object,
                      decoder.object(value, {"choices", "individual_proofs", "overall_proof"}));
    }
    Answer<G> answer;
    const std::size_t n = question.choices();
    OGNIWO_ASSIGN(const json::array* choices, decoder.array(object->at("choices"), n, "choices"));
    OGNIWO_ASSIGN(const json::array* individual,
                  decoder.array(object->at("individual_proofs"), n, "individual_proofs"));
    for (std::size_t i = 0; i < n; ++i) {
        OGNIWO_ASSIGN(Ciphertext<G> choice, decoder.ciphertext((*choices)[i]));
        answer.choices.push_back(std::move(choice));
        OGNIWO_ASSIGN(std::vector<Proof<G>> proofs,
                      decoder.proofs((*individual)[i], 2, "individual proof"));
        answer.individual_proofs.push_back(std::move(proofs));
    }
    OGNIWO_ASSIGN(
        answer.overall_proof,
        decoder.proofs(object->at("overall_proof"), overall_branches(question), "overall proof"));
    if (question.blank) {
        OGNIWO_ASSIGN(answer.blank_proof,
                      decoder.proofs(object->at("blank_proof"), 2, "blank proof"));
    }
    answer.sum = sum_of_choices<G>(question, answer.choices);
    return answer;
}

// Fills in the texts of all elements of the ballot, encoded in one pass.
template <Group G> void settle_texts(Decoder<G>& decoder, Ballot<G>& ballot) {
    std::vector<typename G::Point> sums;
    for (const Answer<G>& answer : ballot.answers) {
        sums.push_back(answer.sum.alpha);
        sums.push_back(answer.sum.beta);
    }
    std::vector<std::string> texts = decoder.settle(sums);
    auto next = texts.begin() + 1; // the credential was read first
    for (Answer<G>& answer : ballot.answers) {
        const auto count = static_cast<std::ptrdiff_t>(2 * answer.choices.size());
        answer.texts.assign(std::move_iterator(next), std::move_iterator(next + count));
        next += count;
    }
    for (Answer<G>& answer : ballot.answers) {
        answer.sum_alpha = std::move(*next++);
        answer.sum_beta = std::move(*next++);
    }
}

// The compact text with exactly these members in this order: what the published tools demand too.
Result<json::value> parse_document(ByteView raw) {
    auto document = parse_json(as_text(raw), limits_of_record(raw));
    if (!document) {
        return Error("ballot.encoding", document.error().text());
    }
    constexpr std::string_view members[] = {"election_uuid", "election_hash", "credential",
                                            "answers", "signature"};
    const json::object* object = document->if_object();
    const auto key = [](const json::key_value_pair& member) {
        return std::string_view(member.key());
    };
    if (object == nullptr || !std::ranges::equal(*object, members, {}, key)) {
        return Error("ballot.encoding", "not the members of a ballot, in their order");
    }
    if (write_json(*document) != as_text(raw)) {
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

} // namespace

std::size_t overall_branches(const Question& question) {
    return static_cast<std::size_t>(question.max - question.min) + (question.blank ? 2 : 1);
}

template <Group G>
Ciphertext<G> sum_of_choices(const Question& question, std::span<const Ciphertext<G>> choices) {
    Ciphertext<G> sum;
    for (const Ciphertext<G>& choice : choices.subspan(question.blank ? 1 : 0)) {
        sum = crypto::multiply<G>(sum, choice);
    }
    return sum;
}

template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness) {
    if (raw.size() > ballot_size_limit<G>(election, strictness)) {
        return Error("ballot.size", std::to_string(raw.size()) + " bytes");
    }
    OGNIWO_ASSIGN(const json::value document, parse_document(raw));
    const json::object& object = document.get_object();
    OGNIWO_TRY(check_election(object, election, phi));

    Decoder<G> decoder(ids);
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
        OGNIWO_ASSIGN(Answer<G> answer,
                      decode_answer<G>(decoder, election.questions[i], (*answers)[i]));
        ballot.answers.push_back(std::move(answer));
    }
    settle_texts<G>(decoder, ballot);
    ballot.canonical = decoder.canonical();
    if (strictness == Strictness::cast && !ballot.canonical) {
        return Error("ballot.encoding", "the answers are not in canonical form");
    }
    return ballot;
}

template <Group G>
std::string encode_unsigned_ballot(const Election& election, std::string_view phi,
                                   const Ballot<G>& ballot) {
    std::string out = R"({"election_uuid":")" + election.uuid + R"(","election_hash":")";
    out += phi;
    out += R"(","credential":")" + ballot.credential + R"(","answers":)";
    char separator = '[';
    for (const Answer<G>& answer : ballot.answers) {
        out += std::exchange(separator, ',');
        out += R"({"choices":)";
        char inner = '[';
        for (std::size_t i = 0; i < answer.choices.size(); ++i) {
            out += std::exchange(inner, ',');
            append_ciphertext(out, answer.texts[2 * i], answer.texts[2 * i + 1]);
        }
        out += R"(],"individual_proofs":)";
        inner = '[';
        for (const std::vector<Proof<G>>& proofs : answer.individual_proofs) {
            out += std::exchange(inner, ',');
            append_proofs<G>(out, proofs);
        }
        out += R"(],"overall_proof":)";
        append_proofs<G>(out, answer.overall_proof);
        if (!answer.blank_proof.empty()) {
            out += R"(,"blank_proof":)";
            append_proofs<G>(out, answer.blank_proof);
        }
        out += '}';
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
    // Decimal digits of q-1, and the longest text of an element.
    const std::size_t scalar = G::scalar_text(G::subtract(G::scalar(0), G::scalar(1))).size();
    const std::size_t proof =
        std::string_view(R"({"challenge":"","response":""},)").size() + 2 * scalar;
    const std::size_t element = max_element_text<G>();
    const std::size_t ciphertext =
        std::string_view(R"({"alpha":"","beta":""},)").size() + 2 * element;
    std::size_t size = 400 + election.uuid.size() + element + proof;
    for (const Question& question : election.questions) {
        size += 100 + question.choices() * (ciphertext + 2 * proof + 3) +
                overall_branches(question) * proof + 2 * proof;
    }
    return strictness == Strictness::cast ? size : 4 * size;
}

std::string statement_of_ballot(std::string_view phi, std::string_view credential) {
    return std::string(phi) + "|" + std::string(credential);
}

std::string statement_of_answer(std::string_view s0, std::span<const std::string> texts) {
    std::string out(s0);
    char separator = '|';
    for (const std::string& text : texts) {
        out += std::exchange(separator, ',');
        out += text;
    }
    return out;
}

std::string individual_prefix(std::string_view s0, std::string_view alpha, std::string_view beta) {
    return overall_prefix(s0, alpha, beta);
}

std::string overall_prefix(std::string_view s, std::string_view alpha, std::string_view beta) {
    std::string out = "prove|";
    out.append(s).append("|").append(alpha).append(",").append(beta).append("|");
    return out;
}

std::string blank_prefix(std::string_view s) {
    return "bproof0|" + std::string(s) + "|";
}
std::string overall_blank_prefix(std::string_view s) {
    return "bproof1|" + std::string(s) + "|";
}
std::string signature_prefix(std::string_view hash) {
    return "sig|" + std::string(hash) + "|";
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Ciphertext<G> sum_of_choices<G>(const Question&, std::span<const Ciphertext<G>>);     \
    template Result<Ballot<G>> decode_ballot<G>(const Election&, std::string_view, ByteView,       \
                                                Strictness);                                       \
    template std::string encode_ballot<G>(const Election&, std::string_view, const Ballot<G>&);    \
    template std::string encode_unsigned_ballot<G>(const Election&, std::string_view,              \
                                                   const Ballot<G>&);                              \
    template std::size_t ballot_size_limit<G>(const Election&, Strictness);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots

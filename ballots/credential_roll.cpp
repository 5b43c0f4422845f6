#include "ballots/credential_roll.hpp"

#include "ballots/archive_record.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {

Result<std::vector<CredentialLine>> parse_credential_list(ByteView bytes) {
    JsonLimits limits;
    limits.max_bytes = max_record_body;
    limits.max_values = ElectionLimits::max_voters + 1;
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(bytes), limits));
    const json::array* list = value.if_array();
    if (list == nullptr) {
        return Error("credential.encoding", "the list is not a JSON array");
    }
    if (list->empty() || list->size() > ElectionLimits::max_voters) {
        return Error("election.limits", "the number of credentials is not 1.." +
                                            std::to_string(ElectionLimits::max_voters));
    }
    std::vector<CredentialLine> lines;
    lines.reserve(list->size());
    for (const json::value& element : *list) {
        const json::string* text = element.if_string();
        if (text == nullptr) {
            return Error("credential.encoding", "a credential is not a string");
        }
        const std::string_view line = *text;
        const std::size_t comma = line.find(',');
        CredentialLine& out = lines.emplace_back();
        out.credential = line.substr(0, comma);
        if (comma == std::string_view::npos) {
            continue;
        }
        const auto weight = decimal_decode(line.substr(comma + 1));
        if (!weight || *weight > ElectionLimits::max_total_weight) {
            return Error("credential.weight", "a weight is not a number from 0 to 2^53-1");
        }
        out.weight = *weight;
    }
    return lines;
}

std::string encode_credential_list(const std::vector<CredentialLine>& lines) {
    const bool weighted =
        std::ranges::any_of(lines, [](const CredentialLine& line) { return line.weight != 1; });
    std::string out = "[";
    for (const CredentialLine& line : lines) {
        out += out.size() > 1 ? ",\"" : "\"";
        out += line.credential;
        if (weighted) {
            out += ',' + std::to_string(line.weight);
        }
        out += '"';
    }
    return out + "]";
}

Result<CredentialRoll> CredentialRoll::make(const std::vector<CredentialLine>& lines) {
    CredentialRoll roll;
    roll.entries_.reserve(lines.size());
    for (const CredentialLine& line : lines) {
        if (line.weight > ElectionLimits::max_total_weight - roll.total_weight_) {
            return Error("credential.weight", "the sum of the weights is above 2^53-1");
        }
        roll.total_weight_ += line.weight;
        roll.entries_.push_back({crypto::sha256(as_bytes(line.credential)), line.weight});
    }
    std::ranges::sort(roll.entries_, {}, &Entry::key);
    if (std::ranges::adjacent_find(roll.entries_, {}, &Entry::key) != roll.entries_.end()) {
        return Error("credential.duplicate", "a credential is on the list twice");
    }
    return roll;
}

std::optional<std::size_t> CredentialRoll::find(std::string_view credential) const {
    const Digest key = crypto::sha256(as_bytes(credential));
    const auto found = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    if (found == entries_.end() || found->key != key) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - entries_.begin());
}

} // namespace ogniwo::ballots

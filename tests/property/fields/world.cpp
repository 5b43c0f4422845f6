#include "world.hpp"

#include "ballots/archive_event.hpp"
#include "ballots/ballot.hpp"
#include "ballots/groups.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots::fields {
namespace {

struct Document {
    std::string name;
    Bytes* bytes;
};

std::vector<Document> documents(sample::Parts& parts) {
    std::vector<Document> out = {{"election", &parts.election},       {"trustees", &parts.trustees},
                                 {"credentials", &parts.credentials}, {"tally", &parts.tally},
                                 {"sized tally", &parts.sized_tally}, {"result", &parts.result}};
    for (Bytes& ballot : parts.ballots) {
        out.push_back({"ballot", &ballot});
    }
    for (auto& [owner, shuffle] : parts.shuffles) {
        out.push_back({"shuffle", &shuffle});
    }
    for (auto& [owner, decryption] : parts.decryptions) {
        out.push_back({"decryption", &decryption});
    }
    return out;
}

// What stays a good election by the rules: the order of credentials is free, and numbers in answers
// are read as leniently as the published tools do.
bool is_harmless(const std::string& document, const Field& field, const FieldChange& change) {
    return (document == "credentials" && change.name == "exchanged with the next") ||
           (document == "ballot" && field.place.starts_with("answers") && change.same_number);
}

std::size_t below(Rng& dice, std::size_t bound) {
    ByteArray<8> random{};
    dice.fill(random);
    return static_cast<std::size_t>(read_be<std::uint64_t>(random) % bound);
}

} // namespace

World::World(const WorldOptions& options) : sample_(options.election), dice_("fields") {
    sample_.absent = options.absent;
    std::vector<Bytes> ballots;
    for (const std::size_t voter : options.ballots) {
        ballots.push_back(sample_.ballot(voter, sample_.random_choices()));
    }
    good_ = sample_.close(ballots);
}

std::vector<std::vector<World::Plan>> World::plans_by_kind() {
    std::map<std::string, std::vector<Plan>> kinds;
    const std::vector<Document> all = documents(good_);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const json::value root = parse_json(as_text(*all[i].bytes)).value();
        OGNIWO_CHECK(write_json(root) == as_text(*all[i].bytes));
        for (const Field& field : fields_of(all[i].name, root)) {
            for (const FieldChange& change : changes_in(sample_.election->definition().group)) {
                if (change.fits(field) && !is_harmless(all[i].name, field, change)) {
                    const std::string kind =
                        all[i].name + ": " + field.place + ", " + std::string(change.name);
                    kinds[kind].push_back({kind, i, field, &change});
                }
            }
        }
    }
    std::vector<std::vector<Plan>> out;
    for (auto& [kind, plans] : kinds) {
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(below(dice_, out.size() + 1)),
                   std::move(plans));
    }
    return out;
}

Bytes World::signed_again(json::value ballot) {
    json::object* object = ballot.if_object();
    const json::value* credential = object == nullptr ? nullptr : object->if_contains("credential");
    if (credential == nullptr || !object->contains("signature")) {
        return to_bytes(write_json(ballot));
    }
    // Whoever changes the credential signs with the key that she has.
    const auto voter = std::ranges::find_if(sample_.voters, [&](const VoterCredential& one) {
        return *credential == json::value(json::string(one.public_credential));
    });
    const std::string& key =
        (voter == sample_.voters.end() ? sample_.voters.front() : *voter).private_credential;
    object->erase("signature"); // the last member
    std::string text = write_json(ballot);
    const std::string hash = base64_encode(crypto::sha256(as_bytes(text)), Padding::none);
    const auto proof = with_group<std::string>(
        sample_.election->definition().group, [&]<crypto::Group G>() -> Result<std::string> {
            const auto secret =
                *crypto::derive_credential<G>(key, sample_.election->definition().uuid);
            std::string out;
            append_proof<G>(out, crypto::prove_schnorr<G>(signature_prefix(hash), secret, dice_));
            return out;
        });
    text.pop_back();
    return to_bytes(text + R"(,"signature":{"hash":")" + hash + R"(","proof":)" + *proof + "}}");
}

std::optional<Mutation> World::carry_out(const Plan& plan) {
    sample::Parts parts = good_;
    const std::vector<Document> all = documents(parts);
    const auto& [document, bytes] = all[plan.document];
    json::value root = parse_json(as_text(*bytes)).value();
    if (!plan.change->make(parent_of(root, plan.field), plan.field.path.back())) {
        return std::nullopt;
    }
    const bool sign = document == "ballot" && !plan.field.place.starts_with("signature");
    *bytes = sign ? signed_again(root) : to_bytes(write_json(root));
    if (document == "tally") {
        SizedTally sized = parse_sized_tally(parts.sized_tally).value();
        sized.encrypted_tally = crypto::sha256(parts.tally);
        parts.sized_tally = to_bytes(encode_sized_tally(sized));
    }
    return Mutation{plan.kind, document, sample::write_archive(parts)};
}

std::vector<Mutation> World::mutations(std::size_t count, bool every_kind) {
    std::vector<std::vector<Plan>> kinds = plans_by_kind();
    std::vector<Mutation> out;
    for (bool first = true; !kinds.empty(); first = false) {
        for (std::vector<Plan>& plans : kinds) {
            if (out.size() >= count && !(first && every_kind)) {
                return out;
            }
            std::optional<Mutation> made;
            while (!made && !plans.empty()) {
                std::swap(plans[below(dice_, plans.size())], plans.back());
                made = carry_out(plans.back());
                plans.pop_back();
            }
            if (made) {
                out.push_back(std::move(*made));
            }
        }
        std::erase_if(kinds, [](const auto& plans) { return plans.empty(); });
    }
    return out;
}

} // namespace ogniwo::ballots::fields

#include "server/governance/key_ceremony.hpp"

#include "ballots/ceremony.hpp"
#include "ballots/certificate.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <array>

namespace ogniwo::governance {
namespace {

constexpr std::size_t max_list_bytes = std::size_t{4} << 20;
constexpr std::array<std::string_view, 4> step_names{"certificate", "commitment", "polynomial",
                                                     "key"};
constexpr std::array steps{KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial,
                           KeyStep::key};

ballots::Ceremony ceremony_of(const AnnouncedElection& election, const TrusteePlace& place) {
    return {election.announced.group.value,
            {static_cast<std::size_t>(place.run.size), static_cast<std::size_t>(place.run.threshold)}};
}

// The functions of a ceremony count its own trustees; people know the numbers of the election.
Error blame(const TrusteePlace& place, std::int64_t owner, const Error& error) {
    return ballots::of_election(error, static_cast<std::size_t>(place.first), static_cast<std::size_t>(owner));
}

Result<std::vector<std::string>> read_all(const TrusteePlace& place, const PostedTexts& posted,
                                          const Texts& texts) {
    std::vector<std::string> out;
    for (std::int64_t owner = place.first; owner < place.first + place.run.size; ++owner) {
        OGNIWO_ASSIGN(std::string text, texts(posted.at(owner).text));
        out.push_back(std::move(text));
    }
    return out;
}

// The texts of JSON members that are in one form only, so that equal ones are equal texts.
Result<std::vector<std::string>> members(const json::value& value,
                                         std::initializer_list<std::string_view> keys) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return Error("trustee.encoding", "not a JSON object");
    }
    std::vector<std::string> out;
    for (const std::string_view key : keys) {
        OGNIWO_ASSIGN(std::string text, get_string(*object, key));
        out.push_back(std::move(text));
    }
    return out;
}

Result<std::string> public_key_in(std::string_view text, bool ceremony) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text));
    if (!ceremony) {
        OGNIWO_ASSIGN(auto key, members(value, {"public_key"}));
        return std::move(key.front());
    }
    const json::object* object = value.if_object();
    const json::value* inner = object == nullptr ? nullptr : object->if_contains("public_key");
    OGNIWO_ASSIGN(auto key, members(inner == nullptr ? json::value() : *inner, {"public_key"}));
    return std::move(key.front());
}

Result<std::vector<std::string>> keys_in_certificate(std::string_view text) {
    OGNIWO_ASSIGN(const json::value document, parse_json(text));
    OGNIWO_ASSIGN(const auto message, members(document, {"message"}));
    OGNIWO_ASSIGN(const json::value inner, parse_json(message.front()));
    return members(inner, {"verification", "encryption"});
}

// Nobody takes over the key of another, of whatever run.
Result<void> check_new_key(const AnnouncedElection& election, std::int64_t owner,
                           std::string_view text, bool ceremony, const Texts& texts) {
    OGNIWO_ASSIGN(const std::string mine, public_key_in(text, ceremony));
    for (const bool other : {false, true}) {
        for (const auto& [number, posted] : posted_texts(election, KeyStep::key, other)) {
            OGNIWO_ASSIGN(const std::string theirs_text, texts(posted.text));
            OGNIWO_ASSIGN(const std::string theirs, public_key_in(theirs_text, other));
            if (number != owner && mine == theirs) {
                return Error("trustee.duplicate", "the key of trustee " + std::to_string(number));
            }
        }
    }
    return {};
}

Result<void> check_new_certificate(const AnnouncedElection& election, std::int64_t owner,
                                   std::string_view text, const Texts& texts) {
    OGNIWO_ASSIGN(const auto mine, keys_in_certificate(text));
    for (const auto& [number, posted] : election.certificates) {
        OGNIWO_ASSIGN(const std::string theirs_text, texts(posted.text));
        OGNIWO_ASSIGN(const auto theirs, keys_in_certificate(theirs_text));
        if (number != owner && (mine[0] == theirs[0] || mine[1] == theirs[1])) {
            return Error("trustee.cert_duplicate", "a key of trustee " + std::to_string(number));
        }
    }
    return {};
}

Result<void> check_single(const AnnouncedElection& election, std::int64_t owner,
                          std::string_view text, const Texts& texts) {
    OGNIWO_TRY(ballots::check_trustee_key(election.announced.group.value, as_bytes(text)));
    OGNIWO_ASSIGN(const json::value value, parse_json(text));
    if (value.get_object().contains("signature")) {
        return Error("trustee.encoding", "the key of a trustee in no ceremony has no signature");
    }
    return check_new_key(election, owner, text, false, texts);
}

Result<void> check_in_ceremony(const AnnouncedElection& election, const TrusteePlace& place,
                               std::int64_t owner, KeyStep step, std::string_view text,
                               const Texts& texts) {
    const ballots::Ceremony ceremony = ceremony_of(election, place);
    const auto index = static_cast<std::size_t>(owner - place.first + 1);
    if (step == KeyStep::commitment) {
        if (!hex_decode_array<32>(text)) {
            return Error("trustee.encoding", "a commitment is 64 lowercase hexadecimal digits");
        }
        return {};
    }
    if (step == KeyStep::certificate) {
        OGNIWO_TRY(ballots::check_certificate(ceremony, index, text));
        return check_new_certificate(election, owner, text, texts);
    }
    OGNIWO_ASSIGN(const auto certificates, read_all(place, election.certificates, texts));
    if (step == KeyStep::polynomial) {
        if (election.commitments.at(owner).text.value != crypto::sha256_hex(as_bytes(text))) {
            return Error("govern.commitment", "not the polynomial that was committed to");
        }
        return ballots::check_polynomial(ceremony, certificates, index, text);
    }
    OGNIWO_ASSIGN(const auto polynomials, read_all(place, election.polynomials, texts));
    OGNIWO_TRY(ballots::check_voutput(ceremony, certificates, polynomials, index, text));
    return check_new_key(election, owner, text, true, texts);
}

// What stands in the list of trustees for one run.
Result<std::string> trustee_item(const AnnouncedElection& election, const TrusteePlace& place,
                                 const Texts& texts) {
    if (!place.ceremony()) {
        return texts(election.keys.at(place.first).text);
    }
    OGNIWO_ASSIGN(const auto certificates, read_all(place, election.certificates, texts));
    OGNIWO_ASSIGN(const auto polynomials, read_all(place, election.polynomials, texts));
    OGNIWO_ASSIGN(const auto voutputs, read_all(place, election.voutputs, texts));
    auto made = ballots::assemble_trustees(ceremony_of(election, place), certificates, polynomials,
                                           voutputs);
    return made ? std::move(made) : blame(place, place.first, made.error());
}

} // namespace

std::string_view key_step_name(KeyStep step) { return step_names[static_cast<std::size_t>(step)]; }

std::optional<KeyStep> parse_key_step(std::string_view name) {
    const auto found = std::ranges::find(step_names, name);
    return found == step_names.end() ? std::nullopt
                                     : std::optional(steps[static_cast<std::size_t>(
                                           found - step_names.begin())]);
}

std::optional<TrusteePlace> place_of(const std::vector<ledger::TrusteeRun>& runs,
                                     std::int64_t owner) {
    std::int64_t first = 1;
    for (const ledger::TrusteeRun& run : runs) {
        if (owner >= first && owner < first + run.size) {
            return TrusteePlace{first, run};
        }
        first += run.size;
    }
    return std::nullopt;
}

const PostedTexts& posted_texts(const AnnouncedElection& election, KeyStep step, bool ceremony) {
    switch (step) {
    case KeyStep::certificate: return election.certificates;
    case KeyStep::commitment: return election.commitments;
    case KeyStep::polynomial: return election.polynomials;
    case KeyStep::key: break;
    }
    return ceremony ? election.voutputs : election.keys;
}

bool all_posted(const TrusteePlace& place, const PostedTexts& posted) {
    const auto from = posted.lower_bound(place.first);
    return std::distance(from, posted.lower_bound(place.first + place.run.size)) == place.run.size;
}

std::optional<NextStep> next_step(const AnnouncedElection& election, std::int64_t owner) {
    const TrusteePlace place = *place_of(election.announced.runs, owner);
    bool ready = true;
    for (const KeyStep step : place.ceremony() ? std::span<const KeyStep>(steps)
                                               : std::span<const KeyStep>(steps).last(1)) {
        const PostedTexts& posted = posted_texts(election, step, place.ceremony());
        if (!posted.contains(owner)) {
            return NextStep{step, ready};
        }
        ready = all_posted(place, posted);
    }
    return std::nullopt;
}

Result<void> check_text(const AnnouncedElection& election, std::int64_t owner, KeyStep step,
                        std::string_view text, const Texts& texts) {
    const auto place = place_of(election.announced.runs, owner);
    if (!place || (!place->ceremony() && step != KeyStep::key)) {
        return Error("govern.reference", "there is no such step of trustee " + std::to_string(owner));
    }
    if (step != KeyStep::certificate && place->ceremony()) {
        const auto before = steps[static_cast<std::size_t>(step) - 1];
        if (!all_posted(*place, posted_texts(election, before, true))) {
            return Error("govern.order", "not every trustee of the ceremony has finished the step before");
        }
    }
    const auto checked = place->ceremony()
                             ? check_in_ceremony(election, *place, owner, step, text, texts)
                             : check_single(election, owner, text, texts);
    return checked ? checked : blame(*place, owner, checked.error());
}

Result<void> check_posted(const AnnouncedElection& election, const Texts& texts) {
    for (const bool ceremony : {false, true}) {
        for (const KeyStep step : steps) {
            if (step == KeyStep::commitment || (!ceremony && step != KeyStep::key)) {
                continue;
            }
            for (const auto& [owner, posted] : posted_texts(election, step, ceremony)) {
                OGNIWO_ASSIGN(const std::string text, texts(posted.text));
                OGNIWO_TRY(check_text(election, owner, step, text, texts));
            }
        }
    }
    return {};
}

Result<ballots::SetupFiles> make_setup(const AnnouncedElection& election, const Texts& texts) {
    const ledger::ElectionAnnounced& announced = election.announced;
    std::vector<std::string> items;
    std::int64_t owner = 1;
    for (const ledger::TrusteeRun& run : announced.runs) {
        OGNIWO_ASSIGN(std::string item, trustee_item(election, {owner, run}, texts));
        items.push_back(std::move(item));
        owner += run.size;
    }
    OGNIWO_ASSIGN(const std::string text, texts(announced.definition));
    OGNIWO_ASSIGN(const auto definition, ballots::parse_election_template(as_bytes(text)));
    OGNIWO_ASSIGN(const std::string credentials, texts(announced.credentials));
    return ballots::make_election(announced.group.value, announced.election.value, definition, items,
                                  as_bytes(credentials));
}

ledger::ElectionPrepared prepare(const ledger::ElectionAnnounced& announced,
                                 const ballots::SetupFiles& setup) {
    const auto name = [](const Bytes& bytes) { return ledger::DigestHex{crypto::sha256_hex(bytes)}; };
    return {.vote = announced.vote,
            .title = announced.title,
            .election = announced.election,
            .seats = announced.seats,
            .quorum = announced.quorum,
            .setup = {name(setup.election), name(setup.trustees), name(setup.credentials)},
            .trustees = announced.trustees,
            .runs = announced.runs,
            .count = announced.count};
}

Result<std::vector<ledger::TrusteeRun>> runs_in(ByteView trustees_json) {
    OGNIWO_ASSIGN(const json::value list, parse_json(as_text(trustees_json), {.max_bytes = max_list_bytes}));
    std::vector<ledger::TrusteeRun> runs;
    const json::array* elements = list.if_array();
    for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
        const json::array* pair = (*elements)[i].if_array();
        const json::object* item = pair != nullptr && pair->size() == 2 ? (*pair)[1].if_object() : nullptr;
        if (item == nullptr) {
            return Error("trustee.encoding", "an element is not [kind, key]");
        }
        ledger::TrusteeRun run;
        if (item->contains("verification_keys")) {
            OGNIWO_ASSIGN(const json::array* keys, get_array(*item, "verification_keys"));
            OGNIWO_ASSIGN(run.threshold, get_int(*item, "threshold"));
            run.size = static_cast<std::int64_t>(keys->size());
        }
        runs.push_back(run);
    }
    return runs;
}

} // namespace ogniwo::governance

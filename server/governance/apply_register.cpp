#include "server/governance/apply.hpp"

namespace ogniwo::governance {

namespace {

constexpr std::int64_t max_organisation_weight = 1'000'000;

} // namespace

Result<void> State::Applier::operator()(const ledger::LogCreated& b) const {
    if (entry.index != 0 || b.version != 1) {
        return Error("govern.order", "log.created is entry 0, version 1");
    }
    if (entry.signers.size() != 1 || entry.signers.front() != b.server_key) {
        return Error("govern.signer", "must be signed by the server key that it names");
    }
    s.federation_ = b.federation.value;
    s.server_key_ = b.server_key;
    return {};
}

Result<void> State::Applier::operator()(const ledger::OrganisationAdmitted& b) const {
    OGNIWO_TRY(by_server());
    if (b.weight < 1 || b.weight > max_organisation_weight) {
        return Error("govern.rule", "weight out of range");
    }
    if (!s.organisations_.try_emplace(b.organisation.value, b).second) {
        return duplicate("organisation", b.organisation.value);
    }
    s.entitled_weight_ += static_cast<std::uint64_t>(b.weight);
    return {};
}

Result<void> State::Applier::operator()(const ledger::MandateGranted& b) const {
    OGNIWO_TRY(by_server());
    if (!s.organisations_.contains(b.organisation.value)) {
        return reference("organisation", b.organisation.value);
    }
    if (b.roles.empty() || !sorted_and_distinct(b.roles)) {
        return Error("govern.rule", "roles must be given once each, in order");
    }
    Mandate mandate{b.organisation, {b.roles.begin(), b.roles.end()}, {}};
    if (!s.mandates_.try_emplace(b.mandate.value, std::move(mandate)).second) {
        return duplicate("mandate", b.mandate.value);
    }
    return {};
}

Result<void> State::Applier::operator()(const ledger::KeyRegistered& b) const {
    const auto& signers = entry.signers;
    if (signers.size() != 2 || b.key == s.server_key_ ||
        std::ranges::find(signers, b.key) == signers.end() ||
        std::ranges::find(signers, s.server_key_) == signers.end()) {
        return Error("govern.signer", "must be signed by the new key and by the server");
    }
    const auto mandate = s.mandates_.find(b.mandate.value);
    if (mandate == s.mandates_.end()) {
        return reference("mandate", b.mandate.value);
    }
    if (s.mandate_of_key_.contains(b.key.value) || s.retired_keys_.contains(b.key.value)) {
        return duplicate("key", b.key.value);
    }
    if (mandate->second.key != b.replaces) {
        return Error("govern.reference", "\"replaces\" must name the mandate's present key");
    }
    if (b.replaces) {
        s.mandate_of_key_.erase(b.replaces->value);
        s.retired_keys_.insert(b.replaces->value);
    }
    s.mandate_of_key_.emplace(b.key.value, b.mandate.value);
    mandate->second.key = b.key;
    return {};
}

Result<void> State::Applier::operator()(const ledger::TextPublished& b) const {
    OGNIWO_TRY(by_server());
    const auto found = s.texts_.find(b.text.value);
    if (b.version < 1 || (found != s.texts_.end() && found->second.version >= b.version)) {
        return Error("govern.order", "versions of a text only grow");
    }
    s.texts_[b.text.value] = {b.title.value, b.version, b.blob.value};
    return {};
}

} // namespace ogniwo::governance

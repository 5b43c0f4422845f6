#include "server/services/passkeys.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "server/services/letters.hpp"
#include "server/services/private_rows.hpp"

namespace ogniwo::services {
namespace {

using storage::CommitContext;
using storage::Table;

// The key of the row: ids can be long, hashes cannot.
Bytes row_key(const Bytes& credential_id) { return to_bytes(crypto::sha256_hex(credential_id)); }

Result<void> check_name(const std::string& name) {
    const bool control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (name.empty() || name.size() > max_passkey_name_bytes || control || !is_utf8(name)) {
        return Error("passkey.name", "1 to 60 bytes");
    }
    return {};
}

const Error bad_challenge("passkey.challenge", "used already or too old");
const Error unknown_passkey("passkey.unknown", "not registered here");

} // namespace

Result<std::unique_ptr<Passkeys>> Passkeys::open(Parts parts) {
    std::unique_ptr<Passkeys> out(new Passkeys(std::move(parts)));
    Result<void> result;
    const auto add = [&](ByteView, ByteView row) {
        const auto value = decode_private_row(row);
        auto passkey = value ? auth::parse_passkey(*value) : Result<auth::Passkey>(value.error());
        result = passkey ? Result<void>() : Result<void>(passkey.error());
        if (passkey) {
            out->by_id_[passkey->credential_id] = std::move(*passkey);
        }
        return result.has_value();
    };
    OGNIWO_TRY(out->parts_.log.store().scan(Table::passkeys, {}, {}, add));
    if (!result) {
        return result.error();
    }
    return out;
}

Bytes Passkeys::user_handle(const auth::Person& person) {
    const auto digest = crypto::sha256({as_bytes("ogniwo/passkey/v1\n"), as_bytes(person.salt)});
    return {digest.begin(), digest.begin() + 16};
}

std::vector<auth::Passkey> Passkeys::of(std::string_view mandate) const {
    std::vector<auth::Passkey> out;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, passkey] : by_id_) {
            if (passkey.mandate == mandate) {
                out.push_back(passkey);
            }
        }
    }
    std::ranges::stable_sort(out, {}, &auth::Passkey::created);
    return out;
}

std::optional<auth::Passkey> Passkeys::find(const Bytes& credential_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(credential_id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

Result<void> Passkeys::check_room(const std::string& mandate, const Bytes& credential_id) const {
    if (find(credential_id)) {
        return Error("passkey.duplicate", "this passkey is registered already");
    }
    if (of(mandate).size() >= max_passkeys_per_mandate) {
        return Error("passkey.limit", "10 passkeys at most; remove one first");
    }
    return {};
}

bool Passkeys::needs_verification(const std::string& mandate) const {
    return parts_.log.with_state([&](const governance::State& state) {
        const auto* found = state.mandate(mandate);
        return found != nullptr && (found->roles.contains(ledger::Role::officer) ||
                                    found->roles.contains(ledger::Role::trustee));
    });
}

// Decided by the one writer, one after the other: of two that would fill the last place, one is refused.
asio::awaitable<Result<void>> Passkeys::store(auth::Passkey passkey, bool fresh) {
    FederationLog::Decide decide = [this, passkey, fresh](const governance::State&,
                                                          CommitContext& context) -> Result<std::vector<Draft>> {
        if (fresh) {
            OGNIWO_TRY(check_room(passkey.mandate, passkey.credential_id));
        } else if (!find(passkey.credential_id)) {
            return unknown_passkey;
        }
        context.transaction().put(Table::passkeys, row_key(passkey.credential_id),
                                  encode_private_row(auth::encode_passkey(passkey)));
        const std::lock_guard lock(mutex_);
        by_id_[passkey.credential_id] = passkey;
        return std::vector<Draft>{};
    };
    const auto committed = co_await parts_.log.commit(std::move(decide));
    co_return committed ? Result<void>() : Result<void>(committed.error());
}

void Passkeys::tell_owner(const auth::Passkey& passkey) {
    const auto person = parts_.accounts.people().by_mandate(passkey.mandate);
    if (!person) {
        return;
    }
    const auto sent = parts_.mailer.send(passkey_letter(person->email, person->lang, parts_.rp.origin, passkey.name));
    parts_.events.event(sent ? obs::Level::info : obs::Level::error, sent ? "mail.passkey" : "mail.failed", {});
}

asio::awaitable<Result<auth::Passkey>> Passkeys::add(std::string mandate, Registration made) {
    if (!challenges_.take(made.challenge, mandate)) {
        co_return bad_challenge;
    }
    if (const auto named = check_name(made.name); !named) {
        co_return named.error();
    }
    auto check = [&] {
        return auth::check_registration(parts_.rp, made.challenge, made.client_data, made.authenticator_data);
    };
    auto checked = co_await net::offload(parts_.pool, std::move(check));
    if (!checked) {
        co_return checked.error();
    }
    auth::Passkey passkey = std::move(*checked);
    passkey.mandate = mandate;
    passkey.name = made.name;
    passkey.created = parts_.clock.now();
    const auto stored = co_await store(passkey, true);
    if (!stored) {
        co_return stored.error();
    }
    auto tell = [&] { tell_owner(passkey); };
    (void)co_await net::offload(parts_.pool, std::move(tell));
    co_return passkey;
}

asio::awaitable<Result<std::string>> Passkeys::sign_in(Answer answer) {
    if (!challenges_.take(answer.challenge, "")) {
        co_return bad_challenge;
    }
    auto passkey = find(answer.credential_id);
    if (!passkey) {
        co_return unknown_passkey;
    }
    auto check = [&] {
        return auth::check_assertion(parts_.rp, answer.challenge, *passkey, answer.client_data,
                                     answer.authenticator_data, answer.signature);
    };
    const auto checked = co_await net::offload(parts_.pool, std::move(check));
    if (!checked) {
        co_return checked.error();
    }
    if (!checked->user_verified && needs_verification(passkey->mandate)) {
        co_return Error("passkey.verification", "officers and trustees sign in with a PIN, a finger or a face");
    }
    passkey->count = checked->count;
    passkey->last_used = parts_.clock.now();
    std::string mandate = passkey->mandate;
    const auto stored = co_await store(std::move(*passkey), false);
    if (!stored) {
        co_return stored.error();
    }
    co_return mandate;
}

asio::awaitable<Result<void>> Passkeys::remove(std::string mandate, Bytes credential_id) {
    const auto passkey = find(credential_id);
    if (!passkey || passkey->mandate != mandate) {
        co_return unknown_passkey;
    }
    FederationLog::Decide decide = [this, credential_id](const governance::State&,
                                                         CommitContext& context) -> Result<std::vector<Draft>> {
        context.transaction().erase(Table::passkeys, row_key(credential_id));
        const std::lock_guard lock(mutex_);
        by_id_.erase(credential_id);
        return std::vector<Draft>{};
    };
    const auto committed = co_await parts_.log.commit(std::move(decide));
    co_return committed ? Result<void>() : Result<void>(committed.error());
}

} // namespace ogniwo::services

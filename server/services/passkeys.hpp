#pragma once
// Passkeys of the people: registering, signing in, taking away (UX section 4).

#include "server/auth/challenges.hpp"
#include "server/auth/passkey.hpp"
#include "server/mail/mailer.hpp"
#include "server/net/cpu_pool.hpp"
#include "server/services/accounts.hpp"

#include <map>
#include <mutex>

namespace ogniwo::services {

inline constexpr std::size_t max_passkeys_per_mandate = 10;
inline constexpr std::size_t max_passkey_name_bytes = 60;

/// Thread-safe. Passkeys are kept in the private table `passkeys` and in memory.
class Passkeys {
  public:
    struct Parts {
        FederationLog& log;
        const Accounts& accounts;
        mail::Mailer& mailer;
        net::CpuPool& pool;
        obs::Log& events;
        const Clock& clock;
        Rng& rng;
        auth::RelyingParty rp;
    };
    /// Errors: storage.read, storage.corrupt, json.*, passkey.algorithm.
    static Result<std::unique_ptr<Passkeys>> open(Parts parts);

    /// A challenge for registering a passkey, or, with an empty mandate, for signing in.
    std::string challenge(const std::string& mandate) { return challenges_.open(mandate); }

    struct Registration {
        std::string challenge;
        std::string name;
        Bytes client_data;
        Bytes authenticator_data;
    };
    /// Adds a passkey and writes a letter about it to its owner. Errors: passkey.challenge (unknown, used, too old,
    /// another's), passkey.name, passkey.limit, passkey.duplicate, those of check_registration and commit.
    asio::awaitable<Result<auth::Passkey>> add(std::string mandate, Registration made);

    struct Answer {
        std::string challenge;
        Bytes credential_id;
        Bytes client_data;
        Bytes authenticator_data;
        Bytes signature;
    };
    /// The mandate whose passkey signed. Officers and trustees must have been verified by their device. Errors:
    /// passkey.challenge, passkey.unknown, passkey.verification, those of check_assertion and commit.
    asio::awaitable<Result<std::string>> sign_in(Answer answer);

    /// Errors: passkey.unknown (not there, or another's), those of commit.
    asio::awaitable<Result<void>> remove(std::string mandate, Bytes credential_id);

    /// In the order of their making.
    [[nodiscard]] std::vector<auth::Passkey> of(std::string_view mandate) const;
    /// 16 bytes that stand for a person at their authenticators and say nothing about them.
    [[nodiscard]] static Bytes user_handle(const auth::Person& person);
    [[nodiscard]] const auth::RelyingParty& relying_party() const { return parts_.rp; }

  private:
    explicit Passkeys(Parts parts)
        : parts_(std::move(parts)), challenges_({}, parts_.clock, parts_.rng) {}
    asio::awaitable<Result<void>> store(auth::Passkey passkey, bool fresh);
    [[nodiscard]] std::optional<auth::Passkey> find(const Bytes& credential_id) const;
    [[nodiscard]] Result<void> check_room(const std::string& mandate, const Bytes& credential_id) const;
    [[nodiscard]] bool needs_verification(const std::string& mandate) const;
    void tell_owner(const auth::Passkey& passkey);

    Parts parts_;
    auth::Challenges challenges_;
    mutable std::mutex mutex_;
    std::map<Bytes, auth::Passkey> by_id_;
};

} // namespace ogniwo::services

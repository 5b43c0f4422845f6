#pragma once
// Signing in: by a link that was asked for, by a code, or by an invitation (UX sections 4 and 5).

#include "server/auth/people.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/sign_in.hpp"
#include "server/http/rate_limit.hpp"
#include "server/mail/mailer.hpp"
#include "server/services/federation_log.hpp"

#include <condition_variable>
#include <deque>
#include <thread>

namespace ogniwo::services {

struct AccountLimits {
    auth::SessionLimits sessions;
    auth::SignInLimits links;
    UnixMillis invitation_ms = UnixMillis{72} * 60 * 60 * 1000;
    /// Tries in a quarter of an hour, by account and (four times as many) by network.
    double sign_ins_per_quarter_hour = 5;
    std::size_t max_letters_waiting = 1000;
};

/// Thread-safe.
class Accounts {
  public:
    struct Parts {
        FederationLog& log;
        mail::Mailer& mailer;
        obs::Log& events;
        const Clock& clock;
        Rng& rng;
        std::string public_origin;
    };
    /// Reads the people from the private table. Errors: storage.read, json.*, person.*.
    static Result<std::unique_ptr<Accounts>> open(Parts parts, AccountLimits limits);
    ~Accounts();
    Accounts(const Accounts&) = delete;
    Accounts& operator=(const Accounts&) = delete;

    /// Takes an address and answers at once and always alike; the letter is written afterwards by a thread
    /// of its own, in `lang` ("pl" or "en"), or in the person's language where it is empty. Returns the mark for
    /// the browser's cookie. Errors: rate.sign_in, person.email.
    Result<std::string> request_link(std::string_view email, std::string_view lang, std::string_view network);

    /// The cookie token of a new session. Errors: link.*, rate.sign_in.
    Result<std::string> confirm_code(std::string_view code, std::string_view browser,
                                     std::string_view network);
    /// A link's or an invitation's token. Errors: link.*, rate.sign_in, those of commit.
    asio::awaitable<Result<std::string>> confirm_token(std::string token, std::string browser,
                                                       std::string network);

    /// The cookie token of a new session of somebody whose passkey was checked. Errors: link.unknown (the person is
    /// not there any more).
    Result<std::string> start_session(const std::string& mandate);

    /// A new invitation for a mandate: used once, within its time, from any browser. May block.
    /// Returns the whole address. Errors: those of commit.
    Result<std::string> invite(const std::string& mandate);

    struct SignedIn {
        auth::Person person;
        auth::Session session;
    };
    /// Who a session cookie belongs to; nothing when it is over.
    [[nodiscard]] std::optional<SignedIn> who(std::string_view session_token);
    void sign_out(std::string_view session_token) { sessions_.end(session_token); }
    [[nodiscard]] auth::Sessions& sessions() { return sessions_; }
    [[nodiscard]] const auth::People& people() const { return people_; }

  private:
    Accounts(Parts parts, AccountLimits limits);
    bool may_try(std::string_view network);
    void write_letters();

    struct Letter {
        std::string to;
        std::string lang;
        auth::SignInRequest request;
    };
    Parts parts_;
    AccountLimits limits_;
    auth::People people_;
    auth::Sessions sessions_;
    auth::SignInRequests requests_;
    http::RateLimiter by_account_;
    http::RateLimiter by_network_;
    http::RateLimiter all_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Letter> letters_;
    bool stopping_ = false;
    std::thread writer_; // last
};

/// The change that stores people in their private table, for the founding of a federation.
void put_people(storage::Transaction& transaction, const std::vector<auth::Person>& people);

} // namespace ogniwo::services

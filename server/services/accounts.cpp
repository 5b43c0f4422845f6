#include "server/services/accounts.hpp"

#include "crypto/base/encoding.hpp"
#include "server/services/letters.hpp"
#include "server/services/private_rows.hpp"

namespace ogniwo::services {
namespace {

Bytes invitation_key(std::string_view token) { return to_bytes(auth::token_hash(token)); }

// Marks the invitation as used and gives its mandate; runs in a command.
Result<std::string> consume(storage::Transaction& transaction, std::string_view token,
                            UnixMillis now) {
    const Error unknown("link.unknown", "the invitation was used already or is too old");
    const Bytes key = invitation_key(token);
    OGNIWO_ASSIGN(const auto row, transaction.get(storage::Table::invitations, key));
    if (!row) {
        return unknown;
    }
    OGNIWO_ASSIGN(const json::value value, decode_private_row(*row));
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"mandate", "expires"}}));
    OGNIWO_ASSIGN(const std::int64_t expires, get_int(*object, "expires"));
    OGNIWO_ASSIGN(std::string mandate, get_string(*object, "mandate"));
    transaction.erase(storage::Table::invitations, key);
    if (now >= expires) {
        return unknown;
    }
    return mandate;
}

http::Rate per_quarter_hour(double tries) { return {tries, tries / 15}; }

} // namespace

void put_people(storage::Transaction& transaction, const std::vector<auth::Person>& people) {
    for (const auth::Person& person : people) {
        transaction.put(storage::Table::people, as_bytes(person.mandate),
                        encode_private_row(auth::encode_person(person)));
    }
}

Accounts::Accounts(Parts parts, AccountLimits limits)
    : parts_(std::move(parts)), limits_(limits),
      sessions_(limits.sessions, parts_.clock, parts_.rng),
      requests_(limits.links, parts_.clock, parts_.rng),
      by_account_(per_quarter_hour(limits.sign_ins_per_quarter_hour)),
      by_network_(per_quarter_hour(limits.sign_ins_per_quarter_hour * 40)),
      all_({1000, 2000}, 1), writer_([this] { write_letters(); }) {}

Accounts::~Accounts() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    writer_.join();
}

Result<std::unique_ptr<Accounts>> Accounts::open(Parts parts, AccountLimits limits) {
    std::unique_ptr<Accounts> accounts(new Accounts(std::move(parts), limits));
    Result<void> result;
    const auto add = [&](ByteView, ByteView row) {
        const auto value = decode_private_row(row);
        auto person = value ? auth::parse_person(*value) : Result<auth::Person>(value.error());
        result = person ? accounts->people_.add(std::move(*person)) : Result<void>(person.error());
        return result.has_value();
    };
    OGNIWO_TRY(accounts->parts_.log.store().scan(storage::Table::people, {}, {}, add));
    if (!result) {
        return result.error();
    }
    return accounts;
}

bool Accounts::may_try(std::string_view network) {
    const auto now = http::RateLimiter::TimePoint::clock::now();
    return !by_network_.take(network, now) && !all_.take("", now);
}

Result<std::string> Accounts::request_link(std::string_view email, std::string_view lang,
                                           std::string_view network) {
    OGNIWO_ASSIGN(const std::string address, auth::normalise_email(email));
    if (!may_try(network)) {
        return Error("rate.sign_in", "too many tries");
    }
    const auto person = people_.by_email(address);
    const bool over = by_account_.take(address, http::RateLimiter::TimePoint::clock::now()).has_value();
    auth::SignInRequest request = requests_.open(person && !over ? person->mandate : "");
    std::string browser = request.browser;
    const std::lock_guard lock(mutex_);
    if (letters_.size() < limits_.max_letters_waiting) {
        // An unknown address waits in line too, so that the answer takes the same time.
        letters_.push_back({person && !over ? address : "",
                            lang.empty() && person ? person->lang : std::string(lang), std::move(request)});
        wake_.notify_one();
    }
    return browser;
}

void Accounts::write_letters() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return stopping_ || !letters_.empty(); });
        if (letters_.empty()) {
            return;
        }
        const Letter letter = std::move(letters_.front());
        letters_.pop_front();
        lock.unlock();
        if (!letter.to.empty()) {
            const auto sent = parts_.mailer.send(sign_in_letter(
                letter.to, letter.lang, parts_.public_origin, letter.request));
            parts_.events.event(sent ? obs::Level::info : obs::Level::error,
                                sent ? "mail.sign_in" : "mail.failed", {});
        }
        lock.lock();
    }
}

Result<std::string> Accounts::start_session(const std::string& mandate) {
    if (!people_.by_mandate(mandate)) {
        return Error("link.unknown", "the person is not there any more");
    }
    parts_.events.event(obs::Level::info, "session.started", {});
    return sessions_.start(mandate);
}

Result<std::string> Accounts::confirm_code(std::string_view code, std::string_view browser,
                                           std::string_view network) {
    if (!may_try(network)) {
        return Error("rate.sign_in", "too many tries");
    }
    OGNIWO_ASSIGN(const std::string mandate, requests_.confirm_code(code, browser));
    return start_session(mandate);
}

asio::awaitable<Result<std::string>> Accounts::confirm_token(std::string token, std::string browser,
                                                             std::string network) {
    if (!may_try(network)) {
        co_return Error("rate.sign_in", "too many tries");
    }
    auto mandate = requests_.confirm_token(token, browser);
    if (!mandate && mandate.error() == Error("link.unknown")) {
        const auto found = std::make_shared<std::string>();
        FederationLog::Decide decide =
            [this, token, found](const governance::State&,
                                 storage::CommitContext& context) -> Result<std::vector<Draft>> {
            OGNIWO_ASSIGN(*found, consume(context.transaction(), token, parts_.clock.now()));
            return std::vector<Draft>{};
        };
        const auto committed = co_await parts_.log.commit(std::move(decide));
        if (!committed) {
            co_return committed.error();
        }
        mandate = *found;
    }
    if (!mandate) {
        co_return mandate.error();
    }
    co_return start_session(*mandate);
}

Result<std::string> Accounts::invite(const std::string& mandate) {
    const std::string token = auth::make_token(parts_.rng);
    const auto put = [&](const governance::State&,
                         storage::CommitContext& context) -> Result<std::vector<Draft>> {
        context.transaction().put(
            storage::Table::invitations, invitation_key(token),
            encode_private_row({{"mandate", mandate},
                        {"expires", parts_.clock.now() + limits_.invitation_ms}}));
        return std::vector<Draft>{};
    };
    OGNIWO_TRY(parts_.log.commit_and_wait(put));
    return parts_.public_origin + "/invitation#token=" + token;
}

std::optional<Accounts::SignedIn> Accounts::who(std::string_view session_token) {
    const auto session = sessions_.use(session_token);
    auto person = session ? people_.by_mandate(session->mandate) : std::nullopt;
    if (!person) {
        return std::nullopt;
    }
    return SignedIn{std::move(*person), *session};
}

} // namespace ogniwo::services

#include "crypto/base/check.hpp"
#include "server/mail/mailer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace ogniwo::mail {
namespace {

using Time = std::chrono::steady_clock::time_point;
constexpr std::chrono::hours longest_wait{1};

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == ':';
    });
}

enum class Outcome : std::uint8_t { sent, temporary, permanent };

// What a transfer reads from, and when it must stop.
struct Transfer {
    std::string_view rest;
    const std::atomic<bool>* give_up = nullptr;
};

std::size_t read_letter(char* out, std::size_t size, std::size_t count, void* context) {
    auto* transfer = static_cast<Transfer*>(context);
    const std::size_t n = std::min(size * count, transfer->rest.size());
    std::memcpy(out, transfer->rest.data(), n);
    transfer->rest.remove_prefix(n);
    return n;
}

int check_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(context)->give_up->load() ? 1 : 0;
}

} // namespace

struct SmtpMailer::State {
    struct Letter {
        std::string to;
        std::string bytes;
        unsigned attempts = 0;
        Time due;
    };

    State(SmtpOptions o, Sender s, const Clock& c, Rng& r, obs::Log& l, obs::Metrics& m)
        : options(std::move(o)), sender(std::move(s)), clock(c), rng(r), log(l),
          sent(m.counter("mail_sent_total", "Letters the mail server took")),
          failed(m.counter("mail_failed_total", "Letters given up")),
          retries(m.counter("mail_retries_total", "Attempts that failed for a while")),
          depth(m.gauge("mail_queue_letters", "Letters that wait")), handle(curl_easy_init()) {
        OGNIWO_CHECK(handle != nullptr);
        set_up();
        worker = std::thread([this] { work(); });
    }
    ~State() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
            stop_by = std::chrono::steady_clock::now() + options.timeout;
        }
        changed.notify_all();
        {
            // The worker ends by itself when the queue is empty; a transfer under way is cut at the
            // end.
            std::unique_lock lock(mutex);
            ended.wait_until(lock, stop_by, [this] { return done; });
        }
        give_up.store(true);
        worker.join();
        curl_easy_cleanup(handle);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void set_up();
    void work();
    std::optional<Letter> next(std::unique_lock<std::mutex>& lock);
    Outcome deliver(const Letter& letter, long& code);
    void settle(Letter letter, Outcome outcome, long code);

    const SmtpOptions options;
    const Sender sender;
    const Clock& clock;
    Rng& rng;
    obs::Log& log;
    obs::Counter& sent;
    obs::Counter& failed;
    obs::Counter& retries;
    obs::Gauge& depth;

    std::mutex mutex;
    std::condition_variable changed;
    std::condition_variable ended;
    std::deque<Letter> letters; // at most options.queue_limit, the one under way included
    std::size_t under_way = 0;
    bool stopping = false;
    bool done = false;
    Time stop_by;
    std::atomic<bool> give_up{false};
    CURL* handle;
    std::thread worker;
};

void SmtpMailer::State::set_up() {
    const bool bare_v6 = options.host.find(':') != std::string::npos;
    const std::string host = bare_v6 ? "[" + options.host + "]" : options.host;
    const bool implicit = options.tls == SmtpOptions::Tls::implicit;
    const std::string url =
        (implicit ? "smtps://" : "smtp://") + host + ":" + std::to_string(options.port);
    const std::string from = "<" + sender.address + ">";
    const long millis = static_cast<long>(options.timeout.count());
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, implicit ? "smtps" : "smtp");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, millis);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, millis);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_letter);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, check_progress);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    const bool plain = options.tls == SmtpOptions::Tls::none;
    curl_easy_setopt(handle, CURLOPT_USE_SSL,
                     static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!options.ca_file.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    }
    if (!options.user.empty()) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, options.password.c_str());
    }
}

Outcome SmtpMailer::State::deliver(const Letter& letter, long& code) {
    Transfer transfer{letter.bytes, &give_up};
    curl_slist* const to = curl_slist_append(nullptr, ("<" + letter.to + ">").c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(handle, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE,
                     static_cast<curl_off_t>(letter.bytes.size()));
    const CURLcode result = curl_easy_perform(handle);
    code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(to);
    if (result == CURLE_OK) {
        return Outcome::sent;
    }
    return code >= 500 && code < 600 ? Outcome::permanent : Outcome::temporary;
}

// The letter to try now: the one that is due first; while stopping, any. Waits for it.
std::optional<SmtpMailer::State::Letter>
SmtpMailer::State::next(std::unique_lock<std::mutex>& lock) {
    while (true) {
        const auto now = std::chrono::steady_clock::now();
        if (stopping && (letters.empty() || now >= stop_by)) {
            return std::nullopt;
        }
        if (letters.empty()) {
            changed.wait(lock);
            continue;
        }
        const auto first = std::ranges::min_element(letters, {}, &Letter::due);
        if (!stopping && first->due > now) {
            changed.wait_until(lock, first->due);
            continue;
        }
        Letter letter = std::move(*first);
        letters.erase(first);
        under_way = 1;
        return letter;
    }
}

void SmtpMailer::State::settle(Letter letter, Outcome outcome, long code) {
    ++letter.attempts;
    if (outcome == Outcome::sent) {
        sent.add();
        return;
    }
    const bool last =
        outcome == Outcome::permanent || letter.attempts >= options.attempts || stopping;
    if (last) {
        failed.add();
        log.event(obs::Level::error,
                  outcome == Outcome::permanent ? "mail.rejected" : "mail.given_up",
                  {{"code", code}, {"attempts", letter.attempts}});
        return;
    }
    retries.add();
    const unsigned doublings = std::min(letter.attempts - 1, 20U);
    const auto wait = std::min<std::chrono::milliseconds>(
        options.first_retry * (std::int64_t{1} << doublings), longest_wait);
    log.event(obs::Level::warning, "mail.retry",
              {{"code", code}, {"attempts", letter.attempts}, {"wait_ms", wait.count()}});
    letter.due = std::chrono::steady_clock::now() + wait;
    letters.push_back(std::move(letter));
}

void SmtpMailer::State::work() {
    std::unique_lock lock(mutex);
    while (auto letter = next(lock)) {
        lock.unlock();
        long code = 0;
        const Outcome outcome = deliver(*letter, code);
        lock.lock();
        under_way = 0;
        settle(std::move(*letter), outcome, code);
        depth.set(static_cast<std::int64_t>(letters.size()));
    }
    if (!letters.empty()) {
        failed.add(letters.size());
        log.event(obs::Level::error, "mail.lost_at_stop", {{"letters", letters.size()}});
    }
    done = true;
    ended.notify_all();
}

SmtpMailer::SmtpMailer(std::unique_ptr<State> state) : state_(std::move(state)) {}
SmtpMailer::~SmtpMailer() = default;

Result<std::unique_ptr<SmtpMailer>> SmtpMailer::make(SmtpOptions options, Sender sender,
                                                     const Clock& clock, Rng& rng, obs::Log& log,
                                                     obs::Metrics& metrics) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) {
        return Error("mail.smtp", "libcurl does not start");
    }
    if (!is_address(sender.address)) {
        return Error("mail.address", "the sender");
    }
    if (!is_host(options.host) || options.port == 0 || options.queue_limit == 0 ||
        options.attempts == 0) {
        return Error("mail.smtp", "host, port, queue_limit and attempts must be set");
    }
    if (options.tls == SmtpOptions::Tls::none && !is_loopback(options.host)) {
        return Error("mail.smtp", "without TLS only to this machine");
    }
    auto state =
        std::make_unique<State>(std::move(options), std::move(sender), clock, rng, log, metrics);
    return std::unique_ptr<SmtpMailer>(new SmtpMailer(std::move(state)));
}

Result<void> SmtpMailer::send(const Message& message) {
    State& state = *state_;
    OGNIWO_ASSIGN(std::string bytes, compose(message, state.sender, state.clock.now(), state.rng));
    {
        const std::lock_guard lock(state.mutex);
        if (state.letters.size() + state.under_way >= state.options.queue_limit) {
            return Error("mail.busy", "the queue is full");
        }
        State::Letter letter;
        letter.to = message.to;
        letter.bytes = std::move(bytes);
        letter.due = std::chrono::steady_clock::now();
        state.letters.push_back(std::move(letter));
        state.depth.set(static_cast<std::int64_t>(state.letters.size()));
    }
    state.changed.notify_all();
    return {};
}

std::size_t SmtpMailer::queued() const {
    const std::lock_guard lock(state_->mutex);
    return state_->letters.size() + state_->under_way;
}

} // namespace ogniwo::mail

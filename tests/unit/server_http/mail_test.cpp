// Letters: what they look like, what is refused, a folder, and a real SMTP conversation.
#include "crypto/base/encoding.hpp"
#include "server/mail/mailer.hpp"
#include "tests/unit/server_http/smtp_server.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace ogniwo;
using namespace ogniwo::mail;
using ogniwo::test::SmtpServer;
using std::chrono::milliseconds;

namespace {

class CountingRng final : public Rng {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) {
            byte = next_++;
        }
    }

  private:
    std::uint8_t next_ = 0;
};

class FixedClock final : public Clock {
  public:
    [[nodiscard]] UnixMillis now() const override { return 1'769'860'800'000; } // 2026-01-31 12:00
};

Message letter() {
    Message message;
    message.to = "ala@example.org";
    message.subject = "Zażółć gęślą jaźń: głosowanie nad statutem federacji się zaczęło";
    message.text = "Dzień dobry,\n.\nkropka na początku wiersza.\n";
    return message;
}

const Sender sender{"Sieć Obywatelska", "ogniwo@example.org"};

std::string error_of(const Message& message) {
    CountingRng rng;
    const auto composed = compose(message, sender, 0, rng);
    return composed ? "none" : std::string(composed.error().id());
}

std::string decoded_body(const std::string& bytes) {
    std::string body = bytes.substr(bytes.find("\r\n\r\n") + 4);
    std::erase_if(body, [](char c) { return c == '\r' || c == '\n'; });
    const auto decoded = base64_decode(body, Padding::required);
    return decoded ? std::string(as_text(*decoded)) : "not base64";
}

bool eventually(const std::function<bool()>& condition) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!condition() && std::chrono::steady_clock::now() < give_up) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    return condition();
}

struct Post {
    std::unique_ptr<SmtpMailer> mailer(const SmtpServer& server, unsigned attempts = 3,
                                       std::size_t queue = 10) {
        SmtpOptions options;
        options.host = "127.0.0.1";
        options.port = server.port();
        options.tls = SmtpOptions::Tls::none;
        options.attempts = attempts;
        options.queue_limit = queue;
        options.first_retry = milliseconds(50);
        options.timeout = milliseconds(3'000);
        auto made = SmtpMailer::make(options, sender, clock, rng, *log, metrics);
        BOOST_REQUIRE(made.has_value());
        return std::move(*made);
    }
    FixedClock clock;
    CountingRng rng;
    std::unique_ptr<obs::Log> log = obs::Log::to_memory();
    obs::Metrics metrics;
};

} // namespace

BOOST_AUTO_TEST_SUITE(letters)

BOOST_AUTO_TEST_CASE(addresses) {
    for (const char* good : {"a@b", "ala.kot+vote@example.org", "x_y@sub-domain.example.org"}) {
        BOOST_TEST(is_address(good));
    }
    const std::string long_local(65, 'a');
    for (const std::string& bad : {std::string(),
                                   std::string("a"),
                                   std::string("@b"),
                                   std::string("a@"),
                                   std::string("a@b@c"),
                                   std::string("a b@c"),
                                   std::string("a@b c"),
                                   std::string("<a@b>"),
                                   std::string("a@b\r\nBcc: c@d"),
                                   std::string("a@b\n"),
                                   std::string("\"a\"@b"),
                                   std::string(".a@b"),
                                   std::string("a..b@c"),
                                   std::string("a@b."),
                                   std::string("a@.b"),
                                   std::string("ą@b"),
                                   std::string("a@[127.0.0.1]"),
                                   std::string("a@b,c@d"),
                                   std::string("a\0@b", 4),
                                   long_local + "@b",
                                   "a@" + std::string(253, 'b')}) {
        BOOST_TEST_CONTEXT(bad) {
            BOOST_TEST(!is_address(bad));
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_can_add_a_header) {
    for (const char* subject : {"a\r\nBcc: x@y", "a\nb", "a\rb", "", "a\x01", "a\x7f", "\xff"}) {
        Message message = letter();
        message.subject = subject;
        BOOST_TEST(error_of(message) == "mail.subject");
    }
    Message zero = letter();
    zero.subject = std::string("a\0b", 3);
    BOOST_TEST(error_of(zero) == "mail.subject");
    Message message = letter();
    message.subject = std::string(200, 'a');
    BOOST_TEST(error_of(message) == "none");
    message.subject += 'a';
    BOOST_TEST(error_of(message) == "mail.subject");
    message = letter();
    message.text = std::string(256 * 1024, 'a');
    BOOST_TEST(error_of(message) == "none");
    message.text += 'a';
    BOOST_TEST(error_of(message) == "mail.text");
    for (const char* text : {"a\rb", "a\x1b", "\xc0\x80"}) {
        message.text = text;
        BOOST_TEST(error_of(message) == "mail.text");
    }
    message = letter();
    message.to = "a@b\r\nBcc: c@d";
    BOOST_TEST(error_of(message) == "mail.address");
    CountingRng rng;
    const Sender forged{"A\r\nBcc: x@y", "a@b"};
    BOOST_TEST((compose(letter(), forged, 0, rng).error() == Error("mail.address")));
}

BOOST_AUTO_TEST_CASE(letters_are_plain_rfc_5322) {
    CountingRng rng;
    const auto bytes = compose(letter(), sender, 1'769'860'800'123, rng);
    BOOST_REQUIRE(bytes.has_value());
    BOOST_TEST(bytes->find("Date: Sat, 31 Jan 2026 12:00:00 +0000\r\n") != std::string::npos);
    BOOST_TEST(bytes->find("\r\n <ogniwo@example.org>\r\nTo: ala@example.org\r\n") !=
               std::string::npos);
    BOOST_TEST(bytes->find("<000102030405060708090a0b0c0d0e0f@example.org>") != std::string::npos);
    std::istringstream lines(*bytes);
    std::string subject;
    bool in_subject = false;
    for (std::string line; std::getline(lines, line);) {
        BOOST_TEST(line.size() <= 77U);
        BOOST_TEST(line.back() == '\r');
        in_subject = line.starts_with("Subject:") || (in_subject && line.starts_with(' '));
        if (in_subject) {
            const std::size_t from = line.find("=?UTF-8?B?") + 10;
            const auto word =
                base64_decode(line.substr(from, line.find("?=") - from), Padding::required);
            BOOST_REQUIRE(word.has_value());
            BOOST_TEST(is_utf8(as_text(*word))); // whole characters in each word
            subject += as_text(*word);
        }
    }
    BOOST_TEST(subject == letter().subject);
    BOOST_TEST(decoded_body(*bytes) == "Dzień dobry,\r\n.\r\nkropka na początku wiersza.\r\n");
    Message plain = letter();
    plain.subject = "Vote opened";
    BOOST_TEST(compose(plain, sender, 0, rng)->find("Subject: Vote opened\r\n") !=
               std::string::npos);
    plain.subject = "=?UTF-8?B?QQ==?= forged word";
    BOOST_TEST(compose(plain, sender, 0, rng)->find("forged word") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(outbox_holds_whole_letters_only) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("ogniwo-outbox-" + std::to_string(::getpid()));
    const FixedClock clock;
    CountingRng rng;
    auto mailer = OutboxMailer::make(folder, sender, clock, rng);
    BOOST_REQUIRE(mailer.has_value());
    BOOST_TEST((*mailer)->send(letter()).has_value());
    BOOST_TEST((*mailer)->send(letter()).has_value());
    Message bad = letter();
    bad.to = "nobody";
    BOOST_TEST(((*mailer)->send(bad).error() == Error("mail.address")));
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        ++files;
        BOOST_TEST(file.path().extension() == ".eml");
        std::ifstream in(file.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), {});
        BOOST_TEST(decoded_body(bytes).starts_with("Dzień dobry"));
        BOOST_TEST((std::filesystem::status(file.path()).permissions() ==
                    (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
    }
    BOOST_TEST(files == 2U);
    BOOST_TEST(
        (std::filesystem::status(folder).permissions() == std::filesystem::perms::owner_all));
    std::filesystem::remove_all(folder);
    BOOST_TEST(((*mailer)->send(letter()).error() == Error("mail.outbox")));
    BOOST_TEST((OutboxMailer::make("/nowhere/at/all", sender, clock, rng).error() ==
                Error("mail.outbox")));
}

BOOST_AUTO_TEST_CASE(smtp_delivers_the_same_bytes) {
    SmtpServer server;
    Post post;
    const auto mailer = post.mailer(server);
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_REQUIRE(eventually([&] { return server.letters().size() == 1; }));
    const SmtpServer::Letter got = server.letters()[0];
    BOOST_TEST(got.from == "<ogniwo@example.org>");
    BOOST_TEST(got.to == "<ala@example.org>");
    CountingRng rng;
    BOOST_TEST(got.bytes == *compose(letter(), sender, post.clock.now(), rng));
    // A second letter goes too, over the same or a new conversation.
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST(eventually([&] { return server.letters().size() == 2; }));
    BOOST_TEST(eventually([&] { return mailer->queued() == 0; }));
}

BOOST_AUTO_TEST_CASE(smtp_tries_again_after_a_temporary_failure) {
    SmtpServer server;
    server.answer_recipients({"451 try later", "421 busy", "250 ok"});
    Post post;
    const auto mailer = post.mailer(server);
    const auto began = std::chrono::steady_clock::now();
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST(eventually([&] { return server.letters().size() == 1; }));
    // 50 ms, then 100 ms.
    BOOST_TEST((std::chrono::steady_clock::now() - began >= milliseconds(150)));
    BOOST_TEST(post.metrics.counter("mail_retries_total", "").value() == 2U);
}

BOOST_AUTO_TEST_CASE(smtp_gives_up) {
    SmtpServer server;
    server.answer_recipients({"550 no such user", "451 a", "451 b", "451 c", "451 d"});
    Post post;
    const auto mailer = post.mailer(server);
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST(eventually([&] { return mailer->queued() == 0; }));
    BOOST_TEST(post.metrics.counter("mail_retries_total", "").value() == 0U); // 5xx is final
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST(
        eventually([&] { return post.metrics.counter("mail_failed_total", "").value() == 2; }));
    BOOST_TEST(post.metrics.counter("mail_retries_total", "").value() == 2U); // three attempts
    BOOST_TEST(server.letters().empty());
    post.log->flush();
    std::string all;
    for (const std::string& line : post.log->lines()) {
        all += line;
    }
    BOOST_TEST(all.find("mail.rejected") != std::string::npos);
    BOOST_TEST(all.find("mail.given_up") != std::string::npos);
    BOOST_TEST(all.find("ala@") == std::string::npos); // no addresses in the log
}

BOOST_AUTO_TEST_CASE(smtp_queue_is_bounded_and_stopping_tries_once_more) {
    SmtpServer server;
    server.hold();
    Post post;
    auto mailer = post.mailer(server, 3, 2);
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST(mailer->send(letter()).has_value());
    BOOST_TEST((mailer->send(letter()).error() == Error("mail.busy")));
    server.release();
    mailer.reset(); // sends what is queued
    BOOST_TEST(server.letters().size() == 2U);
}

BOOST_AUTO_TEST_CASE(smtp_options_are_checked) {
    Post post;
    SmtpOptions options;
    options.host = "mail.example.org";
    options.tls = SmtpOptions::Tls::none;
    const auto make = [&](const SmtpOptions& with) {
        const auto made =
            SmtpMailer::make(with, sender, post.clock, post.rng, *post.log, post.metrics);
        return made ? "none" : std::string(made.error().id());
    };
    BOOST_TEST(make(options) == "mail.smtp"); // secrets in the clear over the network
    options.tls = SmtpOptions::Tls::start_tls;
    options.host = "mail.example.org/x";
    BOOST_TEST(make(options) == "mail.smtp");
    options.host = "127.0.0.1";
    options.queue_limit = 0;
    BOOST_TEST(make(options) == "mail.smtp");
}

BOOST_AUTO_TEST_CASE(smtp_without_starttls_gets_nothing) {
    SmtpServer server; // offers no STARTTLS: sending anyway would be a downgrade
    Post post;
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = server.port();
    options.tls = SmtpOptions::Tls::start_tls;
    options.attempts = 1;
    options.timeout = milliseconds(3'000);
    auto mailer = SmtpMailer::make(options, sender, post.clock, post.rng, *post.log, post.metrics);
    BOOST_REQUIRE(mailer.has_value());
    BOOST_TEST((*mailer)->send(letter()).has_value());
    BOOST_TEST(
        eventually([&] { return post.metrics.counter("mail_failed_total", "").value() == 1; }));
    BOOST_TEST(server.letters().empty());
}

BOOST_AUTO_TEST_SUITE_END()

#include "server/mail/smtp_url.hpp"

#include "crypto/base/encoding.hpp"

#include <array>

namespace ogniwo::mail {
namespace {

struct Scheme {
    std::string_view prefix;
    SmtpOptions::Tls tls;
    std::uint16_t port;
};
constexpr std::array schemes{Scheme{"smtp://", SmtpOptions::Tls::start_tls, 587},
                             Scheme{"smtps://", SmtpOptions::Tls::implicit, 465},
                             Scheme{"smtp+plain://", SmtpOptions::Tls::none, 25}};

} // namespace

Result<SmtpOptions> parse_smtp_url(std::string_view url) {
    for (const Scheme& scheme : schemes) {
        if (!url.starts_with(scheme.prefix)) {
            continue;
        }
        const std::string_view rest = url.substr(scheme.prefix.size());
        const std::size_t colon = rest.rfind(':');
        SmtpOptions options;
        options.tls = scheme.tls;
        options.port = scheme.port;
        options.host = std::string(rest.substr(0, colon));
        if (colon != std::string_view::npos) {
            const auto port = decimal_decode(rest.substr(colon + 1));
            if (!port || *port == 0 || *port > 65535) {
                return Error("mail.smtp", "the port must be 1 to 65535");
            }
            options.port = static_cast<std::uint16_t>(*port);
        }
        if (options.host.empty() || options.host.find_first_of("/@ ") != std::string::npos) {
            break;
        }
        return options;
    }
    return Error("mail.smtp", "expected smtp://host:port, smtps://host:port or smtp+plain://host:port");
}

Result<Sender> parse_sender(std::string_view text) {
    Sender sender;
    const std::size_t open = text.find(" <");
    if (open != std::string_view::npos && text.ends_with('>')) {
        sender.name = std::string(text.substr(0, open));
        sender.address = std::string(text.substr(open + 2, text.size() - open - 3));
    } else {
        sender.address = std::string(text);
    }
    if (!is_address(sender.address)) {
        return Error("mail.address", "expected \"Name <name@domain>\"");
    }
    return sender;
}

} // namespace ogniwo::mail

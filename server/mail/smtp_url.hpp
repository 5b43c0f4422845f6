#pragma once
// How the configuration names a mail server and the sender.

#include "server/mail/mailer.hpp"

namespace ogniwo::mail {

/// "smtp://host:port" (STARTTLS, port 587), "smtps://host:port" (TLS from the start, port 465), or
/// "smtp+plain://host:port" (no TLS, port 25, loopback hosts only). Errors: mail.smtp.
Result<SmtpOptions> parse_smtp_url(std::string_view url);

/// "Name <name@domain>" or "name@domain". Errors: mail.address.
Result<Sender> parse_sender(std::string_view text);

} // namespace ogniwo::mail

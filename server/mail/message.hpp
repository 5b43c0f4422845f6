#pragma once
// A letter as RFC 5322 bytes.

#include "crypto/base/clock.hpp"
#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"

#include <string>
#include <string_view>

namespace ogniwo::mail {

/// One letter. All texts are UTF-8.
struct Message {
    /// One address, ASCII, "name@domain".
    std::string to;
    /// One line, 1 to 200 bytes.
    std::string subject;
    /// Plain text, lines ended by "\n", at most 256 KiB.
    std::string text;
};

/// Who writes. `name` may be empty; at most 100 bytes.
struct Sender {
    std::string name;
    std::string address;
};

/// True when the text is an address that we write to: ASCII, at most 254 bytes, one "@", a dot-atom
/// before it (at most 64 bytes) and a host name after it (RFC 5321 section 4.1.2 without quotes and
/// literals).
bool is_address(std::string_view text);

/// Checks what compose() would refuse. Errors: mail.address, mail.subject, mail.text.
Result<void> check_message(const Message& message);

/// The letter with CRLF lines of at most 76 bytes: From, To, Date, Message-ID, Subject (RFC 2047
/// when it is not plain ASCII), Auto-Submitted, text/plain UTF-8 in base64. Nothing in it can add a
/// header: texts with control characters are refused, and the text is encoded. Errors: mail.address
/// (either), mail.subject, mail.text (too long, not UTF-8, control characters).
Result<std::string> compose(const Message& message, const Sender& sender, UnixMillis at, Rng& rng);

} // namespace ogniwo::mail

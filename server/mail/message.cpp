#include "server/mail/message.hpp"

#include "crypto/base/encoding.hpp"

#include <array>
#include <ctime>

namespace ogniwo::mail {
namespace {

constexpr std::size_t max_subject = 200;
constexpr std::size_t max_name = 100;
constexpr std::size_t max_text = 256 * 1024;
constexpr std::size_t line_length = 76;

bool is_atom_character(char c) {
    constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// Parts joined by single dots, none of them empty.
bool is_dotted(std::string_view text, bool (*allowed)(char)) {
    bool after_dot = true;
    for (const char c : text) {
        if (c == '.' ? after_dot : !allowed(c)) {
            return false;
        }
        after_dot = c == '.';
    }
    return !after_dot;
}

bool is_one_line(std::string_view text) {
    return is_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

bool is_plain_ascii(std::string_view text) {
    // "=?" would be read as an encoded word, so it is encoded itself.
    return text.find("=?") == std::string_view::npos &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// RFC 2047 encoded words of at most 75 bytes, each of whole characters, on folded lines.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t bytes_in_a_word = 39; // 52 in base64, 12 of frame, 9 of "Subject: "
    std::string out;
    while (!text.empty()) {
        std::size_t n = std::min(text.size(), bytes_in_a_word);
        while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) {
            --n;
        }
        out += out.empty() ? "" : "\r\n ";
        out += "=?UTF-8?B?" + base64_encode(as_bytes(text.substr(0, n)), Padding::required) + "?=";
        text.remove_prefix(n);
    }
    return out;
}

std::string header_text(std::string_view text) {
    const bool short_enough = text.size() <= line_length - std::string_view("Subject: ").size();
    return is_plain_ascii(text) && short_enough ? std::string(text) : encoded_words(text);
}

// A display name: encoded unless it is words of atoms.
std::string mailbox(const Sender& sender) {
    if (sender.name.empty()) {
        return sender.address;
    }
    const bool plain =
        std::ranges::all_of(sender.name, [](char c) { return c == ' ' || is_atom_character(c); });
    const std::string name = plain && sender.name.find("=?") == std::string::npos
                                 ? sender.name
                                 : encoded_words(sender.name);
    return name + "\r\n <" + sender.address + ">";
}

// RFC 5322 section 3.3; names of days and months are the standard's, whatever the locale.
std::string date_text(UnixMillis at) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = static_cast<std::time_t>(at / 1'000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %d %s %d %02d:%02d:%02d +0000",
                  days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                  months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                  parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text.data();
}

std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return out;
}

std::string wrapped_base64(std::string_view text) {
    const std::string encoded = base64_encode(as_bytes(text), Padding::required);
    std::string out;
    for (std::size_t at = 0; at < encoded.size(); at += line_length) {
        out += encoded.substr(at, line_length) + "\r\n";
    }
    return out;
}

} // namespace

bool is_address(std::string_view text) {
    constexpr std::size_t longest = 254;
    constexpr std::size_t longest_local = 64;
    const std::size_t at = text.find('@');
    if (text.size() > longest || at == std::string_view::npos || at > longest_local) {
        return false;
    }
    const std::string_view host = text.substr(at + 1);
    return is_dotted(text.substr(0, at), is_atom_character) && is_dotted(host, is_host_character);
}

Result<void> check_message(const Message& message) {
    if (!is_address(message.to)) {
        return Error("mail.address");
    }
    if (message.subject.empty() || message.subject.size() > max_subject ||
        !is_one_line(message.subject)) {
        return Error("mail.subject", "one line of at most 200 bytes");
    }
    const bool clean = std::ranges::none_of(message.text, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    });
    if (message.text.size() > max_text || !clean || !is_utf8(message.text)) {
        return Error("mail.text", "plain UTF-8 text of at most 256 KiB");
    }
    return {};
}

Result<std::string> compose(const Message& message, const Sender& sender, UnixMillis at, Rng& rng) {
    OGNIWO_TRY(check_message(message));
    if (!is_address(sender.address) || sender.name.size() > max_name || !is_one_line(sender.name)) {
        return Error("mail.address", "the sender");
    }
    ByteArray<16> random{};
    rng.fill(random);
    const std::string domain = sender.address.substr(sender.address.find('@') + 1);
    std::string out;
    out += "From: " + mailbox(sender) + "\r\n";
    out += "To: " + message.to + "\r\n";
    out += "Date: " + date_text(at) + "\r\n";
    out += "Message-ID:\r\n <" + hex_encode(random) + "@" + domain + ">\r\n";
    out += "Subject: " + header_text(message.subject) + "\r\n";
    out += "Auto-Submitted: auto-generated\r\n";
    out += "MIME-Version: 1.0\r\n";
    out += "Content-Type: text/plain; charset=utf-8\r\n";
    out += "Content-Transfer-Encoding: base64\r\n\r\n";
    out += wrapped_base64(crlf(message.text));
    return out;
}

} // namespace ogniwo::mail

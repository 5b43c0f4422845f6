#include "server/auth/authenticator_data.hpp"

namespace ogniwo::auth {
namespace {

constexpr int max_depth = 8;
constexpr std::size_t aaguid_bytes = 16;

// Takes CBOR items (RFC 8949, section 3) off the front; false as soon as one is not whole.
class Cbor {
  public:
    explicit Cbor(ByteView bytes) : rest_(bytes) {}

    bool item(int depth = 0) {
        if (rest_.empty() || depth > max_depth) {
            return false;
        }
        const int major = rest_[0] >> 5;
        const std::uint8_t information = rest_[0] & 0x1f;
        rest_ = rest_.subspan(1);
        std::uint64_t argument = information;
        return (information < 24 || read_argument(information, argument)) && content(major, argument, depth);
    }
    [[nodiscard]] ByteView rest() const { return rest_; }

  private:
    // 24..27: 1, 2, 4 or 8 bytes follow. 28 and more are reserved or of no definite length.
    bool read_argument(std::uint8_t information, std::uint64_t& argument) {
        const std::size_t size = information <= 27 ? std::size_t{1} << (information - 24) : 0;
        if (size == 0 || rest_.size() < size) {
            return false;
        }
        argument = 0;
        for (const std::uint8_t byte : rest_.first(size)) {
            argument = argument << 8 | byte;
        }
        rest_ = rest_.subspan(size);
        return true;
    }

    bool content(int major, std::uint64_t argument, int depth) {
        switch (major) {
        case 2: // bytes
        case 3: // text
            if (argument > rest_.size()) {
                return false;
            }
            rest_ = rest_.subspan(static_cast<std::size_t>(argument));
            return true;
        case 4: return items(argument, depth);
        case 5: return argument <= rest_.size() && items(2 * argument, depth);
        case 6: return item(depth + 1); // a tag
        default: return true;           // integers and simple values are their argument
        }
    }

    bool items(std::uint64_t count, int depth) {
        if (count > rest_.size()) { // each takes a byte or more
            return false;
        }
        for (; count > 0; --count) {
            if (!item(depth + 1)) {
                return false;
            }
        }
        return true;
    }

    ByteView rest_;
};

} // namespace

bool is_whole_authenticator_data(ByteView bytes) {
    if (bytes.size() < authenticator_head_bytes) {
        return false;
    }
    const std::uint8_t flags = bytes[flags_at];
    ByteView rest = bytes.subspan(authenticator_head_bytes);
    if ((flags & flag_attested) != 0) {
        if (rest.size() < aaguid_bytes + 2) {
            return false;
        }
        const std::size_t id_bytes = static_cast<std::size_t>(rest[aaguid_bytes]) << 8 | rest[aaguid_bytes + 1];
        rest = rest.subspan(aaguid_bytes + 2);
        if (rest.size() < id_bytes) {
            return false;
        }
        Cbor key(rest.subspan(id_bytes));
        if (!key.item()) {
            return false;
        }
        rest = key.rest();
    }
    if ((flags & flag_extensions) != 0) {
        Cbor extensions(rest);
        if (!extensions.item()) {
            return false;
        }
        rest = extensions.rest();
    }
    return rest.empty();
}

} // namespace ogniwo::auth

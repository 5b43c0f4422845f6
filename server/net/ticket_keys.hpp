#pragma once
// Keys of TLS session tickets, replaced while the server runs.

#include "crypto/base/bytes.hpp"

#include <chrono>
#include <mutex>
#include <optional>

struct ssl_ctx_st;

namespace ogniwo::net {

/// The present key and the one before it: tickets of the earlier one are still read, and renewed.
/// A stolen memory image thus opens at most two periods of resumed sessions. Thread-safe.
class TicketKeys {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;
    explicit TicketKeys(std::chrono::seconds period = std::chrono::hours(12)) : period_(period) {}
    ~TicketKeys();
    TicketKeys(const TicketKeys&) = delete;
    TicketKeys& operator=(const TicketKeys&) = delete;

    struct Key {
        ByteArray<16> name{};
        ByteArray<32> cipher{};
        ByteArray<32> mac{};
        TimePoint made;
    };
    /// The key to write tickets with; makes a new one when the present one is older than the
    /// period. Nothing when the system gives no randomness.
    std::optional<Key> current(TimePoint now);
    /// The key of that name, if it is not too old, and whether the ticket should be renewed.
    struct Found {
        Key key;
        bool renew = false;
    };
    std::optional<Found> find(ByteView name, TimePoint now);

    /// Makes the context use these keys, which must outlive it.
    void install(ssl_ctx_st* context);

  private:
    void rotate(TimePoint now);
    const std::chrono::seconds period_;
    std::mutex mutex_;
    std::optional<Key> present_;
    std::optional<Key> previous_;
};

} // namespace ogniwo::net

#pragma once
// The deadline of a connection's present phase.

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>

namespace ogniwo::net {

/// Cancels what waits on the socket when the armed time is over. Everything happens on the socket's
/// strand. One timer for each connection: arming again moves the deadline, absolute, however often
/// bytes trickle in.
class Watchdog {
  public:
    using Clock = std::chrono::steady_clock;
    /// The socket must outlive the watchdog.
    explicit Watchdog(boost::asio::ip::tcp::socket& socket);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    void arm(Clock::duration limit) { arm_until(Clock::now() + limit); }
    void arm_until(Clock::time_point deadline);
    void disarm();
    /// True when the deadline of the present arming has passed.
    [[nodiscard]] bool expired() const;

  private:
    struct Core;
    std::shared_ptr<Core> core_;
};

} // namespace ogniwo::net

#include "server/net/watchdog.hpp"

#include <boost/asio/steady_timer.hpp>

namespace ogniwo::net {

namespace asio = boost::asio;

// Outlives the watchdog while a timer's handler is queued.
struct Watchdog::Core : std::enable_shared_from_this<Watchdog::Core> {
    explicit Core(asio::ip::tcp::socket& s) : socket(&s), timer(s.get_executor()) {}

    void schedule() {
        if (deadline == Clock::time_point::max() || (waiting && timer.expiry() <= deadline)) {
            return; // an earlier wake-up will look again
        }
        waiting = true;
        timer.expires_at(deadline);
        timer.async_wait([self = shared_from_this()](const boost::system::error_code& ec) {
            if (!ec) {
                self->wake();
            }
        });
    }

    void wake() {
        waiting = false;
        if (socket == nullptr) {
            return;
        }
        if (Clock::now() < deadline) {
            schedule();
            return;
        }
        expired = true;
        boost::system::error_code ignored;
        socket->cancel(ignored);
    }

    asio::ip::tcp::socket* socket;
    asio::steady_timer timer;
    Clock::time_point deadline = Clock::time_point::max();
    bool waiting = false;
    bool expired = false;
};

Watchdog::Watchdog(asio::ip::tcp::socket& socket) : core_(std::make_shared<Core>(socket)) {}

Watchdog::~Watchdog() {
    core_->socket = nullptr;
    core_->timer.cancel();
}

void Watchdog::arm_until(Clock::time_point deadline) {
    core_->deadline = deadline;
    core_->expired = false;
    core_->schedule();
}

void Watchdog::disarm() {
    core_->deadline = Clock::time_point::max();
    core_->expired = false;
}

bool Watchdog::expired() const {
    return core_->expired || Clock::now() >= core_->deadline;
}

} // namespace ogniwo::net

#include "crypto/base/check.hpp"
#include "server/net/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <thread>

namespace ogniwo::net {

struct IoRuntime::State {
    explicit State(unsigned n) : context(static_cast<int>(n)), work(context.get_executor()) {}
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    std::vector<std::thread> threads;
};

IoRuntime::IoRuntime(unsigned threads) : state_(std::make_unique<State>(threads)) {
    OGNIWO_CHECK(threads >= 1);
    std::signal(SIGPIPE, SIG_IGN);
    for (unsigned i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->context.run(); });
    }
}

IoRuntime::~IoRuntime() {
    state_->work.reset();
    for (std::thread& thread : state_->threads) {
        thread.join();
    }
}

asio::any_io_executor IoRuntime::executor() const {
    return state_->context.get_executor();
}

} // namespace ogniwo::net

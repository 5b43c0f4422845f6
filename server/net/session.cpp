#include "server/net/session.hpp"

#include "crypto/base/encoding.hpp"
#include "server/http/router.hpp"
#include "server/net/wire.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace ogniwo::net {
namespace {
constexpr std::size_t read_chunk = 16 * 1024;
constexpr std::size_t write_slice = 64 * 1024;
constexpr std::size_t one_record = 16 * 1024;
} // namespace

Session::Session(Stream& stream, http::Peer peer, Shared& shared, Nursery::Task& task)
    : stream_(stream), peer_(std::move(peer)), shared_(shared), limits_(shared.limits), task_(task),
      opened_(Watchdog::Clock::now()), request_began_(opened_), write_deadline_(opened_) {
    ByteArray<8> random{};
    shared_.rng.fill(random);
    id_prefix_ = hex_encode(random) + "-";
    request_id_ = id_prefix_ + "0";
}

asio::awaitable<void> Session::run() {
    task_.on_stop([this] {
        if (idle_) {
            stream_.cancel();
        }
    });
    stream_.watchdog().arm(limits_.tls_handshake);
    const Result<void> shaken = co_await stream_.handshake();
    if (!shaken) {
        shared_.metrics.tls_failures.add();
        shared_.log.event(obs::Level::debug, "net.handshake_failed",
                          {{"why", shaken.error().text()}});
        stream_.abandon();
        co_return;
    }
    Next next = Next::request;
    while (next == Next::request) {
        next = co_await serve_request();
    }
    if (next == Next::drop) {
        stream_.abandon();
        co_return;
    }
    stream_.watchdog().arm(limits_.tls_shutdown);
    co_await stream_.finish(limits_.linger_bytes);
}

Session::Next Session::lost(const Error& error, std::string_view phase) {
    if (error == Error("net.timeout")) {
        shared_.metrics.timeout(phase).add();
    }
    return Next::drop;
}

asio::awaitable<Session::Next> Session::wait_for_request() {
    if (!buffer_.empty()) {
        co_return Next::request;
    }
    if (task_.stopping()) {
        co_return Next::finish;
    }
    Bytes().swap(buffer_);
    idle_ = true;
    stream_.watchdog().arm(limits_.idle);
    const Result<void> ready = co_await stream_.wait_readable();
    idle_ = false;
    if (ready) {
        co_return Next::request;
    }
    if (ready.error() == Error("net.timeout")) {
        shared_.metrics.timeout("idle").add();
    }
    co_return Next::finish;
}

asio::awaitable<Session::Next> Session::serve_request() {
    const Next go_on = co_await wait_for_request();
    if (go_on != Next::request) {
        co_return go_on;
    }
    request_began_ = Watchdog::Clock::now();
    request_id_ = id_prefix_ + std::to_string(++requests_);
    stream_.watchdog().arm(limits_.header);
    const Result<std::size_t> length = co_await read_head();
    if (!length) {
        const Error& error = length.error();
        if (error == Error("net.timeout")) {
            shared_.metrics.timeout("header").add();
            co_return co_await refuse(Error("request.timeout"), nullptr);
        }
        if (error == Error("net.end")) {
            co_return Next::finish;
        }
        if (error.id().starts_with("net.")) {
            co_return Next::drop;
        }
        co_return co_await refuse(error, nullptr);
    }
    Result<Head> head = parse_head(ByteView(buffer_).first(*length));
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(*length));
    if (!head) {
        co_return co_await refuse(head.error(), nullptr);
    }
    http::RequestContext context;
    context.request.method = head->method;
    context.request.target = std::move(head->target);
    context.request.headers = std::move(head->headers);
    context.request.peer = peer_;
    context.request.id = request_id_;
    co_return co_await answer(context, std::move(*head));
}

asio::awaitable<Result<std::size_t>> Session::read_head() {
    HeadScanner scanner(HeadLimits{limits_.header_bytes, limits_.header_fields});
    while (true) {
        const auto found = scanner.scan(buffer_);
        if (!found) {
            co_return found.error();
        }
        if (*found) {
            co_return **found;
        }
        const bool nothing_yet = buffer_.empty();
        const Result<void> more = co_await read_more(read_chunk);
        if (!more) {
            const bool clean_end = nothing_yet && more.error() == Error("net.closed");
            co_return clean_end ? Error("net.end") : more.error();
        }
    }
}

asio::awaitable<Result<void>> Session::read_more(std::size_t at_most) {
    const std::size_t before = buffer_.size();
    buffer_.resize(before + at_most);
    const std::span<std::uint8_t> tail = std::span(buffer_).subspan(before);
    const Result<std::size_t> got = co_await stream_.read_some(tail);
    buffer_.resize(before + (got ? *got : 0));
    if (!got) {
        co_return got.error();
    }
    if (*got == 0) {
        co_return Error("net.closed");
    }
    co_return Result<void>();
}

asio::awaitable<Session::Next> Session::answer(http::RequestContext& context, Head head) {
    // Routing, sessions and limits come before the body: what is refused is never read.
    stream_.watchdog().disarm();
    http::Admission admission = co_await shared_.service.admit(context, head.content_length);
    const std::uint64_t length = head.content_length.value_or(0);
    if (admission.answer) {
        co_return co_await respond(std::move(*admission.answer), &context,
                                   head.wants_close || length > 0);
    }
    if (length > admission.body_limit) {
        co_return co_await refuse(Error("http.body_limit"), &context);
    }
    BudgetShare share(shared_.bodies, length);
    if (!share.granted()) {
        shared_.metrics.body_budget_refusals.add();
        co_return co_await refuse(Error("server.busy"), &context);
    }
    if (length > 0) {
        stream_.watchdog().arm_until(transfer_deadline(limits_.body, length));
        if (head.expects_continue && buffer_.empty()) {
            const std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
            const Result<void> sent = co_await stream_.write(as_bytes(interim));
            if (!sent) {
                co_return lost(sent.error(), "body");
            }
        }
        const Result<void> read = co_await read_body(context, length);
        if (!read) {
            if (read.error() == Error("net.timeout")) {
                shared_.metrics.timeout("body").add();
                co_return co_await refuse(Error("request.timeout"), &context);
            }
            co_return Next::drop;
        }
    }
    stream_.watchdog().disarm();
    http::Response response = co_await shared_.service.handle(context);
    context.request.body = Bytes();
    share = BudgetShare();
    co_return co_await respond(std::move(response), &context, head.wants_close);
}

asio::awaitable<Result<void>> Session::read_body(http::RequestContext& context,
                                                 std::size_t length) {
    Bytes& body = context.request.body;
    const std::size_t early = std::min(length, buffer_.size());
    const auto early_end = buffer_.begin() + static_cast<std::ptrdiff_t>(early);
    body.assign(buffer_.begin(), early_end);
    buffer_.erase(buffer_.begin(), early_end);
    while (body.size() < length) {
        // Memory follows what has arrived: an announced length alone takes none.
        const std::size_t before = body.size();
        body.resize(before + std::min(length - before, std::max(before, write_slice)));
        const std::span<std::uint8_t> tail = std::span(body).subspan(before);
        const Result<std::size_t> got = co_await stream_.read_some(tail);
        body.resize(before + (got ? *got : 0));
        if (!got) {
            co_return got.error();
        }
        if (*got == 0) {
            co_return Error("net.closed");
        }
    }
    co_return Result<void>();
}

asio::awaitable<Session::Next> Session::refuse(const Error& error,
                                               const http::RequestContext* context) {
    http::Response response = shared_.service.refuse(error, context, request_id_);
    co_return co_await respond(std::move(response), context, true);
}

asio::awaitable<Session::Next> Session::respond(http::Response response,
                                                const http::RequestContext* context, bool close) {
    const bool old = Watchdog::Clock::now() - opened_ >= limits_.max_age;
    const bool last =
        close || response.close || old || requests_ >= limits_.max_requests || task_.stopping();
    const bool is_head = context != nullptr && context->request.method == http::Method::head;
    const bool with_body = !is_head && may_have_body(response.status);
    const std::uint64_t bytes = with_body ? http::body_size(response.body) : 0;
    const bool routed = context != nullptr && context->route != nullptr;
    const std::string head = response_head(response, request_id_, last,
                                           routed ? context->route->answer_multiple : 0);
    write_deadline_ = transfer_deadline(limits_.write, bytes);
    const Result<void> written = co_await write_response(response, head, with_body);

    http::Completed done;
    done.context = context;
    done.request_id = request_id_;
    done.status = response.status;
    done.problem_id = response.problem_id;
    done.response_bytes = bytes;
    done.delivered = written.has_value();
    done.elapsed = Watchdog::Clock::now() - request_began_;
    shared_.service.completed(done);
    if (!written) {
        co_return lost(written.error(), "write");
    }
    co_return last ? Next::finish : Next::request;
}

asio::awaitable<Result<void>> Session::write_response(const http::Response& response,
                                                      const std::string& head, bool with_body) {
    const auto* file = std::get_if<http::FileBody>(&response.body);
    const ByteView body =
        with_body && file == nullptr ? http::body_bytes(response.body) : ByteView();
    arm_slice(write_deadline_);
    if (head.size() + body.size() <= one_record) {
        Bytes both = to_bytes(head);
        append(both, body);
        const Result<void> sent = co_await stream_.write(both);
        if (!sent || !with_body || file == nullptr) {
            co_return sent;
        }
    } else {
        const Result<void> sent = co_await stream_.write(as_bytes(head));
        if (!sent) {
            co_return sent.error();
        }
    }
    if (with_body && file != nullptr) {
        co_return co_await write_file(*file);
    }
    co_return co_await write_slices(body);
}

asio::awaitable<Result<void>> Session::write_slices(ByteView bytes) {
    while (!bytes.empty()) {
        const ByteView slice = bytes.first(std::min(bytes.size(), write_slice));
        arm_slice(write_deadline_);
        const Result<void> sent = co_await stream_.write(slice);
        if (!sent) {
            co_return sent.error();
        }
        bytes = bytes.subspan(slice.size());
    }
    co_return Result<void>();
}

asio::awaitable<Result<void>> Session::write_file(const http::FileBody& body) {
    Bytes slice;
    std::uint64_t sent = 0;
    ::posix_fadvise(body.file->descriptor(), static_cast<off_t>(body.offset),
                    static_cast<off_t>(body.length), POSIX_FADV_SEQUENTIAL);
    while (sent < body.length) {
        slice.resize(std::min<std::uint64_t>(write_slice, body.length - sent));
        const ssize_t got = ::pread(body.file->descriptor(), slice.data(), slice.size(),
                                    static_cast<off_t>(body.offset + sent));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            // The length is announced already: only dropping the connection tells the truth.
            shared_.log.event(obs::Level::error, "net.file_read_failed",
                              {{"request", request_id_}});
            co_return Error("net.closed", "the file became shorter");
        }
        arm_slice(write_deadline_);
        const ByteView part = ByteView(slice).first(static_cast<std::size_t>(got));
        const Result<void> written = co_await stream_.write(part);
        if (!written) {
            co_return written.error();
        }
        sent += static_cast<std::uint64_t>(got);
    }
    co_return Result<void>();
}

Watchdog::Clock::time_point Session::transfer_deadline(milliseconds base,
                                                       std::uint64_t bytes) const {
    const std::uint64_t extra =
        bytes * 1'000 / std::max<std::uint64_t>(1, limits_.min_rate_bytes_per_s);
    return Watchdog::Clock::now() + base + milliseconds(static_cast<std::int64_t>(extra));
}

void Session::arm_slice(Watchdog::Clock::time_point overall) {
    stream_.watchdog().arm_until(std::min(overall, Watchdog::Clock::now() + limits_.write));
}

} // namespace ogniwo::net

#include "tests/integration/http/fixture.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/digest/sha384.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <sys/random.h>
#include <thread>

namespace ogniwo::test {

namespace asio = boost::asio;
using http::Cost;
using http::Method;
using http::RequestContext;
using http::Response;
using http::Route;

void SystemRng::fill(std::span<std::uint8_t> out) {
    if (::getentropy(out.data(), out.size()) != 0) {
        throw std::runtime_error("no randomness");
    }
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ogniwo-http-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
}

namespace {

std::chrono::milliseconds wanted_time(const RequestContext& context) {
    return std::chrono::milliseconds(std::stoi(std::string(*context.request.query("ms"))));
}

asio::awaitable<Result<Response>> slow(RequestContext& context) {
    asio::steady_timer timer(co_await asio::this_coro::executor, wanted_time(context));
    co_await timer.async_wait(asio::use_awaitable);
    co_return http::body_response(std::string("slow"), "text/plain");
}

asio::awaitable<Result<Response>> throw_later(RequestContext& context) {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    throw std::runtime_error("secret-" + context.request.target.path);
}

asio::awaitable<Result<void>> check_user(RequestContext& context) {
    const bool guarded = context.route->auth != http::AuthPolicy::anyone;
    if (guarded && !context.request.headers.find("X-Test-User")) {
        co_return Error("session.required");
    }
    co_return Result<void>();
}

std::optional<http::ProblemInfo> problems(std::string_view id, std::string_view language) {
    if (id != "session.required") {
        return std::nullopt;
    }
    http::ProblemInfo info;
    info.status = 401;
    info.title = language == "pl" ? "Zaloguj się" : "Sign in";
    return info;
}

Result<Response> echo(RequestContext& context) {
    return http::body_response(context.request.body, "application/octet-stream");
}

Route make_route(Method method, std::string path, http::Handler handler) {
    Route route;
    route.method = method;
    route.path = std::move(path);
    route.handler = std::move(handler);
    return route;
}

Route with_body(Route route, std::size_t limit, std::string type = "application/octet-stream") {
    route.body_limit = limit;
    route.accepts = std::move(type);
    return route;
}

std::string manifest_entry(const TemporaryFolder& folder, const std::string& path,
                           const std::string& file, const std::string& type, bool immutable,
                           const std::string& content) {
    folder.write(file, content);
    const std::string hash = base64_encode(crypto::sha384(as_bytes(content)), Padding::required);
    return "\"" + path + "\":{\"file\":\"" + file + "\",\"sha384\":\"" + hash + "\",\"type\":\"" +
           type + "\",\"immutable\":" + (immutable ? "true" : "false") + "}";
}

http::StaticFiles make_files(const TemporaryFolder& folder) {
    const std::string manifest =
        "{" +
        manifest_entry(folder, "/", "index.html", "text/html; charset=utf-8", false,
                       "<!doctype html><title>Ogniwo</title>") +
        "," +
        manifest_entry(folder, "/app.js", "app.js", "text/javascript", true,
                       "export const text = '" + std::string(2000, 'a') + "';") +
        "," +
        manifest_entry(folder, "/crypto.worker.js", "crypto.worker.js", "text/javascript", true,
                       "onmessage = () => {};") +
        "}";
    folder.write("secret.txt", "not in the manifest");
    auto files = http::StaticFiles::load(folder.path(), manifest, "/", {"/votes/{id}"});
    if (!files) {
        throw std::runtime_error(files.error().text());
    }
    return std::move(*files);
}

} // namespace

std::vector<Route> Fixture::routes() {
    const auto sync = [this](auto&& body) {
        return http::SyncHandler([this, body](RequestContext& context) -> Result<Response> {
            ++handled;
            return body(context);
        });
    };
    const auto text = [](std::string value) {
        return http::body_response(std::move(value), "text/plain");
    };
    std::vector<Route> list;
    list.push_back(make_route(Method::get, "/hello", sync([text](RequestContext&) {
                                  return Result<Response>(text("hello"));
                              })));
    list.push_back(make_route(Method::get, "/items/{id}", sync([text](RequestContext& context) {
                                  return Result<Response>(text(context.param("id")));
                              })));
    list.push_back(make_route(Method::get, "/tail/{rest...}", sync([text](RequestContext& context) {
                                  return Result<Response>(text(context.param("rest")));
                              })));
    list.push_back(make_route(Method::get, "/slow", http::AsyncHandler([this](RequestContext& c) {
                                  ++handled;
                                  return slow(c);
                              })));
    Route cpu = make_route(Method::get, "/cpu", sync([text](RequestContext& context) {
                               std::this_thread::sleep_for(wanted_time(context));
                               return Result<Response>(text("cpu"));
                           }));
    cpu.cost = Cost::cpu;
    list.push_back(std::move(cpu));
    Route gated = make_route(Method::get, "/gate", sync([this, text](RequestContext&) {
                                 gate.wait(false);
                                 return Result<Response>(text("open"));
                             }));
    gated.cost = Cost::cpu;
    list.push_back(std::move(gated));
    list.push_back(make_route(Method::get, "/throw", sync([](RequestContext&) -> Result<Response> {
                                  throw std::runtime_error("secret-inside");
                              })));
    list.push_back(make_route(Method::get, "/throw-async", http::AsyncHandler(throw_later)));
    const auto large = std::make_shared<const Bytes>(Bytes(8U << 20U, 'x'));
    list.push_back(make_route(Method::get, "/large", sync([large](RequestContext&) {
                                  return Result<Response>(
                                      http::body_response(large, "application/octet-stream"));
                              })));
    folder.write("file.bin", std::string(300'000, 'f'));
    list.push_back(
        make_route(Method::get, "/file", sync([this](RequestContext&) -> Result<Response> {
                       OGNIWO_ASSIGN(http::FileBody body,
                                     http::open_file_body((folder.path() / "file.bin").string()));
                       return http::body_response(std::move(body), "application/octet-stream");
                   })));
    list.push_back(with_body(make_route(Method::post, "/echo", sync(echo)), 4'096));
    list.push_back(with_body(make_route(Method::post, "/big", sync([text](RequestContext& c) {
                                            return Result<Response>(
                                                text(std::to_string(c.request.body.size())));
                                        })),
                             1U << 20U));
    list.push_back(
        with_body(make_route(Method::post, "/json", sync(echo)), 1'024, "application/json"));
    Route guarded = with_body(make_route(Method::post, "/guarded", sync(echo)), 4'096);
    guarded.auth = http::AuthPolicy::session;
    guarded.answer_multiple = 2048;
    list.push_back(std::move(guarded));
    list.push_back(make_route(Method::post, "/empty", sync([](RequestContext&) {
                                  return Result<Response>(http::empty_response());
                              })));
    return list;
}

Fixture::Fixture(FixtureOptions options) {
    io = std::make_unique<net::IoRuntime>(options.io_threads);
    pool = std::make_unique<net::CpuPool>(options.cpu_threads, options.cpu_jobs, metrics);
    http::Dispatcher::Parts parts{http::Router(routes()), make_files(folder), problems, check_user,
                                  net::cpu_runner(*pool)};
    dispatcher =
        std::make_unique<http::Dispatcher>(std::move(parts), options.dispatcher, *log, metrics);
    static const net::Certificate shared_certificate = [] {
        auto made = net::make_self_signed();
        if (!made) {
            throw std::runtime_error(made.error().text());
        }
        return *made;
    }();
    certificate = shared_certificate;
    std::shared_ptr<net::TlsContext> tls;
    if (options.tls) {
        auto context = net::TlsContext::make(certificate);
        if (!context) {
            throw std::runtime_error(context.error().text());
        }
        tls = *context;
    }
    net::ServerOptions server_options;
    server_options.limits = options.limits;
    net::Server::Parts server_parts{tls, *dispatcher, rng, *log, metrics};
    server = std::make_unique<net::Server>(io->executor(), std::move(server_parts),
                                           std::move(server_options));
    if (const auto started = server->start(); !started) {
        throw std::runtime_error(started.error().text());
    }
}

Fixture::~Fixture() {
    server->stop(std::chrono::milliseconds(2'000));
}

bool eventually(const std::function<bool()>& condition) {
    using namespace std::chrono;
    const auto give_up = steady_clock::now() + seconds(5);
    while (!condition() && steady_clock::now() < give_up) {
        std::this_thread::sleep_for(milliseconds(2));
    }
    return condition();
}

double Fixture::metric(const std::string& series) const {
    const std::string text = "\n" + metrics.text();
    const std::size_t at = text.find("\n" + series + " ");
    return at == std::string::npos ? 0 : std::stod(text.substr(at + series.size() + 2));
}

} // namespace ogniwo::test

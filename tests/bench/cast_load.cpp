// Casts ballots over HTTPS as fast as the server takes them, then at half that rate, on one thread. Usage: cast_load
// SETUP CODES PORT BALLOTS. CODES is private_creds.csv: each voter casts over a connection of their own, BALLOTS in
// all. Makes the ballots, prints "ready", reads a line of JSON from standard input, [{"cookie","csrf"},..] in the
// order of CODES, casts, and prints {"rate" in ballots/s, "half_load_ms": [..]}. Any other answer than 200 ends it.

#include "ballots/secret_election.hpp"
#include "crypto/base/json.hpp"
#include "crypto/random.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using asio::use_awaitable;
using Clock = std::chrono::steady_clock;
using Stream = asio::ssl::stream<asio::ip::tcp::socket>;
using Request = http::request<http::vector_body<std::uint8_t>>;

namespace {

ogniwo::Bytes file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> codes_of(const std::string& path) {
    std::vector<std::string> codes;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        codes.push_back(line.substr(line.find(',') + 1));
    }
    return codes;
}

// ballots[voter] is what they cast, one after the other.
std::vector<std::vector<ogniwo::Bytes>> make_ballots(const std::string& setup, const std::vector<std::string>& codes,
                                                     std::size_t each) {
    const auto election = ogniwo::ballots::SecretElection::open(
        file(setup + "/election.json"), file(setup + "/trustees.json"), file(setup + "/public_creds.json"));
    std::vector<std::vector<ogniwo::Bytes>> ballots(codes.size());
    std::vector<std::jthread> threads;
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned t = 0; t < count; ++t) {
        threads.emplace_back([&, t] {
            ogniwo::crypto::SystemRng rng;
            for (std::size_t voter = t; voter < codes.size(); voter += count) {
                for (std::size_t k = 0; k < each; ++k) {
                    std::vector<std::uint32_t> choice(5, 0);
                    choice[k % choice.size()] = 1;
                    ballots[voter].push_back(election.value()->make_ballot(codes[voter], {choice}, rng).value());
                }
            }
        });
    }
    return ballots;
}

struct Client {
    std::unique_ptr<Stream> stream;
    beast::flat_buffer buffer;
    Request request;
};

asio::awaitable<void> connect(Client& client, asio::ssl::context& tls, unsigned short port) {
    client.stream = std::make_unique<Stream>(co_await asio::this_coro::executor, tls);
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port);
    co_await client.stream->next_layer().async_connect(server, use_awaitable);
    client.stream->next_layer().set_option(asio::ip::tcp::no_delay(true));
    co_await client.stream->async_handshake(asio::ssl::stream_base::client, use_awaitable);
}

asio::awaitable<void> cast(Client& client, const ogniwo::Bytes& ballot) {
    client.request.body() = ballot;
    client.request.prepare_payload();
    co_await http::async_write(*client.stream, client.request, use_awaitable);
    http::response<http::string_body> answer;
    co_await http::async_read(*client.stream, client.buffer, answer, use_awaitable);
    if (answer.result() != http::status::ok) {
        std::cerr << answer.result_int() << " " << answer.body() << "\n";
        std::exit(1);
    }
}

// Casts ballots[first..last); each is due `interval` after the one before (0: at once). Milliseconds from when each
// was due to its receipt.
asio::awaitable<void> cast_all(Client& client, std::span<const ogniwo::Bytes> ballots, Clock::time_point start,
                               Clock::duration interval, std::vector<double>& times) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    Clock::time_point due = start;
    for (const ogniwo::Bytes& ballot : ballots) {
        if (interval != Clock::duration::zero()) {
            timer.expires_at(due);
            co_await timer.async_wait(use_awaitable);
        } else {
            due = Clock::now();
        }
        co_await cast(client, ballot);
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
        due += interval;
    }
}

[[noreturn]] void fail(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        std::cerr << e.what() << "\n";
    }
    std::exit(1);
}

// Runs one coroutine for each client to its end; gives the seconds.
template <class F> double run(asio::io_context& io, std::vector<Client>& clients, F work) {
    const auto began = Clock::now();
    for (std::size_t i = 0; i < clients.size(); ++i) {
        asio::co_spawn(io, work(i), [](const std::exception_ptr& error) {
            if (error) {
                fail(error);
            }
        });
    }
    io.run();
    io.restart();
    return std::chrono::duration<double>(Clock::now() - began).count();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: cast_load SETUP CODES PORT BALLOTS\n";
        return 2;
    }
    const std::vector<std::string> codes = codes_of(argv[2]);
    const auto port = static_cast<unsigned short>(std::stoul(argv[3]));
    const std::size_t each = std::stoul(argv[4]) / codes.size();
    const auto ballots = make_ballots(argv[1], codes, each);
    std::cout << "ready" << std::endl;
    std::string line;
    std::getline(std::cin, line);
    const json::value sessions = json::parse(line);
    const json::value header = json::parse(ogniwo::as_text(file(std::string(argv[1]) + "/election.json")));
    const std::string uuid(header.at("uuid").as_string());

    asio::io_context io(1);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    std::vector<Client> clients(codes.size());
    for (std::size_t i = 0; i < clients.size(); ++i) {
        Request& request = clients[i].request;
        request = {http::verb::post, "/api/elections/" + uuid + "/ballots", 11};
        request.set(http::field::host, "localhost:" + std::to_string(port));
        request.set(http::field::origin, "https://localhost:" + std::to_string(port));
        request.set(http::field::content_type, "application/octet-stream");
        request.set(http::field::cookie, sessions.at(i).at("cookie").as_string());
        request.set("X-Ogniwo-Csrf", sessions.at(i).at("csrf").as_string());
    }
    run(io, clients, [&](std::size_t i) { return connect(clients[i], tls, port); });
    const std::size_t full = each * 2 / 3;
    std::vector<double> times;
    const double seconds = run(io, clients, [&](std::size_t i) {
        return cast_all(clients[i], std::span(ballots[i]).first(full), Clock::now(), Clock::duration::zero(), times);
    });
    const double rate = static_cast<double>(times.size()) / seconds;
    times.clear();
    // Each client has its own turn within the interval.
    const auto interval = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(static_cast<double>(clients.size()) / (rate / 2)));
    const auto start = Clock::now();
    run(io, clients, [&](std::size_t i) {
        const auto turn = interval * static_cast<int>(i) / static_cast<int>(clients.size());
        return cast_all(clients[i], std::span(ballots[i]).subspan(full), start + turn, interval, times);
    });
    std::cout << json::serialize(json::object{{"rate", rate}, {"half_load_ms", json::value_from(times)}}) << "\n";
    return 0;
}

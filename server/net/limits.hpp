#pragma once
// Every bound of a connection in one place (CRAFT section 3.4). Tests shorten them.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ogniwo::net {

using std::chrono::milliseconds;

struct Limits {
    // Deadlines, each for its own phase.
    milliseconds tls_handshake{10'000};
    milliseconds idle{30'000};        ///< between requests, and before the first byte of the first
    milliseconds header{10'000};      ///< first byte to the end of the header
    milliseconds body{20'000};        ///< plus declared length / min_rate
    milliseconds write{20'000};       ///< for each 64 KiB, and in all plus length / min_rate
    milliseconds tls_shutdown{5'000}; ///< closing, lingering included
    std::uint64_t min_rate_bytes_per_s = 32 * 1024;
    milliseconds max_age{600'000};
    std::uint64_t max_requests = 1'000;

    // Sizes in bytes.
    std::size_t header_bytes = 8 * 1024;
    std::size_t header_fields = 64;
    /// Read and dropped after a refusal: more than the largest body of any route, so that a client
    /// that sends before it reads still gets the answer.
    std::size_t linger_bytes = 9UL << 20UL;
    std::size_t in_flight_body_bytes = 64UL << 20UL; ///< bodies of all connections together

    // Counts.
    std::size_t connections = 10'000;
    std::size_t connections_per_network = 256; ///< an IPv4 address or an IPv6 /64
    int backlog = 1'024;
    milliseconds accept_back_off{100}; ///< after EMFILE and the like
};

} // namespace ogniwo::net

// TLS: versions, protocol choice, resumption, what must not work.
#include "server/net/ticket_keys.hpp"
#include "tests/integration/http/fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <thread>

using namespace ogniwo;
using namespace ogniwo::test;

namespace {

Fixture& shared_fixture() {
    static Fixture fixture;
    return fixture;
}

SSL* ssl_of(const Client& client) {
    return static_cast<SSL*>(client.ssl());
}

bool connects(const TlsOptions& options) {
    try {
        Client client(shared_fixture().port(), Client::Kind::tls, options);
        return client.get("/hello").body == "hello";
    } catch (const std::runtime_error&) {
        return false;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(versions) {
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        TlsOptions options;
        options.min_version = version;
        options.max_version = version;
        BOOST_TEST(!connects(options));
    }
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsOptions options;
        options.min_version = version;
        options.max_version = version;
        BOOST_TEST(connects(options));
        Client client(shared_fixture().port(), Client::Kind::tls, options);
        BOOST_TEST(SSL_version(ssl_of(client)) == version);
        const std::string cipher = SSL_get_cipher_name(ssl_of(client));
        BOOST_TEST((cipher.find("GCM") != std::string::npos ||
                    cipher.find("CHACHA20") != std::string::npos));
        BOOST_TEST((version == TLS1_3_VERSION || cipher.starts_with("ECDHE-")));
    }
}

BOOST_AUTO_TEST_CASE(protocol_is_http_1_1) {
    TlsOptions options;
    options.alpn = "http/1.1";
    Client client(shared_fixture().port(), Client::Kind::tls, options);
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_of(client), &chosen, &length);
    BOOST_TEST(as_text({chosen, length}) == "http/1.1");
    options.alpn = "h2";
    BOOST_TEST(!connects(options));
    options.alpn.clear();
    BOOST_TEST(connects(options));
}

BOOST_AUTO_TEST_CASE(no_renegotiation) {
    TlsOptions options;
    options.max_version = TLS1_2_VERSION;
    Client client(shared_fixture().port(), Client::Kind::tls, options);
    BOOST_TEST(client.get("/hello").body == "hello");
    SSL_renegotiate(ssl_of(client));
    SSL_do_handshake(ssl_of(client)); // sends the ClientHello
    client.send(get_request("/hello"));
    // The server answers with a no_renegotiation warning and never shakes hands again.
    BOOST_TEST(SSL_session_reused(ssl_of(client)) == 0);
    BOOST_TEST(SSL_num_renegotiations(ssl_of(client)) <= 1);
    const auto reply = client.receive_reply();
    BOOST_TEST((!reply || SSL_total_renegotiations(ssl_of(client)) == 0 ||
                SSL_renegotiate_pending(ssl_of(client)) == 1));
}

BOOST_AUTO_TEST_CASE(tickets_resume_and_early_data_is_off) {
    Client first(shared_fixture().port());
    BOOST_TEST(first.get("/hello").body == "hello"); // the ticket comes with the first data
    SSL_SESSION* session = SSL_get1_session(ssl_of(first));
    BOOST_TEST(SSL_SESSION_has_ticket(session) == 1);
    BOOST_TEST(SSL_SESSION_get_max_early_data(session) == 0U);
    TlsOptions options;
    options.session = session;
    Client second(shared_fixture().port(), Client::Kind::tls, options);
    BOOST_TEST(second.get("/hello").body == "hello");
    BOOST_TEST(SSL_session_reused(ssl_of(second)) == 1);
    // A ticket of another server process is no use here.
    Fixture other;
    Client stranger(other.port(), Client::Kind::tls, options);
    BOOST_TEST(stranger.get("/hello").body == "hello");
    BOOST_TEST(SSL_session_reused(ssl_of(stranger)) == 0);
    SSL_SESSION_free(session);
}

BOOST_AUTO_TEST_CASE(ticket_keys_are_replaced) {
    net::TicketKeys keys(std::chrono::hours(12));
    const auto start = std::chrono::steady_clock::now();
    const auto first = keys.current(start);
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST((keys.current(start + std::chrono::hours(11))->name == first->name));
    const auto second = keys.current(start + std::chrono::hours(12));
    BOOST_TEST((second->name != first->name));
    BOOST_TEST((second->cipher != first->cipher));
    const auto old = keys.find(first->name, start + std::chrono::hours(13));
    BOOST_REQUIRE(old.has_value());
    BOOST_TEST(old->renew);
    BOOST_TEST((old->key.cipher == first->cipher));
    BOOST_TEST(!keys.find(second->name, start + std::chrono::hours(13))->renew);
    BOOST_TEST(!keys.find(first->name, start + std::chrono::hours(24)).has_value());
    BOOST_TEST(!keys.find(Bytes(16, 0), start).has_value());
}

BOOST_AUTO_TEST_CASE(certificate_names_and_key) {
    Client client(shared_fixture().port());
    X509* certificate = SSL_get1_peer_certificate(ssl_of(client));
    BOOST_REQUIRE(certificate != nullptr);
    BOOST_TEST(X509_check_host(certificate, "localhost", 0, 0, nullptr) == 1);
    BOOST_TEST(X509_check_ip_asc(certificate, "127.0.0.1", 0) == 1);
    BOOST_TEST(X509_check_ip_asc(certificate, "::1", 0) == 1);
    BOOST_TEST(X509_check_host(certificate, "example.org", 0, 0, nullptr) == 0);
    BOOST_TEST(X509_verify(certificate, X509_get0_pubkey(certificate)) == 1);
    BOOST_TEST(X509_check_ca(certificate) == 0);
    BOOST_TEST(X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0);
    BOOST_TEST(X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0);
    X509_free(certificate);
    const auto print = net::certificate_fingerprint(shared_fixture().certificate.chain_pem);
    BOOST_REQUIRE(print.has_value());
    BOOST_TEST(print->size() == 95U);
}

BOOST_AUTO_TEST_CASE(bad_certificates_are_refused) {
    const auto one = net::make_self_signed();
    const auto two = net::make_self_signed({"example.org"}, {}, 1);
    BOOST_REQUIRE(one.has_value());
    BOOST_REQUIRE(two.has_value());
    BOOST_TEST(net::TlsContext::make(*two).has_value());
    const net::Certificate mixed{one->chain_pem, two->key_pem};
    BOOST_TEST((net::TlsContext::make(mixed).error() == Error("tls.certificate")));
    const net::Certificate empty{"", one->key_pem};
    BOOST_TEST((net::TlsContext::make(empty).error() == Error("tls.certificate")));
    BOOST_TEST(!net::make_self_signed({}, {}).has_value());
    BOOST_TEST(!net::make_self_signed({"a,DNS:evil"}, {}).has_value());
    BOOST_TEST(!net::make_self_signed({"a"}, {"999.1.1.1"}).has_value());
    BOOST_TEST(!net::make_self_signed({"a"}, {}, 826).has_value());
    BOOST_TEST(!net::make_self_signed({"a"}, {}, 0).has_value());
}

BOOST_AUTO_TEST_CASE(plain_requests_to_the_tls_port_are_dropped) {
    Client client(shared_fixture().port(), Client::Kind::plain);
    client.send(get_request("/hello"));
    BOOST_TEST(client.receive_all().find("HTTP/1.1 200") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(plain_http_only_on_loopback) {
    Fixture fixture;
    net::ServerOptions options;
    options.listen = {net::ListenAddress{"0.0.0.0", 0}};
    net::Server::Parts parts{nullptr, *fixture.dispatcher, fixture.rng, *fixture.log,
                             fixture.metrics};
    net::Server server(fixture.io->executor(), std::move(parts), options);
    BOOST_TEST((server.start().error() == Error("net.listen")));
}

BOOST_AUTO_TEST_CASE(address_in_use_is_told) {
    net::ServerOptions options;
    options.listen = {net::ListenAddress{"127.0.0.1", shared_fixture().port()}};
    Fixture& fixture = shared_fixture();
    net::Server::Parts parts{nullptr, *fixture.dispatcher, fixture.rng, *fixture.log,
                             fixture.metrics};
    net::Server server(fixture.io->executor(), std::move(parts), options);
    BOOST_TEST((server.start().error() == Error("net.listen")));
}

BOOST_AUTO_TEST_SUITE_END()

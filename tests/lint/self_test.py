#!/usr/bin/env python3
"""The lints themselves: each must find what it is for, and leave sound code alone."""
import unittest

import coroutine_rule
import layering
import sources
import text_rules


class Layering(unittest.TestCase):
    def complaint(self, path, header, quoted=True):
        return layering.check_include(path, quoted, header, lambda h: h != "no/such.hpp")

    def test_direction(self):
        for path, header in [
            ("crypto/base/json.cpp", "crypto/elgamal.hpp"),
            ("crypto/proof.cpp", "ballots/ballot.hpp"),
            ("ballots/tally.cpp", "storage/store.hpp"),
            ("ballots/ledger/act.cpp", "server/obs/log.hpp"),
            ("storage/ledger.cpp", "server/http/router.hpp"),
            ("server/governance/mandate.cpp", "storage/store.hpp"),
            ("server/governance/mandate.cpp", "server/http/router.hpp"),
            ("server/http/router.cpp", "server/net/server.hpp"),
            ("server/obs/log.cpp", "server/http/router.hpp"),
            ("server/mail/smtp.cpp", "server/http/router.hpp"),
            ("server/net/session.cpp", "server/api/votes.hpp"),
            ("storage/ledger.cpp", "no/such.hpp"),
        ]:
            self.assertIsNotNone(self.complaint(path, header), (path, header))
        for path, header in [
            ("crypto/base/json.cpp", "crypto/base/bytes.hpp"),
            ("crypto/merkle/proof.cpp", "crypto/sha256.hpp"),
            ("ballots/ledger/act.cpp", "ballots/uuid.hpp"),
            ("storage/ledger.cpp", "ballots/ledger/entry.hpp"),
            ("server/net/session.cpp", "server/http/message.hpp"),
            ("server/api/votes.cpp", "server/net/cpu_pool.hpp"),
            ("server/main.cpp", "storage/ledger.hpp"),
            ("tests/unit/base/json_test.cpp", "crypto/base/json.hpp"),
        ]:
            self.assertIsNone(self.complaint(path, header), (path, header))

    def test_third_party(self):
        for path, header in [
            ("ballots/tally.cpp", "sodium.h"),
            ("storage/ledger.cpp", "openssl/evp.h"),
            ("server/api/votes.cpp", "rocksdb/db.h"),
            ("server/api/votes.cpp", "boost/beast/http.hpp"),
            ("server/http/router.cpp", "openssl/sha.h"),
            ("storage/queue.cpp", "boost/asio/post.hpp"),
            ("server/api/votes.cpp", "curl/curl.h"),
        ]:
            self.assertIsNotNone(self.complaint(path, header, quoted=False), (path, header))
        for path, header in [
            ("crypto/ed25519.cpp", "sodium.h"),
            ("server/net/tls.cpp", "openssl/ssl.h"),
            ("server/api/votes.cpp", "boost/asio/awaitable.hpp"),
            ("ballots/tally.cpp", "boost/json/value.hpp"),
            ("ballots/tally.cpp", "vector"),
            ("tests/integration/http/client.cpp", "openssl/ssl.h"),
        ]:
            self.assertIsNone(self.complaint(path, header, quoted=False), (path, header))

    def test_purity_and_guards(self):
        clock = "#pragma once\nauto t = std::chrono::system_clock::now();\n"
        self.assertEqual(len(layering.check_file("ballots/a.hpp", clock, lambda h: True)), 1)
        self.assertEqual(len(layering.check_file("storage/a.hpp", clock, lambda h: True)), 0)
        files = "#include <unistd.h>\n#include <sys/stat.h>\n#include <fstream>\n"
        self.assertEqual(len(layering.check_file("ballots/a.cpp", files, lambda h: True)), 3)
        self.assertEqual(len(layering.check_file("server/files/a.cpp", files, lambda h: True)), 0)
        self.assertEqual(len(layering.check_file("storage/a.hpp", "int a;", lambda h: True)), 1)

    def test_cycles(self):
        self.assertIsNone(layering.find_cycle({"a": ["b", "c"], "b": ["c"], "c": []}))
        self.assertIsNotNone(layering.find_cycle({"a": ["b"], "b": ["c"], "c": ["a"]}))


BAD = [
    "co_await f(Agg{1, 2});",
    "auto r = co_await f({1, 2});",
    "co_await asio::co_spawn(ex, [s] { return s; }, asio::use_awaitable);",
    "co_await offload(pool, [&b] { return b; });",
    "co_await offload(pool, [=]() -> int { return b; });",
    "co_await offload(pool, [this] { work(); });",
    "auto r = g(Agg{.a = 1}, co_await f());",
    "if (co_await f(Agg{1})) { g(); }",
    "while (co_await f([x] { return x; })) { g(); }",
    "co_return co_await f(std::vector<int>{1, 2});",
    "log.event({{\"a\", co_await f()}});",
    "co_await [s]() -> asio::awaitable<void> { co_return; }();",
    "auto r = Agg{1}; auto s = co_await f(r, Agg{2});",
    "for (int x : co_await f(Agg{1})) { g(x); }",
]
GOOD = [
    "Agg a{1, 2}; co_await f(std::move(a));",
    "auto work = [&b] { return b; }; auto r = co_await offload(pool, std::move(work));",
    "const auto [ec] = co_await socket.async_wait(type, as_result);",
    "const auto& [a, b] = co_await f();",
    "co_await f(table[i], (*handlers)[j](x));",
    "co_await f([](int x) { return x + 1; });",
    "if (co_await f()) { Agg a{1}; g([a] { return a; }); }",
    "void f() { g(Agg{1}); } asio::awaitable<void> h() { co_await k(); }",
    "auto h = [x](Task& t) -> asio::awaitable<void> { co_await t.f(); };",
    "auto h = [x] { return Agg{1}; }; co_await f();",
    "switch (x) { case 1: co_await f(); break; }",
    "for (const auto& a : {1, 2}) { co_await f(a); }",
    "// co_await f(Agg{1});\nco_await g(\"{[x]}\");",
    "try { co_await f(); } catch (const E& e) { g(Agg{1}); }",
    "struct A { int x = 1; }; co_await f();",
]


class Coroutines(unittest.TestCase):
    def test_bad(self):
        for snippet in BAD:
            text = "asio::awaitable<void> run() {\n    " + snippet + "\n}\n"
            self.assertTrue(coroutine_rule.check(text), snippet)

    def test_good(self):
        for snippet in GOOD:
            text = "asio::awaitable<void> run() {\n    " + snippet + "\n}\n"
            self.assertEqual(coroutine_rule.check(text), [], snippet)

    def test_tokens(self):
        text = '#include <a>\nint a = 1\'000; // x\nauto s = R"(co_await {)"; char c = \'{\';'
        words = [word for word, _ in sources.tokens(text)]
        self.assertNotIn("co_await", words)
        self.assertNotIn("{", words)
        self.assertEqual([line for word, line in sources.tokens(text) if word == "c"], [3])


class Text(unittest.TestCase):
    def test_bad(self):
        for path, text in [
            ("server/a.cpp", "// TO" "DO: later"),
            ("web/src/a.ts", "// FIX" "ME"),
            ("web/src/a.ts", "element.innerHTML = text;"),
            ("web/src/a.ts", "eval ('1')"),
            ("tests/a.cpp", 'open("/wo' 'rk/main/a")'),
            ("README.md", "see /ho" "me/jan/ogniwo"),
            ("web/index.html", "<script>alert(1)</script>"),
            ("web/index.html", '<p style="color:red">'),
            ("web/index.html", '<script src="https://cdn.example/a.js"></script>'),
        ]:
            self.assertTrue(text_rules.check(path, text), text)

    def test_good(self):
        for path, text in [
            ("server/a.cpp", "// what a method of networks does"),
            ("server/a.cpp", "innerHTML"),
            ("web/src/a.ts", "element.textContent = evaluate(text);"),
            ("web/index.html", '<script type="module" src="/app.js"></script>'),
            ("README.md", "open /network/work and ../shared/fixtures"),
        ]:
            self.assertEqual(text_rules.check(path, text), [], text)


if __name__ == "__main__":
    unittest.main()

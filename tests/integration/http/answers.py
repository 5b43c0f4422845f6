#!/usr/bin/env python3
"""What every address of the running program answers: methods, headers, errors in the reader's language, hostile JSON
(SECURITY N51, N54), and casts whose length tells nothing (N58). Usage: answers.py OGNIWO"""
import json
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.request

import harness
from acts import Key, make_act, register, signed
from harness import Client, Federation, Server

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN, BLOCK = "test.example/log", 4096
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get")
SECURITY = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
# The errors after which nobody knows: all others say that the vote was not recorded.
UNKNOWN = {"request.deadline", "server.stopping", "server.internal", "storage.unknown", "merkle.size"}
titles = {}


def concrete(path):
    for name, value in {"vote": "statute", "text": "none", "election": "x" * 14, "tracker": "A" * 43, "path": "0/000",
                        "sha256": "0" * 64, "owner": "1", "size": "1"}.items():
        path = path.replace("{" + name + "}", value)
    return path


def check_answer(client, status, body, lang):
    headers = client.last
    for name, value in SECURITY.items():
        assert headers.getheader(name) == value, (name, headers.getheaders())
    policy = headers.getheader("Content-Security-Policy")
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe-inline" not in policy, policy
    assert headers.getheader("Cache-Control") and headers.getheader("Server") is None
    request = headers.getheader("X-Request-Id")
    assert re.fullmatch("[0-9a-f]{16}-[0-9]+", request), request
    if status < 400 or not body:
        return
    assert headers.getheader("Content-Type") == "application/problem+json", headers.getheaders()
    assert {"type", "title", "status", "instance"} <= set(body) and body["status"] == status, body
    assert body["instance"] == request and headers.getheader("Cache-Control") == "no-store"
    identity = body["type"].removeprefix("/problems/")
    assert body.get("vote_recorded", "unknown") == ("unknown" if identity in UNKNOWN else False), body
    titles.setdefault(identity, {})[lang] = body["title"]
    assert headers.getheader("Retry-After") or status not in (429, 503), body


def methods(server, paths):
    calls = 0
    for path, operations in paths.items():
        offered = {name.upper() for name in operations} | ({"HEAD"} if "get" in operations else set()) | {"OPTIONS"}
        for lang in ("pl", "en"):
            client = Client(server)
            for method in METHODS:
                status, body = client.request(method, concrete(path), headers={"Accept-Language": lang})
                check_answer(client, status, body, lang)
                calls += 1
                if method == "OPTIONS":
                    assert status == 204 and set(client.last.getheader("Allow").split(", ")) == offered, path
                elif method not in offered:
                    assert status == 405 and set(client.last.getheader("Allow").split(", ")) == offered, (method, path, status)
                else:
                    assert status != 405 and status < 500, (method, path, status, body)
                if method == "HEAD":
                    assert body == b""
    for path, status in (("/", 200), ("/en/votes", 200), ("/nothing", 404), ("/manifest.json", 404), ("/index.html", 404),
                         ("/..%2fdata/CURRENT", 400), ("/%2e%2e/data/CURRENT", 400), ("/api/votes/%00", 400), ("/metrics", 404),
                         ("/api/votes?from=1&%", 400), ("/" + "a" * 2048, 414), ("/api/openapi.json/", 404)):
        for lang in ("pl", "en"):
            client = Client(server)
            got, body = client.get(path, headers={"Accept-Language": lang, "Range": "bytes=0-0,-1,5-"})
            assert got == status, (path, got, body)
            # A header that cannot be read has no language either.
            check_answer(client, got, body, lang if status not in (400, 414) else "")
            calls += 1
    print(f"ok {calls} answers carry every header; errors name themselves, the vote and what to do")


HOSTILE = [b"", b"null", b"[]", b"1", b"\"x\"", b"{", b"{}x", b"{} {}", b"\xef\xbb\xbf{}", b"{\"a\":1,\"a\":1}", b"{\"__proto__\":{}}",
           b"{\"act\":\"\",\"act\":\"\",\"key\":\"\",\"sig\":\"\"}", b"{\"email\":\"a@b\",\"email\":\"c@d\"}", b"{\"token\":\"a\",\"token\":\"b\"}",
           b"{\"email\":\"a\\u0000@b.example\"}", b"{\"email\":\"\xff\"}", b"{\"email\":\"\xc0\xae\"}", b"{\"email\":\"\xed\xa0\x80\"}",
           b"{\"email\":\"\\ud800@b\"}", b"{\"email\":{}}", b"{\"email\":1e400}", b"{\"token\":-0}", b"{\"token\":18446744073709551616}",
           b"{\"token\":" + b"9" * 900 + b"}", b"[" * 900, b"{\"a\":" * 150, b"{'token':'a'}", b"{\"token\":\"a\",}", b"{\"token\":\"a\"}//",
           b"{\"token\":NaN}", b"{\"token\":\"\t\"}", b"\0{}", b"{\"token\":\"a\"}\0", b"{\"token\":\"a\",\"code\":\"b\"}",
           b"{\"email\":\"a@b.example\\r\\nBcc: c@d.example\"}", "{\"email\":\"a@b\u202e.example\"}".encode()]


def hostile_bodies(server, paths, people):
    before, tried = Client(server).get("/healthz")[1]["log_size"], 0
    for path, operations in paths.items():
        if "post" not in operations or path == "/api/sign-out":  # which reads nothing of its body
            continue
        kind, limits = next(iter(operations["post"]["requestBody"]["content"])), operations["post"]["requestBody"]
        client = people.get(operations["post"]["x-auth"], people["representative"])
        for body in HOSTILE:
            status, answer = client.request("POST", concrete(path), body, kind=kind)
            assert status in (400, 401, 404, 413, 422), (path, body[:60], status, answer)
            check_answer(client, status, answer, "pl")
            tried += 1
        limit = limits["x-max-bytes"]
        at, over = (client.request("POST", concrete(path), b" " * size, kind=kind)[0] for size in (limit, limit + 1))
        assert at != 413 or "ballots" in path, path
        assert over == 413, (path, over)
        status, _ = client.request("POST", concrete(path), b"{}", kind="text/plain")
        assert status == 415, (path, status)
    assert Client(server).get("/healthz")[1]["log_size"] == before
    print(f"ok {tried} hostile bodies refused, nothing recorded")


def raw_cast(server, client, path, body, kind, padding=None):
    """The answer's bytes as they came, and the sizes of its TLS records."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing)
    head = (f"POST {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: https://localhost:{server.port}\r\n"
            f"Cookie: __Host-ogniwo={client.cookies['__Host-ogniwo']}\r\nX-Ogniwo-Csrf: {client.csrf}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n" + (f"X-Padding: {padding}\r\n" if padding is not None else ""))
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        def pump(step):
            while True:
                try:
                    result = step()
                    connection.sendall(outgoing.read())
                    return result
                except ssl.SSLWantReadError:
                    connection.sendall(outgoing.read())
                    incoming.write(connection.recv(65536))
        pump(tls.do_handshake)
        connection.settimeout(0.2)
        try:  # session tickets
            incoming.write(connection.recv(65536))
        except TimeoutError:
            pass
        try:
            tls.read(1)
        except ssl.SSLWantReadError:
            pass
        connection.settimeout(20)
        pump(lambda: tls.write(head.encode() + b"\r\n" + body))
        wire, answer, length = b"", b"", None
        while length is None or len(answer) < length:
            got = connection.recv(65536)
            assert got, answer
            wire += got
            incoming.write(got)
            try:
                while True:
                    answer += tls.read(65536)
            except ssl.SSLWantReadError:
                pass
            if length is None and b"\r\n\r\n" in answer:
                start, _, _ = answer.partition(b"\r\n\r\n")
                length = len(start) + 4 + int(re.search(rb"Content-Length: (\d+)", start)[1])
    records, at = [], 0
    while at < len(wire):
        records.append(int.from_bytes(wire[at + 3:at + 5], "big"))
        at += 5 + records[-1]
    status = int(answer.split()[1])
    return status, json.loads(answer.partition(b"\r\n\r\n")[2]), len(answer), tuple(records)


def lengths(federation, server, voter, key):
    path = f"/api/elections/{federation.uuid}/ballots"
    seen, trackers = set(), []
    for choices in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 1, 1, 0)):
        ballot = federation.ballot(0, choices)
        fill = -len(ballot) % BLOCK
        status, receipt, size, records = raw_cast(server, voter, path, ballot + b" " * fill, "application/octet-stream", f"{fill:05d}")
        assert status == 200, receipt
        seen.add((size, records))
        trackers.append(receipt["tracker"])
        again = raw_cast(server, voter, path, ballot, "application/octet-stream")
        assert again[0] == 200 and again[1]["tracker"] == receipt["tracker"], "padding is no part of the ballot"
        for padding in (f"{fill + 1:05d}", str(fill), f"+{fill:04d}", f"{fill:06d}", "-0001", "99999", "", "0x100"):
            wrong = raw_cast(server, voter, path, ballot + b" " * fill, "application/octet-stream", padding)
            assert wrong[0] == 400 and wrong[1]["vote_recorded"] is False, (padding, wrong)
            seen.add(wrong[2:])
        assert raw_cast(server, voter, path, ballot + b"\n" * fill, "application/octet-stream", f"{fill:05d}")[0] == 400
        refused = raw_cast(server, voter, path, ballot + b" ", "application/octet-stream")
        assert refused[0] == 422, "spaces that nobody announced are no ballot"
        seen.add(refused[2:])
    for option in ("yes", "no", "abstain"):
        act = make_act("open_vote.cast", {"mandates": ["m-0"], "option": option, "organisation": "org-0", "vote": "statute"}, ORIGIN)
        text = json.dumps(signed(act, key)).encode()
        status, answer, *size = raw_cast(server, voter, "/api/votes/statute/roll-call", text.ljust(BLOCK), "application/json")
        assert status == 200, answer
        seen.add(tuple(size))
    assert len(set(trackers)) == 5 and {size for size, _ in seen} == {BLOCK}, seen
    assert len(seen) == 1, seen
    print(f"ok answers to casts are {BLOCK} bytes, in one record, whatever was chosen or wrong")


def admin(server):
    line = next(json.loads(line) for line in server.log.read_text().splitlines() if '"server.started"' in line)
    with urllib.request.urlopen(f"http://127.0.0.1:{line['metrics_port']}/metrics") as answer:
        text = answer.read().decode()
    assert re.search(r'^http_requests_total\{.*route="/api/votes/\{vote\}".*\} \d+$', text, re.M), text[:500]
    assert "x.example" not in text and server.federation.uuid not in text
    listening = pathlib.Path(f"/proc/{server.process.pid}/net/tcp").read_text()
    assert f"0100007F:{line['metrics_port']:04X} 00000000:0000 0A" in listening, "loopback only"
    shown = {entry["key"]: json.loads(entry["value"]) for entry in map(json.loads, server.log.read_text().splitlines())
             if entry["event"] == "server.setting"}
    assert shown["listen_port"] == server.port and shown["session_absolute_hours"] == 12, shown
    print("ok metrics on a loopback port of their own")


def configuration(folder):
    for text, says in (('{"listen_prot":1}', ": listen_prot"), ('{"listen_port":"1"}', "listen_port: expected a whole"),
                       ('{"a":1', "json."), ('{"public_origin":"https://x/"}', "public_origin: expected https://host")):
        file = folder / "wrong.json"
        file.write_text(text)
        done = subprocess.run([harness.OGNIWO, "serve", "--data", folder / "none", "--config", file], capture_output=True, text=True, check=False)
        assert done.returncode == 2 and says in done.stderr and done.stderr.count("\n") == 1 and str(file) in done.stderr, done
    print("ok a wrong configuration is one line that names file and key")


with tempfile.TemporaryDirectory() as name:
    statute = {"type": "open", "vote": "statute", "title": "Statute", "question": "Adopt?",
               "rule": {"base": "YN", "num": 1, "den": 2, "strict": True}, "quorum": {"num": 0, "den": 1, "strict": False}}
    federation = Federation(pathlib.Path(name), 2, more_votes=[statute])
    configuration(federation.folder)
    server = Server(federation, port, sign_ins_per_minute_per_address=100000, casts_per_minute_per_address=100000,
                    requests_per_minute_per_address=1000000).start()
    people = {"anonymous": Client(server), "representative": Client(server).sign_in("p0@x.example"),
              "officer": Client(server).sign_in("officer@x.example"), "trustee": Client(server).sign_in("trustee1@x.example")}
    people["anyone"] = people["anonymous"]
    keys = {who: Key() for who in ("representative", "officer")}
    for who, mandate in (("representative", "m-0"), ("officer", "officer")):
        assert register(people[who], keys[who], mandate, ORIGIN)[0] == 200
    for vote in ("statute", "rada"):
        opened = make_act("vote.opened", {"officers": 1, "vote": vote}, ORIGIN)
        assert people["officer"].post(f"/api/votes/{vote}/open", signed(opened, keys["officer"]))[0] == 200
    paths = people["anonymous"].get("/api/openapi.json")[1]["paths"]
    methods(server, paths)
    hostile_bodies(server, paths, people)
    lengths(federation, server, people["representative"], keys["representative"])
    admin(server)
    assert all(len(set(words.values())) == 2 for words in titles.values() if {"pl", "en"} <= set(words)), titles
    assert len(titles) >= 15, sorted(titles)
    assert server.stop() == 0
    text = server.log.read_text()
    for word in ("x.example", "Person 0", *federation.codes, *(c.csrf for c in people.values() if c.csrf),
                 *(v for c in people.values() for v in c.cookies.values() if v)):
        assert word not in text, f"the log holds {word!r}"

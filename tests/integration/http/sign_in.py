#!/usr/bin/env python3
"""Signing in at the running program: what an attacker learns, guesses, replays or plants (SECURITY N56, N57, N61, N66,
N70). Usage: sign_in.py OGNIWO"""
import base64
import json
import os
import pathlib
import random
import socket
import statistics
import sys
import tempfile
import threading
import time

import harness
from harness import Client, Federation, Server

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
FLAGS = "; Path=/; Secure; HttpOnly; SameSite=Strict"
secrets = set()  # what the log must not hold


def problem(answer):
    return answer[0], answer[1]["type"].removeprefix("/problems/")


def letters(server):
    return {name for name in os.listdir(server.outbox) if name.endswith(".eml")} if server.outbox.exists() else set()


def letter_since(server, before, email):
    """The text of a letter to an address that is not among `before`; None when none comes in two seconds."""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        for name in letters(server) - before:
            text = (server.outbox / name).read_text().replace("\r\n", "\n")
            if f"To: {email}" in text:
                return base64.b64decode("".join(text.split("\n\n", 1)[1].split())).decode()
        time.sleep(0.005)
    return None


def ask(server, email, client=None):
    """Asks for a letter; the browser, the link's token and the code of the letter (None when none comes)."""
    client, before = client or Client(server), letters(server)
    status, body = client.post("/api/sign-in/request", {"email": email})
    assert (status, body) == (202, {"sent": True}), (status, body)
    text = letter_since(server, before, email)
    if text is None:
        return client, None, None
    token = text.split("#token=")[1].split()[0]
    code = next(word for word in text.replace("-", "").split() if len(word) == 8 and word.isupper() and word.isalnum())
    secrets.update((token, code, client.cookies["__Host-ogniwo-link"]))
    return client, token, code


def confirm(client, **proof):
    answer = client.post("/api/sign-in/confirm", proof)
    if answer[0] == 200:
        secrets.update((client.cookies["__Host-ogniwo"], answer[1]["csrf"]))
    return answer


def enumeration(server):
    """Known, unknown: one answer, in one time."""
    shapes, times = set(), {True: [], False: []}
    for round_ in range(200):
        for known in random.sample((True, False), 2):  # a letter that is being written slows whoever comes next
            client = Client(server)
            client.get("/healthz")  # the connection is there
            email = f"p{round_ % 40}@x.example" if known else f"q{round_ % 40}@x.example"
            began = time.perf_counter()
            answer = client.post("/api/sign-in/request", {"email": email})
            times[known].append(time.perf_counter() - began)
            fields = [(name, value) for name, value in client.last.getheaders() if name not in ("Date", "X-Request-Id", "Set-Cookie")]
            cookie = client.last.getheader("Set-Cookie")
            name, _, rest = cookie.partition("=")
            assert name == "__Host-ogniwo-link" and rest[22:] == FLAGS, cookie
            shapes.add(json.dumps([answer, fields]))
            client.connection.close()
    assert len(shapes) == 1, shapes
    apart = abs(statistics.median(times[True]) - statistics.median(times[False]))
    assert apart < 0.005, apart
    wrong = [problem(confirm(ask_nothing(server, email), code="AAAAAAAA")) for email in ("p41@x.example", "nobody@x.example")]
    assert wrong == [(401, "link.code")] * 2, wrong
    print(f"ok 400 requests look alike, medians {apart * 1000:.2f} ms apart")


def ask_nothing(server, email):
    client = Client(server)
    assert client.post("/api/sign-in/request", {"email": email})[0] == 202
    return client


def languages(server):
    """The letter speaks the language of the page that asked; without one, the person's own."""
    for asked, english in (("en", True), ("pl", False), (None, False)):
        before = letters(server)
        body = {"email": "p9@x.example"} if asked is None else {"email": "p9@x.example", "lang": asked}
        assert Client(server).post("/api/sign-in/request", body)[0] == 202
        text = letter_since(server, before, "p9@x.example")
        assert text.startswith("Hello" if english else "Dzień dobry") and ("/en/sign-in#token=" in text) == english, text
    for wrong in ("", "de", "EN", 1, None):
        assert problem(Client(server).post("/api/sign-in/request", {"email": "p9@x.example", "lang": wrong})) == (400, "json.shape"), wrong
    print("ok letters in the language of the page that asked")


def links(server):
    browser, token, _ = ask(server, "p0@x.example")
    # What scanners of mail and prefetching browsers do uses nothing up.
    for path in ("/sign-in", f"/sign-in?token={token}", "/en/sign-in"):
        assert browser.get(path)[0] == 200
    for method in ("GET", "HEAD", "OPTIONS", "PUT"):
        status, _ = browser.request(method, "/api/sign-in/confirm")
        assert status == (204 if method == "OPTIONS" else 405) and browser.last.getheader("Allow") == "POST, OPTIONS", method
    other, other_token, _ = ask(server, "p1@x.example")
    assert problem(confirm(Client(server), token=token)) == (403, "link.other_browser")
    assert problem(confirm(other, token=token)) == (403, "link.other_browser")
    assert problem(browser.post("/api/sign-in/confirm", {"token": token}, headers={"Origin": "https://evil.example"})) == (403, "csrf.origin")
    status, session = confirm(browser, token=token)
    assert status == 200 and session["person"]["mandate"] == "m-0", session
    assert problem(confirm(browser, token=token)) == (401, "link.unknown")
    for wrong in ("", "A" * 22, other_token[:-1], other_token + "A", other_token.swapcase()):
        assert problem(confirm(other, token=wrong)) == (401, "link.unknown"), wrong
    assert confirm(other, token=other_token)[0] == 200
    print("ok links: once, in their browser, by a click")


def codes(server):
    browser, token, code = ask(server, "p2@x.example")
    assert problem(confirm(Client(server), code=code)) == (401, "link.unknown")  # another browser
    for _ in range(5):
        assert problem(confirm(browser, code="22222222")) == (401, "link.code")
    assert problem(confirm(browser, code=code)) == (401, "link.unknown"), "five wrong codes close the request"
    assert problem(confirm(browser, token=token)) == (401, "link.unknown"), "and its link"
    browser, token, code = ask(server, "p2@x.example")
    assert confirm(browser, code=f" {code[:4].lower()}-{code[4:]} ")[0] == 200
    assert problem(confirm(browser, token=token)) == (401, "link.unknown"), "the link of a used code"
    print("ok codes: five tries, once")


def sessions(server):
    planted = "A" * 22
    browser = Client(server)
    browser.cookies = {"__Host-ogniwo": planted}
    browser, token, _ = ask(server, "p3@x.example", browser)
    assert confirm(browser, token=token)[0] == 200
    cookie = [value for name, value in browser.last.getheaders() if name == "Set-Cookie" and value.startswith("__Host-ogniwo=")]
    first = browser.cookies["__Host-ogniwo"]
    assert cookie == [f"__Host-ogniwo={first}{FLAGS}"] and first != planted and len(first) == 22, cookie

    def signed_in(header):
        client = Client(server)
        return client.get("/api/session", headers={"Cookie": header})[1]["signed_in"]

    assert signed_in(f"__Host-ogniwo={first}")
    for header in (f"__Host-ogniwo={planted}", f"ogniwo={first}", f"__Secure-ogniwo={first}", f"__host-ogniwo={first}",
                   f"__Host-ogniwo={first}; __Host-ogniwo={planted}", f"__Host-ogniwo={planted}; __Host-ogniwo={first}",
                   f"__Host-ogniwo={first[:-1]}", f"__Host-ogniwo={first}A", "__Host-ogniwo="):
        assert not signed_in(header), header
    browser, token, _ = ask(server, "p3@x.example", browser)
    assert confirm(browser, token=token)[0] == 200
    second = browser.cookies["__Host-ogniwo"]
    assert second != first and not signed_in(f"__Host-ogniwo={first}"), "signing in again ends the session before it"
    browser.csrf = browser.get("/api/session")[1]["csrf"]
    assert browser.post("/api/sign-out", {})[0] == 204
    assert browser.last.getheader("Set-Cookie") == f"__Host-ogniwo={FLAGS}; Max-Age=0"
    assert not signed_in(f"__Host-ogniwo={second}")
    print("ok sessions: new at every sign-in, one cookie, over after signing out")


def guessing(server):
    """Behind one address: letters to one account stop in silence, then every try is refused, whatever headers say."""
    for count in range(7):
        _, token, _ = ask(server, "p4@x.example")
        assert (token is not None) == (count < 5), count
    refusals = []
    for count in range(400):
        client = Client(server)
        client.cookies = {"__Host-ogniwo-link": "A" * 22}
        answer = client.post("/api/sign-in/confirm", {"code": "22222222"},
                             headers={"X-Forwarded-For": f"203.0.113.{count % 250}", "Forwarded": "for=203.0.113.9",
                                      "X-Real-IP": "203.0.113.8"})
        if answer[0] == 429:
            refusals.append((problem(answer)[1], int(client.last.getheader("Retry-After"))))
        client.connection.close()
    assert len(refusals) >= 190 and {name for name, _ in refusals} == {"rate.sign_in"}, refusals[:3]
    assert all(wait >= 1 for _, wait in refusals)
    print(f"ok guessing: {len(refusals)} of 400 refused from one address")


def post_office(listener, taken):
    """One letter by SMTP (RFC 5321), refused once for the time being."""
    for answers in (b"451 later\r\n", b"250 ok\r\n"):
        with listener.accept()[0] as peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 post.example\r\n")
            letter = None
            for line in lines:
                if letter is not None:
                    letter.append(line)
                    if line == b".\r\n":
                        taken.append((recipient, b"".join(letter)))
                        letter = None
                        peer.sendall(b"250 ok\r\n")
                    continue
                word = line[:4].upper()
                if word == b"RCPT":
                    recipient = line.decode().split("<")[1].split(">")[0]
                if word == b"DATA":
                    letter = []
                peer.sendall({b"DATA": b"354 go on\r\n", b"RCPT": answers, b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))
                if word == b"QUIT":
                    break


def by_smtp(server):
    """The letter reaches a post office that is busy at first, and its link opens."""
    listener, taken = socket.create_server(("127.0.0.1", 0)), []
    config = {k: v for k, v in json.loads(server.config.read_text()).items() if k != "outbox_dir"}
    server.config.write_text(json.dumps({**config, "smtp_url": f"smtp+plain://127.0.0.1:{listener.getsockname()[1]}"}))
    post = threading.Thread(target=post_office, args=(listener, taken), daemon=True)
    post.start()
    server.start()
    browser = Client(server)
    assert browser.post("/api/sign-in/request", {"email": "P5@x.example"})[0] == 202
    post.join(timeout=60)
    assert [to for to, _ in taken] == ["p5@x.example"], taken
    text = taken[0][1].decode().replace("\r\n", "\n").partition("\n\n")[2].rstrip(".\n")
    token = base64.b64decode("".join(text.split()) + "==").decode().split("#token=")[1].split()[0]
    secrets.add(token)
    browser.connection.close()  # idle for longer than the server keeps a connection
    assert confirm(browser, token=token)[0] == 200
    print("ok a letter by SMTP, at the second try")


def log_is_clean(server, federation):
    lines = server.log.read_text().splitlines()
    assert len(lines) > 500
    for line in lines:
        assert {"at", "level", "event"} <= set(json.loads(line)), line
    text = "\n".join(lines)
    people = [value for i in range(federation.voters) for value in (f"p{i}@", f"Person {i}", f"m-{i}\"")]
    for word in (*secrets, *people, *federation.codes, "@x.example", "nobody@", "127.0.0.1\",\"ms", "token", "Cookie"):
        assert word not in text, f"the log holds {word!r}"
    print(f"ok {len(lines)} lines of log hold none of {len(secrets)} secrets, and nobody")


with tempfile.TemporaryDirectory() as name:
    federation = Federation(pathlib.Path(name), 42)
    server = Server(federation, port, sign_ins_per_minute_per_address=100000).start()
    enumeration(server)
    languages(server)
    links(server)
    codes(server)
    sessions(server)
    assert server.stop() == 0
    server.config.write_text(json.dumps({**json.loads(server.config.read_text()), "sign_ins_per_quarter_hour": 5}))
    server.start()
    guessing(server)
    assert server.stop() == 0
    by_smtp(server)
    assert server.stop() == 0
    log_is_clean(server, federation)

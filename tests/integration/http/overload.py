#!/usr/bin/env python3
"""More connections than file descriptors, a full pool, and signals: what is stored is never at risk.
Usage: overload.py OGNIWO"""
import json
import pathlib
import resource
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import harness
from acts import Key, make_act, register, signed
from harness import Client, Federation, Server

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN = "test.example/log"


def start_limited(server, soft, hard):
    """Under limits of file descriptors of its own."""
    plain = subprocess.Popen

    def limited(*arguments, **more):
        return plain(*arguments, **more, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))

    subprocess.Popen = limited
    try:
        return server.start()
    finally:
        subprocess.Popen = plain


def granted(server):
    row = next(row for row in pathlib.Path(f"/proc/{server.process.pid}/limits").read_text().splitlines() if "open files" in row)
    return int(row.split()[3])


def crowd(count):
    sockets = []
    for _ in range(count):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", port))
        sockets.append(one)
    return sockets


def descriptors(federation, server, ballots):
    """Who connects and says nothing takes the places of others, never the files of the database."""
    start_limited(server, 256, 4096)
    assert granted(server) == 2512, granted(server)  # raised to what it needs
    voter = Client(server).sign_in("p0@x.example")
    assert server.stop() == 0
    start_limited(server, 700, 700)
    assert '"net.fewer_connections","connections":188,"wanted":2000' in server.log.read_text()
    voter = Client(server).sign_in("p0@x.example")
    waiting = crowd(1000)
    time.sleep(1)
    used = len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))
    assert 188 < used < 600, used
    for ballot in ballots:
        status, receipt = voter.cast(ballot)
        assert status == 200, receipt
    for one in waiting:
        one.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            assert Client(server).get("/healthz")[0] == 200
            break
        except OSError:
            time.sleep(0.1)
    assert server.stop() == 0
    limited = subprocess.run(["sh", "-c", f"ulimit -n 300; exec {harness.OGNIWO} serve --data {federation.data} --config {server.config}"],
                             capture_output=True, text=True, check=False)
    assert limited.returncode == 2 and "file descriptors" in limited.stderr.splitlines()[-1], limited
    print(f"ok 1000 silent connections: {used} descriptors used, {len(ballots)} ballots taken meanwhile")


def full_pool(server, ballots):
    """One thread and one job: whoever comes meanwhile is told when to come back, and that nothing was recorded."""
    server.config.write_text(json.dumps({**json.loads(server.config.read_text()), "cpu_threads": 1, "cpu_queue_jobs": 1}))
    server.start()
    voters = [Client(server).sign_in("p0@x.example") for _ in range(8)]
    answers, ready = [], threading.Barrier(len(voters))

    def cast(client, some):
        ready.wait()
        for ballot in some:
            status, answer = client.cast(ballot)
            answers.append((status, answer, client.last.getheader("Retry-After")))

    threads = [threading.Thread(target=cast, args=(client, ballots)) for client in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy = [answer for answer in answers if answer[0] == 503]
    assert busy and {status for status, _, _ in answers} == {200, 503}, [answer[:2] for answer in answers][:3]
    for _, answer, wait in busy:
        assert answer["type"] == "/problems/server.busy" and answer["vote_recorded"] is False and int(wait) >= 1, answer
    assert voters[0].cast(ballots[0])[0] == 200
    assert server.stop() == 0
    print(f"ok {len(busy)} of {len(answers)} told to come back")


def downloads(server):
    """Many who read slowly hold one file, and one address does not keep the disk busy."""
    server.start()
    readers = [unread_download(server, 1) for _ in range(20)]
    folder = pathlib.Path(f"/proc/{server.process.pid}/fd")
    spooled = [link for link in (entry.readlink() for entry in folder.iterdir()) if "/spool/" in str(link)]
    assert 1 <= len(spooled) <= 2 and all(str(link).endswith(" (deleted)") for link in spooled), spooled
    for reader in readers:
        reader.close()
    client = Client(server)
    answers = [client.get("/tlog/export")[0] for _ in range(100)]
    assert set(answers) == {200, 429} and answers.index(429) >= 35, answers
    assert int(client.last.getheader("Retry-After")) >= 1
    assert client.get("/tlog/checkpoint")[0] == 200, "the log itself is read as before"
    assert server.stop() == 0
    print("ok 20 slow downloads share one file; the next hundred are limited")


def unread_download(server, count=100000):
    """A client that asks for a page again and again and reads nothing: its connection is busy until a deadline."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", server.port))
    tls = context.wrap_socket(raw)
    tls.settimeout(1)
    request = f"GET /tlog/export HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode()
    try:
        for _ in range(count):
            tls.sendall(request)
        tls.recv(1)
    except TimeoutError:
        pass
    return tls


def signals(server):
    server.start()
    busy = unread_download(server)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.7)
    assert server.process.poll() is None, "it waits for whom it serves"
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=2)
        raise AssertionError("it still listens")
    except ConnectionRefusedError:
        pass
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=5) == -signal.SIGTERM and time.monotonic() - began < 1, "the second signal ends it"
    busy.close()
    server.start()
    busy = unread_download(server)
    began = time.monotonic()
    assert server.stop() == 0
    assert 9 < time.monotonic() - began < 17, "drain_seconds is the longest it waits"
    busy.close()
    server.start()
    assert Client(server).get("/healthz")[1]["status"] == "ok"
    assert server.stop() == 0
    print("ok the first signal drains, the second ends at once")


with tempfile.TemporaryDirectory() as name:
    federation = Federation(pathlib.Path(name), 1)
    server = Server(federation, port, max_connections_per_address=2000).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", ORIGIN)[0] == 200
    opened = make_act("vote.opened", {"officers": 1, "vote": federation.vote}, ORIGIN)
    assert officer.post(f"/api/votes/{federation.vote}/open", signed(opened, key))[0] == 200
    assert server.stop() == 0
    ballots = [federation.ballot(0) for _ in range(12)]
    descriptors(federation, server, ballots[:6])
    full_pool(server, ballots[6:])
    downloads(server)
    server.config.write_text(json.dumps({**json.loads(server.config.read_text()), "downloads_per_minute_per_address": 1000000}))
    signals(server)

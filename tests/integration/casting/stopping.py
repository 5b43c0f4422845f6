#!/usr/bin/env python3
"""A server that is told to stop finishes what it has accepted; one that finds its log changed reads and never writes.
Usage: stopping.py OGNIWO"""
import pathlib
import shutil
import sys
import tempfile
import threading
import time

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN, VOTERS = "test.example/log", 4


def drain(federation, server, rounds):
    """SIGTERM while everybody casts: what was acknowledged is there, and the exit code is 0."""
    acknowledged = []

    def caster(client, pool):
        for ballot in pool:
            try:
                status, receipt = client.cast(ballot)
            except (OSError, harness.http.client.HTTPException):
                return
            if status != 200:
                assert status == 503, (status, receipt)
                return
            acknowledged.append(receipt)

    for _ in range(rounds):
        clients = [Client(server).sign_in(f"p{v}@x.example") for v in range(VOTERS)]
        pools = [[federation.ballot(v) for _ in range(12)] for v in range(VOTERS)]
        threads = [threading.Thread(target=caster, args=pair) for pair in zip(clients, pools)]
        before = len(acknowledged)
        for thread in threads:
            thread.start()
        while len(acknowledged) == before:
            time.sleep(0.001)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 12, "stopping took longer than it may"
        for thread in threads:
            thread.join()
        server.start()
    reader = Client(server)
    for receipt in acknowledged:
        assert reader.state(receipt["tracker"])["state"] == "committed"
    print(f"ok {rounds} stops while casting, {len(acknowledged)} ballots acknowledged, none lost")


def frozen(federation, server, ballot, cause, damage):
    """After `damage` the server starts, says why, serves readers, and takes nothing."""
    assert server.stop() == 0
    kept = federation.folder / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    for part in (federation.data, federation.keys):
        shutil.copytree(part, kept / part.name)
    damage()
    server.start()
    client = Client(server)
    status, health = client.get("/healthz")
    assert (status, health["status"]) == (503, "frozen"), health
    assert client.get("/api/votes")[0] == 200
    assert client.get("/tlog/checkpoint")[0] in (200, 503)
    voter = client.sign_in("p0@x.example")
    status, problem = voter.cast(ballot)
    assert (status, problem["type"], problem["vote_recorded"]) == (503, "/problems/storage.frozen", False), problem
    assert cause in server.log.read_text(), f"{cause} is not in the log"
    assert server.stop() == 0
    for part in (federation.data, federation.keys):
        shutil.rmtree(part)
        shutil.copytree(kept / part.name, part)
    server.start()
    assert Client(server).get("/healthz")[1]["status"] == "ok"
    print(f"ok frozen: {cause}")


with tempfile.TemporaryDirectory() as name:
    federation = Federation(pathlib.Path(name), VOTERS)
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", ORIGIN)[0] == 200
    assert officer_act(officer, key, "vote.opened", federation.vote)[0] == 200
    assert server.stop() == 0
    early = pathlib.Path(name) / "early"
    shutil.copytree(federation.data, early)  # a backup from before the first ballot
    server.start()
    drain(federation, server, 3)
    head, ballot = federation.keys / "signed-head", federation.ballot(0)
    frozen(federation, server, ballot, "head.missing", head.unlink)

    def rolled_back():
        shutil.rmtree(federation.data)
        shutil.copytree(early, federation.data)

    frozen(federation, server, ballot, "head.behind", rolled_back)
    assert Client(server).sign_in("p0@x.example").cast(ballot)[0] == 200  # whole again
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")

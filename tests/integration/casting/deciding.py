#!/usr/bin/env python3
"""Kills the server in place of each sync, rename or unlink between the last decryption and the result: the result comes with
the next start, nobody has to ask for it, and it is the same one. Usage: deciding.py OGNIWO"""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

import harness
from acts import Key, officer_act, register
from elections import ORIGIN, VOTERS, Election, mix_by_all, ranks
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()


def elections_of(root):
    lists = {"type": "Lists", "value": {"question": "q", "answers": [["L1", "a", "b"], ["L2", "c"]]}}
    return [
        Election(root, "lists", "Ed25519", lists, {"method": "dhondt"}, 2,
                 [[1, 1, 0, 0, 0], [1, 0, 1, 0, 0], [0, 0, 0, 1, 1], None, None]),
        # Only the lot tells the second seat's candidates apart.
        Election(root, "ranking", "Ed25519", ranks(["Ala", "Bea", "Cyd"]), {"method": "stv-scottish"}, 2,
                 [[1, 2, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], None]),
    ]


class Folder:
    """The data and the keys as they were before the last decryption."""

    def __init__(self, federation):
        self.parts = [federation.data, federation.keys]
        self.kept = federation.folder / "kept"
        for part in self.parts:
            shutil.copytree(part, self.kept / part.name)

    def restore(self):
        for part in self.parts:
            shutil.rmtree(part)
            shutil.copytree(self.kept / part.name, part)


def prepare(root):
    """Two closed elections, mixed, decrypted by one of two trustees; what the other one posts."""
    elections = elections_of(root)
    federation = Federation(root, VOTERS, more_votes=[election.vote for election in elections])
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", ORIGIN)[0] == 200
    voters = [Client(server).sign_in(f"p{voter}@x.example") for voter in range(VOTERS)]
    trustees = {owner: Client(server).sign_in(f"trustee{owner}@x.example") for owner in (1, 2)}
    for election in elections:
        assert officer_act(officer, key, "vote.opened", election.name)[0] == 200
        for voter, choices in zip(voters, election.choices):
            if choices is not None:
                assert voter.cast(election.ballot(election.choices.index(choices), choices), uuid=election.uuid)[0] == 200
        assert officer_act(officer, key, "vote.closed", election.name)[0] == 200
    mix_by_all(elections[1], server, trustees)
    last = {}
    for election in elections:
        assert election.decrypt(trustees[1], 1)[0] == 200
        part = election.folder / "part-2"
        tool("trustee", "decrypt", "--key", election.folder / "trustee-2.key.json", "--out", part, election.archive(officer))
        last[election.name] = part.read_bytes()
    assert server.stop() == 0
    return federation, server, elections, last


def entries(federation):
    """How many the log holds on the disk."""
    said = tool("fsck", "--data", federation.data)
    assert said.strip().endswith("OK"), said
    return int(re.search(r"fsck\.entries .*: (\d+) rows", said)[1])


def decrypts(server, election, part):
    """Whether the trustee's part was acknowledged by a server that may die at any time."""
    try:
        trustee = Client(server).sign_in("trustee2@x.example")
        return election.post_decryption(trustee, 2, part)[0] == 200
    except (OSError, AssertionError, harness.http.client.HTTPException):
        return False


def decided(server, election):
    seen = election.view(Client(server))
    return seen["status"], seen.get("decision")


def sweep(federation, server, election, part, folder):
    """One kill after another, each a durable call later, until none comes before the answer."""
    environment = {"LD_PRELOAD": os.environ["OGNIWO_FAILING_DISK"], "ASAN_OPTIONS": "verify_asan_link_order=0"}
    before = entries(federation)
    written, results, point, acknowledged = collections.Counter(), set(), 0, False
    while not acknowledged:
        point += 1
        folder.restore()
        up = server.start(may_die=True, OGNIWO_FAULT=f"kill {point}", **environment) is not None
        acknowledged = up and decrypts(server, election, part)
        if acknowledged:
            server.kill()
        assert server.process.wait(timeout=20) == -signal.SIGKILL, server.last_words()
        at_death = entries(federation) - before
        assert at_death == 2 or not acknowledged and at_death in (0, 1), (point, at_death)
        written[at_death] += up
        server.start()
        if at_death == 0:
            assert decided(server, election)[0] == "tallied"
            assert decrypts(server, election, part)
        status, decision = decided(server, election)
        assert status == "decided", (point, at_death, status)
        assert Client(server).get("/healthz")[1]["log_size"] == before + 2, "the result is there twice"
        results.add(json.dumps(decision, sort_keys=True))
        assert tool("verify", election.archive(Client(server)).parent).strip().splitlines()[-1] == "VALID"
        assert server.stop() == 0
    assert written[1], f"no kill came between the decryption and the result: {written}"
    assert len(results) == 1, results
    folder.restore()
    return written


def run(root):
    federation, server, elections, last = prepare(root)
    folder = Folder(federation)
    for election in elections:
        written = sweep(federation, server, election, last[election.name], folder)
        print(f"ok {election.name}: {written[0]} kills before the decryption, {written[1]} between it and the result, "
              f"{written[2]} after it; the result is always there, and the same", flush=True)


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

#!/usr/bin/env python3
"""Ballots that are opened instead of cast (Benaloh challenge): an opened ballot is never cast, by nobody, under no race
and after no kill. Usage: challenges.py OGNIWO"""
import base64
import hashlib
import json
import pathlib
import random
import sys
import tempfile
import threading

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, at_once, problem, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ROUNDS, LIMIT = 40, 60
chance = random.Random(20261125)


def tracker(ballot):
    return base64.b64encode(hashlib.sha256(ballot).digest()).decode().rstrip("=")


def spoil(client, name, **more):
    return client.post(f"/api/elections/{client.server.federation.uuid}/spoiled", {"tracker": name}, **more)


def refused(answer, status, id):
    assert (answer[0], problem(answer)) == (status, id), answer
    return answer[1]


def size(client):
    return client.get("/healthz")[1]["log_size"]


def opened_once(federation, voter, other):
    """One entry, the same receipt each time, and no cast of these bytes by anybody; the credential can still vote."""
    ballot = federation.ballot(0)
    name, before = tracker(ballot), size(voter)
    assert voter.state(name) == {"state": "unknown", "replaced": False}
    status, receipt = spoil(voter, name)
    assert status == 200 and receipt["entry_index"] == before, receipt
    act = json.loads(base64.b64decode(receipt["entry"]))["act"]
    assert (act["kind"], act["body"]) == ("ballot.spoiled", {"election": federation.uuid, "tracker": name}), act
    assert "ballot" not in act["body"]
    for again in (spoil(voter, name), spoil(voter, name.replace("+", "-").replace("/", "_"))):
        assert again[0] == 200 and again[1]["entry"] == receipt["entry"] and again[1]["entry_index"] == before, again
    assert size(voter) == before + 1
    path = f"/api/elections/{federation.uuid}/ballots"
    for client, lang, words in ((voter, "pl", "nie został zapisany"), (other, "en", "was not recorded")):
        answer = refused(client.request("POST", path, ballot, kind="application/octet-stream",
                                        headers={"Accept-Language": lang}), 409, "ballot.spoiled")
        assert answer["vote_recorded"] is False and words in answer["title"], answer
    assert voter.state(name) == {"state": "spoiled", "replaced": False}
    assert size(voter) == before + 1
    file = federation.folder / "spoiled-receipt.json"
    file.write_text(json.dumps(receipt))
    said = tool("receipt", "verify", "--vkey", federation.vkey, file, code=1)  # it is no receipt of a vote
    assert "no vote" in said, said
    fresh = federation.ballot(0)
    assert voter.cast(fresh)[0] == 200
    return ballot, fresh


def what_is_refused(federation, voter, cast):
    before = size(voter)
    refused(spoil(voter, tracker(cast)), 409, "ballot.cast")
    refused(spoil(voter, "A" * 42), 400, "tracker.syntax")
    for body in ({}, {"tracker": 1}, {"tracker": "A" * 43, "ballot": "{}"}, []):
        answer = voter.post(f"/api/elections/{federation.uuid}/spoiled", body)
        assert answer[0] == 400, (body, answer)
    answer = voter.post(f"/api/elections/{federation.uuid}/spoiled", {"tracker": "A" * 300})
    assert answer[0] == 413, answer
    refused(voter.post("/api/elections/22222222222222/spoiled", {"tracker": "A" * 43}), 404, "election.unknown")
    assert size(voter) == before
    print("ok what is no opening is refused, and leaves nothing")


def races(federation, server):
    """A cast and an opening of one ballot at the same time: one of them holds, and it stays so."""
    caster, opener = (Client(server).sign_in("p1@x.example") for _ in range(2))
    won = {"cast": 0, "spoiled": 0}
    for i in range(ROUNDS):
        ballot = federation.ballot(1)
        delay = 0.02 * i / ROUNDS  # a ballot is checked first, which takes some milliseconds
        cast, opened = at_once([(0, lambda: caster.cast(ballot)), (delay, lambda: spoil(opener, tracker(ballot)))])
        assert sorted((cast[0], opened[0])) == [200, 409], (cast, opened)
        if cast[0] == 200:
            refused(opened, 409, "ballot.cast")
            assert caster.state(tracker(ballot))["state"] == "committed"
            assert caster.cast(ballot)[1]["entry_index"] == cast[1]["entry_index"]
        else:
            refused(cast, 409, "ballot.spoiled")
            assert caster.state(tracker(ballot))["state"] == "spoiled"
            refused(caster.cast(ballot), 409, "ballot.spoiled")
        won["cast" if cast[0] == 200 else "spoiled"] += 1
    assert min(won.values()) > 0, f"the race was none: {won}"
    print(f"ok {ROUNDS} casts against openings of the same ballot: {won}")


def kills(federation, server):
    """What was acknowledged as opened stays opened, however the server ends."""
    known = []
    for _ in range(4):
        voter = Client(server).sign_in("p2@x.example")
        ballots = [federation.ballot(2) for _ in range(6)]
        threading.Timer(chance.uniform(0.01, 0.05), server.kill).start()
        for ballot in ballots:
            try:
                status, receipt = spoil(voter, tracker(ballot))
            except (OSError, harness.http.client.HTTPException, ValueError):
                break
            assert status == 200, receipt
            known.append((ballot, receipt["entry_index"]))
        server.process.wait()
        assert tool("fsck", "--data", federation.data).strip().endswith("OK")
        server.start()
        voter = Client(server).sign_in("p2@x.example")
        for ballot, index in known:
            refused(voter.cast(ballot), 409, "ballot.spoiled")
            assert spoil(voter, tracker(ballot))[1]["entry_index"] == index
    assert known, "no opening came through"
    print(f"ok {len(known)} openings held over 4 kills")


def limit(federation, server):
    voter, other = Client(server).sign_in("p3@x.example"), Client(server).sign_in("p4@x.example")
    names = [tracker(str(i).encode()) for i in range(LIMIT)]
    for name in names:
        assert spoil(voter, name)[0] == 200
    ballot = federation.ballot(3)
    refused(spoil(voter, tracker(ballot)), 409, "ballot.challenge_limit")
    assert spoil(voter, names[0])[0] == 200  # one that is opened already is no further one
    assert spoil(other, tracker(b"another voter"))[0] == 200
    assert voter.cast(ballot)[0] == 200
    print(f"ok {LIMIT} openings a voter, and no more")


def run(root):
    federation = Federation(root, 5)
    server = Server(federation, port, challenges_per_voter=LIMIT).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    voter, other = Client(server).sign_in("p0@x.example"), Client(server).sign_in("p1@x.example")
    refused(spoil(voter, "A" * 43), 409, "ballot.not_open")
    assert register(officer, key, "officer", "test.example/log")[0] == 200
    assert officer_act(officer, key, "vote.opened", federation.vote)[0] == 200
    opened, cast = opened_once(federation, voter, other)
    print("ok an opened ballot is cast by nobody")
    what_is_refused(federation, voter, cast)
    races(federation, server)
    kills(federation, server)
    limit(federation, server)
    officer = Client(server).sign_in("officer@x.example")
    voter = Client(server).sign_in("p0@x.example")
    assert officer_act(officer, key, "vote.closed", federation.vote)[0] == 200
    refused(spoil(voter, "B" * 42 + "A"), 409, "ballot.closed")
    assert spoil(voter, tracker(opened))[0] == 200  # the receipt is still there
    refused(voter.cast(opened), 409, "ballot.closed")
    exported = root / "ledger.tar"
    exported.write_bytes(officer.get("/tlog/export")[1])
    report = json.loads(tool("verify", "--json", "--vkey", federation.vkey, exported))
    assert report["ok"], report
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

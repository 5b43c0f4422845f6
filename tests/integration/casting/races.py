#!/usr/bin/env python3
"""Races through the running server: one ballot sent many times at once, one credential by two voters, casts at the
instant of the close. Usage: races.py OGNIWO"""
import json
import pathlib
import sys
import tempfile

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, at_once, problem, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
VOTERS, COPIES, ROUNDS = 6, 6, 12


def same_bytes(federation, clients):
    """Every copy gets a receipt of the one entry, also while the first is durable and its head not yet signed."""
    for n in range(ROUNDS):
        ballot, size = federation.ballot(0, ([1, 0], [0, 1])[n % 2]), clients[0].get("/healthz")[1]["log_size"]
        answers = at_once([(0.002 * i * (n % 3), lambda c=c: c.cast(ballot)) for i, c in enumerate(clients)])
        assert [status for status, _ in answers] == [200] * COPIES, answers
        assert {receipt["entry_index"] for _, receipt in answers} == {size}, answers
        assert clients[0].get("/healthz")[1]["log_size"] == size + 1
    print(f"ok {ROUNDS} ballots sent {COPIES} times at once: one entry each")


def one_credential(federation, voters):
    """Two voters use the voting code of a third at the same time: exactly one of them keeps it."""
    code = federation.codes[5]
    ballots = [federation.ballot(v, [1, 0], code=code) for v in (1, 2)]
    answers = at_once([(0, lambda v=v: voters[v].cast(ballots[v - 1])) for v in (1, 2)])
    assert sorted(status for status, _ in answers) == [200, 409], answers
    loser = 1 if answers[0][0] == 409 else 2
    assert problem(answers[loser - 1]) == "ballot.credential_bound", answers
    assert answers[loser - 1][1]["vote_recorded"] is False
    # Nor does the loser get the winner's receipt by sending the winner's bytes.
    answer = voters[loser].cast(ballots[2 - loser])
    assert (answer[0], problem(answer)) == (409, "ballot.credential_bound"), answer
    return loser


def close_against_casts(federation, voters, officer, key, loser):
    """Whoever has a receipt stands before the close; whoever has none is told so; the tally is of the former."""
    casters = [v for v in range(VOTERS) if v not in (5, 3 - loser)]
    ballots = {v: [federation.ballot(v, [0, 1]) for _ in range(4)] for v in casters}

    def cast(v):
        return [voters[v].cast(ballot) for ballot in ballots[v]]

    calls = [(0.004 * i, lambda v=v: cast(v)) for i, v in enumerate(casters)]
    *answers, closed = at_once([*calls, (0.03, lambda: officer_act(officer, key, "vote.closed", federation.vote))])
    assert closed[0] == 200, closed
    close, accepted, late = closed[1]["entry_index"], 0, 0
    for v, mine in zip(casters, answers):
        for ballot, (status, answer) in zip(ballots[v], mine):
            again = voters[v].cast(ballot)  # the same bytes after the close: the same answer
            assert again[0] == status, (status, again)
            if status == 200:
                assert answer["entry_index"] < close and again[1]["entry_index"] == answer["entry_index"], answer
                accepted += 1
            else:
                assert (status, problem((status, answer)), answer["vote_recorded"]) == (409, "ballot.closed", False), answer
                late += 1
    print(f"ok a close against casts: {accepted} before it, {late} after it")


def run(root):
    federation = Federation(root, VOTERS, question={"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"})
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", "test.example/log")[0] == 200
    assert officer_act(officer, key, "vote.opened", federation.vote)[0] == 200
    voters = [Client(server).sign_in(f"p{v}@x.example") for v in range(VOTERS)]
    same_bytes(federation, [Client(server).sign_in("p0@x.example") for _ in range(COPIES)])
    loser = one_credential(federation, voters)
    close_against_casts(federation, voters, officer, key, loser)
    archive = root / f"{federation.uuid}.bel"
    archive.write_bytes(officer.get(f"/api/elections/{federation.uuid}/archive")[1])
    assert json.loads(tool("verify", "--json", archive))["ok"]
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

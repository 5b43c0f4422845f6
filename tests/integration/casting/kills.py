#!/usr/bin/env python3
"""Kills a casting server at random times and sees that no acknowledged vote, secret or open, is lost or counted
twice, and that after each kill the tallies equal a recount.
Usage: kills.py OGNIWO [CYCLES] [SEED]"""
import json
import pathlib
import random
import sys
import tempfile
import threading
import time

import harness
from acts import Key, make_act, officer_act, register, signed
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
cycles = int(sys.argv[2]) if len(sys.argv) > 2 else 50
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
print(f"seed {seed}")
chance = random.Random(seed)
VOTERS, ORIGIN = 4, "test.example/log"
STATUTE = {"type": "open", "vote": "statute", "title": "Statute", "question": "Adopt?",
           "rule": {"base": "YN", "num": 1, "den": 2, "strict": True}, "quorum": {"num": 0, "den": 1, "strict": False}}


def caster(client, pool, acknowledged, stop):
    """Sends ballots until the server dies under it; keeps what was acknowledged."""
    while not stop.is_set() and pool:
        ballot = pool[-1]
        try:
            status, receipt = client.cast(ballot)
        except (OSError, harness.http.client.HTTPException, ValueError):
            return
        if status == 200:
            acknowledged.append(receipt)
            pool.pop()
        elif status == 503:
            time.sleep(0.01)
        else:
            raise AssertionError((status, receipt))


def roll_caller(client, acts, counted, stop):
    """The same with open votes; counts them by option."""
    while not stop.is_set() and acts:
        option, act = acts[-1]
        try:
            status, answer = client.post("/api/votes/statute/roll-call", act)
        except (OSError, harness.http.client.HTTPException, ValueError):
            return
        if status == 200 or answer.get("type") == "/problems/ledger.nonce":  # written, and not acknowledged then
            counted.append(option)
            acts.pop()
        else:
            assert status == 503, (status, answer)


def run(root):
    federation = Federation(root, VOTERS, question={"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"},
                            more_votes=[STATUTE])
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", ORIGIN)[0] == 200
    own, counted = Key(), []
    assert register(Client(server).sign_in("p0@x.example"), own, "m-0", ORIGIN)[0] == 200
    for vote in (federation.vote, "statute"):
        assert officer_act(officer, key, "vote.opened", vote)[0] == 200

    def roll_call(option):
        body = {"mandates": ["m-0"], "option": option, "organisation": "org-0", "vote": "statute"}
        return option, signed(make_act("open_vote.cast", body, ORIGIN), own)

    acts = [roll_call(chance.choice(("yes", "no", "abstain"))) for _ in range(3 * cycles)]
    pools = [[federation.ballot(v, chance.choice(([1, 0], [0, 1]))) for _ in range(2 * cycles // 5 + 20)]
             for v in range(VOTERS)]
    acknowledged, heads, last_size = [], [], 0
    for cycle in range(cycles):
        clients = [Client(server).sign_in(f"p{v}@x.example") for v in range(VOTERS)]
        stop = threading.Event()
        threads = [threading.Thread(target=caster, args=(clients[v], pools[v], acknowledged, stop)) for v in range(VOTERS)]
        threads.append(threading.Thread(target=roll_caller, args=(Client(server).sign_in("p0@x.example"), acts, counted, stop)))
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.005, 0.08))
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        checked = tool("fsck", "--data", federation.data)  # before a server touches what the kill left
        assert checked.strip().endswith("OK"), checked
        server.start()
        size = Client(server).get("/healthz")[1]
        assert size["status"] == "ok" and size["log_size"] >= last_size, (size, last_size)
        last_size = size["log_size"]
        heads.append(last_size)
    reader = Client(server)
    indexes = set()
    for receipt in acknowledged:
        state = reader.state(receipt["tracker"])
        assert state["state"] == "committed", (receipt["tracker"], state)
        assert state["receipt"]["entry"] == receipt["entry"] and state["receipt"]["entry_index"] == receipt["entry_index"]
        assert receipt["entry_index"] not in indexes, "one entry for two ballots"
        indexes.add(receipt["entry_index"])
    sample = federation.folder / "receipt.json"
    for receipt in chance.sample(acknowledged, min(10, len(acknowledged))):
        sample.write_text(json.dumps(receipt))
        tool("receipt", "verify", "--vkey", federation.vkey, sample)
    officer = Client(server).sign_in("officer@x.example")
    for vote in (federation.vote, "statute"):
        assert officer_act(officer, key, "vote.closed", vote)[0] == 200
    assert counted, "no open vote was cast"
    decision = officer.get("/api/votes/statute")[1]["decision"]
    one = {option: decision[option] for option in ("yes", "no", "abstain")}
    # The last open vote may have been written and never acknowledged.
    assert one in [{o: int(o == last) for o in one} for last in (counted[-1], (acts or [(counted[-1], 0)])[-1][0])], decision
    archive = federation.folder / f"{federation.uuid}.bel"
    archive.write_bytes(officer.get(f"/api/elections/{federation.uuid}/archive")[1])
    report = json.loads(tool("verify", "--json", archive))
    assert report["ok"], report  # the running tally equals the recount of the verifier
    ballots = report["ballots"]
    assert ballots >= len(acknowledged), (ballots, len(acknowledged))
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    print(f"{cycles} kills, {len(acknowledged)} ballots and {len(counted)} open votes acknowledged, 0 lost, "
          f"{ballots} on the board, "
          f"head {heads[0]} to {heads[-1]}")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

#!/usr/bin/env python3
"""Kills a casting server at random times and sees that no acknowledged ballot is lost or counted twice.
Usage: kills.py OGNIWO [CYCLES] [SEED]"""
import json
import pathlib
import random
import sys
import tempfile
import threading
import time

import harness
from acts import Key, make_act, register, signed
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
cycles = int(sys.argv[2]) if len(sys.argv) > 2 else 50
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
print(f"seed {seed}")
chance = random.Random(seed)
VOTERS = 4


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


def run(root):
    federation = Federation(root, VOTERS, question={"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"})
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", "test.example/log")[0] == 200

    def act(client, kind, verb):
        made = make_act(kind, {"officers": 1, "vote": federation.vote}, "test.example/log")
        return client.post(f"/api/votes/{federation.vote}/{verb}", signed(made, key))

    assert act(officer, "vote.opened", "open")[0] == 200
    pools = [[federation.ballot(v, chance.choice(([1, 0], [0, 1]))) for _ in range(2 * cycles // 5 + 20)]
             for v in range(VOTERS)]
    acknowledged, heads, last_size = [], [], 0
    for cycle in range(cycles):
        clients = [Client(server).sign_in(f"p{v}@x.example") for v in range(VOTERS)]
        stop = threading.Event()
        threads = [threading.Thread(target=caster, args=(clients[v], pools[v], acknowledged, stop)) for v in range(VOTERS)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.005, 0.08))
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        server.start()
        size = Client(server).get("/healthz")[1]
        assert size["status"] == "ok" and size["log_size"] >= last_size, (size, last_size)
        last_size = size["log_size"]
        heads.append(last_size)
    reader = Client(server)
    indexes = set()
    for receipt in acknowledged:
        tracker = receipt["tracker"].replace("+", "-").replace("/", "_")
        state = reader.get(f"/api/elections/{federation.uuid}/ballots/{tracker}")[1]
        assert state["state"] == "committed", (receipt["tracker"], state)
        assert state["receipt"]["entry"] == receipt["entry"] and state["receipt"]["entry_index"] == receipt["entry_index"]
        assert receipt["entry_index"] not in indexes, "one entry for two ballots"
        indexes.add(receipt["entry_index"])
    sample = federation.folder / "receipt.json"
    for receipt in chance.sample(acknowledged, min(10, len(acknowledged))):
        sample.write_text(json.dumps(receipt))
        tool("receipt", "verify", "--vkey", federation.vkey, sample)
    officer = Client(server).sign_in("officer@x.example")
    assert act(officer, "vote.closed", "close")[0] == 200
    archive = federation.folder / f"{federation.uuid}.bel"
    archive.write_bytes(officer.get(f"/api/elections/{federation.uuid}/archive")[1])
    report = json.loads(tool("verify", "--json", archive))
    assert report["ok"], report  # the running tally equals the recount of the verifier
    ballots = report["ballots"]
    assert ballots >= len(acknowledged), (ballots, len(acknowledged))
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    print(f"{cycles} kills, {len(acknowledged)} ballots acknowledged, 0 lost, {ballots} on the board, "
          f"head {heads[0]} to {heads[-1]}")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

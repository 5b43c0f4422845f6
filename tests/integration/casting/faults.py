#!/usr/bin/env python3
"""Kills the server in place of its n-th sync, rename or unlink; makes these fail; fills the disk. No acknowledged
ballot is lost, and after a failure the server acknowledges nothing and stops. Usage: faults.py OGNIWO [STRIDE]"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
stride = int(sys.argv[2]) if len(sys.argv) > 2 else 9
VOTERS, BALLOTS = 2, 6


class Casting:
    def __init__(self, root):
        self.federation = Federation(root, VOTERS, question={"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"})
        self.server = Server(self.federation, port)
        self.server.start()
        officer, key = Client(self.server).sign_in("officer@x.example"), Key()
        assert register(officer, key, "officer", "test.example/log")[0] == 200
        assert officer_act(officer, key, "vote.opened", self.federation.vote)[0] == 200
        assert self.server.stop() == 0
        self.acknowledged, self.pools, self.size = [], [[] for _ in range(VOTERS)], 0

    def caster(self, client, pool, wrong):
        """Casts until the pool is empty or something fails; what was not acknowledged comes again next time."""
        while pool:
            try:
                status, answer = client.cast(pool[0])
            except (OSError, harness.http.client.HTTPException):
                return
            if status != 200:
                # Absent: a failed write may have reached the disk all the same.
                if status != 503 or answer.get("vote_recorded") is True:
                    wrong.append((status, answer))
                return
            self.acknowledged.append(answer)
            pool.pop(0)

    def round(self, fault):
        """Casts under a fault. Gives the exit code, and whether the server was up before it."""
        environment = {"LD_PRELOAD": os.environ["OGNIWO_FAILING_DISK"], "ASAN_OPTIONS": "verify_asan_link_order=0"}
        for v, pool in enumerate(self.pools):
            pool.extend(self.federation.ballot(v, ([1, 0], [0, 1])[i % 2]) for i in range(BALLOTS - len(pool)))
        if self.server.start(may_die=True, OGNIWO_FAULT=fault, **environment) is None:
            return self.server.process.returncode, False
        if Client(self.server).get("/healthz")[0] == 503:  # frozen: it could not write when it opened the data
            assert self.server.stop() == 0
            return None, False
        wrong = []
        try:
            clients = [Client(self.server).sign_in(f"p{v}@x.example") for v in range(VOTERS)]
            threads = [threading.Thread(target=self.caster, args=(clients[v], self.pools[v], wrong)) for v in range(VOTERS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        except (OSError, AssertionError, harness.http.client.HTTPException):
            try:
                return self.server.process.wait(timeout=3), True  # it died while somebody signed in
            except subprocess.TimeoutExpired:  # a letter could not be written: no reason to stop
                assert self.server.stop() == 0
                return None, False
        assert not wrong, wrong
        if not any(self.pools):
            assert self.server.stop() == 0
            return None, True
        return self.server.process.wait(timeout=20), True

    def check(self):
        """Starts without faults: everything acknowledged is there, the projections equal a recount."""
        assert tool("fsck", "--data", self.federation.data).strip().endswith("OK")
        self.server.start()
        reader = Client(self.server)
        health = reader.get("/healthz")[1]
        assert health["status"] == "ok" and health["log_size"] >= self.size, health
        self.size = health["log_size"]
        for receipt in self.acknowledged[-VOTERS * BALLOTS:]:
            state = reader.state(receipt["tracker"])
            assert state["state"] == "committed", (receipt["tracker"], state)
            assert state["receipt"]["entry"] == receipt["entry"]
            assert state["receipt"]["entry_index"] == receipt["entry_index"]
        assert self.server.stop() == 0


def run(root):
    casting = Casting(root)
    for kind, code, points in (("kill", -signal.SIGKILL, range(1, 1000, stride)), ("eio", 1, range(1, 1000, stride)),
                               ("full", 1, range(12, 1000, stride))):
        early = late = 0
        for point in points:
            got, up = casting.round(f"{kind} {point}")
            casting.check()
            if up and got is None:
                break  # everything was cast before the fault
            late += up
            early += not up
            assert got == code or not up and got not in (0, 1 if kind == "kill" else 0), (kind, point, got)
        assert late >= 2, "no fault came while somebody cast"
        indexes = [receipt["entry_index"] for receipt in casting.acknowledged]
        assert len(set(indexes)) == len(indexes), "one entry for two ballots"
        print(f"ok {kind}: {early} before the server was up, {late} while casting, "
              f"{len(casting.acknowledged)} acknowledged so far, 0 lost", flush=True)


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

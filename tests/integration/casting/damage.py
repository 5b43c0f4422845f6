#!/usr/bin/env python3
"""Damages the files of a data folder in every way: the server then has the whole log, or it is FROZEN and names the
cause and both sizes; never less in silence. Usage: damage.py OGNIWO [FLIPS] [SEED]"""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
flips = int(sys.argv[2]) if len(sys.argv) > 2 else 24
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
chance = random.Random(seed)
print(f"seed {seed}")


class Log:
    """A log with ballots in its tables and in its write-ahead log, copied aside to be damaged again and again."""

    def __init__(self, root):
        self.federation = Federation(root, 2)
        self.data, self.keys, self.kept = self.federation.data, self.federation.keys, root / "kept"
        self.server = Server(self.federation, port).start()
        officer, key = Client(self.server).sign_in("officer@x.example"), Key()
        assert register(officer, key, "officer", "test.example/log")[0] == 200
        assert officer_act(officer, key, "vote.opened", self.federation.vote)[0] == 200
        self.receipts = []
        for _ in range(2):
            voter = Client(self.server).sign_in("p0@x.example")
            for _ in range(3):
                status, receipt = voter.cast(self.federation.ballot(0))
                assert status == 200, receipt
                self.receipts.append(receipt)
            self.size = voter.get("/healthz")[1]["log_size"]
            self.server.kill()
            if len(self.receipts) < 6:
                self.early = root / "early"
                shutil.copytree(self.data, self.early)
                self.server.start()
        self.late = self.federation.ballot(0)
        for part in (self.data, self.keys):
            shutil.copytree(part, self.kept / part.name)

    def restore(self):
        for part in (self.data, self.keys):
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(self.kept / part.name, part)

    def wal(self):
        return max(self.data.glob("*.log"), key=lambda file: file.stat().st_size)

    def outcome(self, damage):
        """Damages a fresh copy and starts the server: whole, the cause why it is frozen, or why it refused to start."""
        self.restore()
        damage()
        self.server.log.write_text("")
        if self.server.start(may_die=True) is None:
            return "refused", self.server.last_words()
        reader = Client(self.server)
        status, health = reader.get("/healthz")
        if status == 200:
            assert health == {"status": "ok", "log_size": self.size}, health
            outcome = "whole", ""
        else:
            assert (status, health["status"]) == (503, "frozen"), health
            cause = health["cause"]
            assert re.search(r"the signed head (has \d+ entries|is missing|is damaged \(.*\)), "
                             r"the database (has \d+|cannot be read \(.*\))$", cause), cause
            assert reader.get("/api/votes")[0] == 200  # reads are served
            for path in ("/tlog/checkpoint", "/tlog/export", "/tlog/tile/0/000.p/1"):
                assert reader.get(path)[0] != 500, path
            outcome = cause.split(":")[0], cause
        self.server.kill()
        return outcome


def named(log, causes, damage):
    got, detail = log.outcome(damage)
    assert got in causes, (causes, got, detail)
    return detail


def whole_files(log):
    head, data = log.keys / "signed-head", log.data
    current = lambda: data / (data / "CURRENT").read_text().strip()

    def replace(folder):
        shutil.rmtree(data)
        shutil.copytree(folder, data)

    assert named(log, ["whole"], lambda: None) == ""
    assert f"is missing, the database has {log.size}" in named(log, ["head.missing"], head.unlink)
    for nothing in (lambda: shutil.rmtree(data), lambda: (shutil.rmtree(data), data.mkdir())):
        assert f"has {log.size} entries, the database has 0" in named(log, ["head.no_data"], nothing)
    assert "ogniwo init" in named(log, ["refused"], lambda: (shutil.rmtree(data), head.unlink()))
    assert "keys.read" in named(log, ["refused"], lambda: shutil.rmtree(log.keys))
    rolled_back = named(log, ["head.behind"], lambda: replace(log.early))
    assert f"has {log.size} entries, the database has {log.size - 3}" in rolled_back, rolled_back
    named(log, ["head.unreadable"], lambda: (data / "CURRENT").unlink())
    named(log, ["head.unreadable"], lambda: current().unlink())
    named(log, ["head.unreadable"], lambda: chance.choice(sorted(data.glob("*.sst"))).unlink())
    named(log, ["head.behind", "head.unreadable"], lambda: log.wal().unlink())
    named(log, ["whole", "head.unreadable"], lambda: log.wal().open("ab").write(b"\x5a" * 5000))
    for cut in (1, 8, 500, 4000, sys.maxsize):
        named(log, ["head.behind"], lambda: os.truncate(log.wal(), max(0, log.wal().stat().st_size - cut)))
    print("ok whole files: taken away, cut, rolled back")


def other_keys(log):
    """The data folder of one federation beside the keys of another."""
    elsewhere = log.federation.folder / "elsewhere"
    elsewhere.mkdir()
    other = Federation(elsewhere, 2, origin="other.example/log")
    shutil.rmtree(log.keys)
    shutil.copytree(other.keys, log.keys)
    log.server.log.write_text("")
    assert log.server.start(may_die=True) is None
    assert "storage.format: the database is of another log" in log.server.last_words(), log.server.last_words()
    print("ok the data without its keys")


def flipped_bits(log):
    """One bit anywhere: found at the start or, where the start did not read it, by fsck; or it has no meaning."""
    seen = {"whole": 0, "frozen": 0, "found by fsck": 0}
    for n in range(flips):
        kind = ("sst", "log", "sst", "MANIFEST", "sst", "signed-head")[n % 6]

        def flip():
            file = {"sst": lambda: chance.choice(sorted(log.data.glob("*.sst"))), "log": log.wal,
                    "MANIFEST": lambda: next(log.data.glob("MANIFEST*")),
                    "signed-head": lambda: log.keys / "signed-head"}[kind]()
            content = bytearray(file.read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            file.write_bytes(content)
            shutil.rmtree(log.federation.folder / "damaged", ignore_errors=True)
            shutil.copytree(log.data, log.federation.folder / "damaged")

        got, detail = log.outcome(flip)
        assert got != "refused" or "storage.read" in detail, (kind, detail)
        if got != "whole":
            seen["frozen"] += 1
            continue
        assert kind == "sst", kind  # everything else is read whole at a start
        shutil.rmtree(log.data)
        shutil.copytree(log.federation.folder / "damaged", log.data)
        checked = subprocess.run([harness.OGNIWO, "fsck", "--data", log.data], capture_output=True, text=True, check=False)
        seen["whole" if checked.returncode == 0 else "found by fsck"] += 1
        assert checked.returncode == 0 or "orruption" in checked.stdout + checked.stderr, checked
    print(f"ok {flips} flipped bits: {seen}")


def in_use(log):
    """What a running server has open, nobody else opens."""
    log.restore()
    log.server.start()
    for command in (["fsck", "--data", log.data], ["serve", "--data", log.data, "--config", log.server.config]):
        done = subprocess.run([harness.OGNIWO, *map(str, command)], capture_output=True, text=True, check=False, timeout=20)
        assert done.returncode == 2 and "storage.locked" in done.stderr, (command, done)
    voter = Client(log.server).sign_in("p0@x.example")
    assert voter.cast(log.late)[0] == 200
    assert log.server.stop() == 0
    print("ok one process at a time")


def export_needs_its_head(log):
    log.restore()
    out = log.federation.folder / "ledger.tar"
    command = ["export", "--data", log.data, "--vkey-file", log.keys / "log.vkey", "--head", log.keys / "signed-head", out]
    tool(*command)
    whole = out.read_bytes()
    assert "VALID ledger" in tool("verify", "--vkey", log.federation.vkey, out)
    (log.keys / "signed-head").unlink()
    tool(*command, code=2)
    assert out.read_bytes() == whole, "a failed export changed the file"
    assert not list(log.federation.folder.glob("ledger.tar.*"))
    print("ok export")


with tempfile.TemporaryDirectory() as name:
    log = Log(pathlib.Path(name))
    whole_files(log)
    flipped_bits(log)
    in_use(log)
    export_needs_its_head(log)
    other_keys(log)

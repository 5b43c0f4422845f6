#!/usr/bin/env python3
"""How long a server takes to serve reads when it starts with many ballots in its log. Usage: restart.py OGNIWO LARGE_LOG
[BALLOTS]"""
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration" / "casting"))
import harness  # noqa: E402
from acts import Key, make_act, register, signed  # noqa: E402
from harness import Client, Federation, Server  # noqa: E402

harness.OGNIWO, maker = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
ballots = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000

with tempfile.TemporaryDirectory() as name:
    federation = Federation(pathlib.Path(name), 2)
    server = Server(federation, harness.free_port()).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    register(officer, key, "officer", "test.example/log")
    officer.post(f"/api/votes/{federation.vote}/open",
                 signed(make_act("vote.opened", {"officers": 1, "vote": federation.vote}, "test.example/log"), key))
    assert server.stop() == 0
    subprocess.run([maker, federation.data, federation.keys, federation.uuid, str(ballots)], check=True)
    times, writing = [], []
    for _ in range(3):
        began = time.monotonic()
        server.start()
        reader = Client(server)
        assert reader.get("/tlog/checkpoint")[0] == 200 and reader.get("/api/votes")[0] == 200
        times.append(time.monotonic() - began)
        memory = next(int(line.split()[1]) for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
                      if line.startswith("VmHWM")) / 1024
        assert int(reader.get("/tlog/checkpoint")[1].decode().split("\n")[1]) > ballots
        assert server.stop() == 0
    print(f"start with {ballots} ballots, until reads are served{'':8}{statistics.median(times):10.2f} s, {memory:.0f} MiB")

#!/usr/bin/env python3
"""Ballots a second over HTTPS, durable, load generator included. Usage: casting.py OGNIWO CAST_LOAD [BALLOTS] [CLIENTS]"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration" / "casting"))
import harness  # noqa: E402
from acts import Key, make_act, register, signed  # noqa: E402
from harness import Client, Federation, Server  # noqa: E402

harness.OGNIWO, generator = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
ballots = int(sys.argv[3]) if len(sys.argv) > 3 else 12_000
clients = int(sys.argv[4]) if len(sys.argv) > 4 else 64


def used(pid):
    """Seconds of processor that a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


with tempfile.TemporaryDirectory() as name:
    question = {"answers": list("abcde"), "min": 1, "max": 1, "question": "q"}
    federation = Federation(pathlib.Path(name), clients, question=question)
    port = harness.free_port()
    load = subprocess.Popen([generator, federation.setup, federation.folder / "private_creds.csv", str(port), str(ballots)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert load.stdout.readline() == "ready\n"
    limits = {f"{what}_per_minute_per_address": 1_000_000 for what in ("requests", "sign_ins", "casts")}
    server = Server(federation, port, **limits).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    register(officer, key, "officer", "test.example/log")
    officer.post(f"/api/votes/{federation.vote}/open",
                 signed(make_act("vote.opened", {"officers": 1, "vote": federation.vote}, "test.example/log"), key))
    signed_in = [Client(server).sign_in(f"p{v}@x.example") for v in range(clients)]
    sessions = [{"cookie": "; ".join(f"{k}={v}" for k, v in client.cookies.items()), "csrf": client.csrf} for client in signed_in]
    before = used(server.process.pid)
    answer, _ = load.communicate(json.dumps(sessions) + "\n")
    assert load.returncode == 0, f"not every ballot was acknowledged: {answer}"
    done, each = json.loads(answer), ballots // clients * clients
    times = sorted(done["half_load_ms"])
    print(f"cast over HTTPS, durable, {clients} clients{'':21}{done['rate']:10.0f} ballots/s")
    print(f"processor time of the server for each{'':21}{(used(server.process.pid) - before) / each * 1000:10.2f} ms")
    print(f"at half that load, median{'':33}{statistics.median(times):10.0f} ms")
    print(f"at half that load, 99 of 100 within{'':23}{times[int(len(times) * 0.99)]:10.0f} ms")
    print(f"most memory of the server{'':33}{memory_mib(server.process.pid):10.0f} MiB")
    status, votes = signed_in[0].get("/tlog/checkpoint")
    recorded = int(votes.decode().split("\n")[1]) if status == 200 else 0
    assert server.stop() == 0
    server.start()
    entries = int(Client(server).get("/tlog/checkpoint")[1].decode().split("\n")[1])
    assert entries == recorded and recorded >= each, f"{each} ballots were acknowledged, the log has {entries} entries"
    assert server.stop() == 0

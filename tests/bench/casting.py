#!/usr/bin/env python3
"""Ballots a second over HTTPS, durable, load generator included. Usage: casting.py OGNIWO [BALLOTS] [CLIENTS]"""
import pathlib
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration" / "casting"))
import harness  # noqa: E402
from acts import Key, make_act, register, signed  # noqa: E402
from harness import Client, Federation, Server  # noqa: E402

harness.OGNIWO = str(pathlib.Path(sys.argv[1]).resolve())
ballots = int(sys.argv[2]) if len(sys.argv) > 2 else 1200
clients_count = int(sys.argv[3]) if len(sys.argv) > 3 else 16


def cast_all(client, pool, interval, times):
    due = time.monotonic()
    for ballot in pool:
        if interval:
            due += interval
            time.sleep(max(0, due - time.monotonic()))
        began = due if interval else time.monotonic()
        status, answer = client.cast(ballot)
        assert status == 200, (status, answer)
        times.append(time.monotonic() - began)


def load(clients, pools, rate):
    times, threads = [], []
    for client, pool in zip(clients, pools):
        threads.append(threading.Thread(target=cast_all, args=(client, pool, len(clients) / rate if rate else 0, times)))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = sum(len(pool) for pool in pools)
    assert len(times) == expected, f"{expected - len(times)} ballots were not acknowledged"
    return expected / (time.monotonic() - began), sorted(times)


def memory_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


with tempfile.TemporaryDirectory() as name:
    question = {"answers": list("abcde"), "min": 1, "max": 1, "question": "q"}
    federation = Federation(pathlib.Path(name), clients_count, question=question)
    limits = {f"{what}_per_minute_per_address": 1000000 for what in ("requests", "sign_ins", "casts")}
    each = ballots // clients_count
    choices = [[int(i == k % 5) for i in range(5)] for k in range(each)]
    pools = [[federation.ballot(v, c) for c in choices] for v in range(clients_count)]
    # Sessions come after the ballots: the server closes connections that wait as long as these take to make.
    server = Server(federation, harness.free_port(), **limits).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    register(officer, key, "officer", "test.example/log")
    officer.post(f"/api/votes/{federation.vote}/open",
                 signed(make_act("vote.opened", {"officers": 1, "vote": federation.vote}, "test.example/log"), key))
    half = each * 2 // 3
    clients = [Client(server).sign_in(f"p{v}@x.example") for v in range(clients_count)]
    rate, _ = load(clients, [pool[:half] for pool in pools], 0)
    print(f"cast over HTTPS, durable, {clients_count} clients{'':21}{rate:10.0f} ballots/s")
    _, times = load(clients, [pool[half:] for pool in pools], rate / 2)
    p99 = times[int(len(times) * 0.99)] * 1000
    print(f"at half that load, median{'':33}{statistics.median(times) * 1000:10.0f} ms")
    print(f"at half that load, 99 of 100 within{'':23}{p99:10.0f} ms")
    print(f"most memory of the server{'':33}{memory_mib(server.process.pid):10.0f} MiB")
    assert server.stop() == 0

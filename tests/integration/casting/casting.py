#!/usr/bin/env python3
"""Elections through the running server: every refusal names its check and records nothing; two trustees decrypt;
the archive convinces `ogniwo verify` and belenios-tool. Usage: casting.py OGNIWO"""
import base64
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import harness
from acts import Key, canonical, make_act, register, signed
from harness import Client, Federation, Server, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
JUDGE = shutil.which("belenios-tool")


def refused(answer, status, problem):
    assert answer[0] == status, answer
    assert answer[1]["type"] == f"/problems/{problem}", answer
    assert answer[1].get("vote_recorded") is False, answer


def log_size(client):
    return client.get("/healthz")[1]["log_size"]


def change(ballot, edit):
    value = json.loads(ballot)
    edit(value)
    return json.dumps(value, separators=(",", ":")).encode()


def rehash(ballot):
    """Makes the hash fit again, as somebody without the credential's secret can."""
    bare = {k: v for k, v in ballot.items() if k != "signature"}
    digest = hashlib.sha256(json.dumps(bare, separators=(",", ":")).encode()).digest()
    ballot["signature"]["hash"] = base64.b64encode(digest).decode().rstrip("=")


def stranger(ballot):
    ballot["credential"] = ballot["answers"][0]["choices"][0]["alpha"]
    rehash(ballot)


def plus_one(holder, name):
    holder[name] = str(int(holder[name]) + 1)


def refusals(federation, client, other):
    good = federation.ballot(0)
    answers = lambda b: b["answers"][0]
    cases = [
        (b"", "ballot.encoding"), (b"{}", "ballot.encoding"), (good[:-1], "ballot.encoding"), (good + b" ", "ballot.encoding"),
        (good.replace(b",", b", ", 1), "ballot.encoding"),
        (json.dumps(dict(reversed(json.loads(good).items())), separators=(",", ":")).encode(), "ballot.encoding"),
        (change(good, lambda b: b.pop("signature")), "ballot.encoding"),
        (change(good, lambda b: plus_one(answers(b)["individual_proofs"][0][0], "challenge")), "ballot.hash"),
        (change(good, stranger), "ballot.credential"),
        (change(good, lambda b: plus_one(b["signature"]["proof"], "response")), "ballot.signature"),
        (other.ballot(0), "ballot.election"),
    ]
    size = log_size(client)
    for ballot, check in cases:
        status, problem = client.cast(ballot)
        got = problem["type"].removeprefix("/problems/")
        assert status in (400, 413, 422) and got.split(".")[0] == "ballot" and problem["vote_recorded"] is False, (status, problem)
        assert got == check or check == "ballot.encoding" and got in ("ballot.shape", "ballot.encoding", "ballot.size"), (got, check)
    refused(client.cast(good, uuid=other.uuid), 404, "election.unknown")
    refused(client.cast(b"x" * (1 << 20)), 413, "ballot.size")
    assert client.cast(b"x" * ((1 << 20) + 1))[0] == 413
    refused(client.request("POST", f"/api/elections/{federation.uuid}/ballots", good, kind="application/octet-stream",
                           headers={"X-Ogniwo-Csrf": None}), 403, "csrf.missing")
    refused(client.request("POST", f"/api/elections/{federation.uuid}/ballots", good, kind="application/octet-stream",
                           headers={"Origin": "https://evil.example"}), 403, "csrf.origin")
    assert client.request("POST", f"/api/elections/{federation.uuid}/ballots", good, kind="text/plain")[0] == 415
    refused(Client(client.server).cast(good), 401, "session.required")
    assert log_size(client) == size, "something was written"
    print(f"ok {len(cases) + 7} refusals, nothing recorded")


def check_receipt(federation, receipt):
    file = federation.folder / "receipt.json"
    file.write_text(json.dumps(receipt))
    assert "valid" in tool("receipt", "verify", "--vkey", federation.vkey, file)
    swaps = {"entry_index": receipt["entry_index"] + 1, "entry": base64.b64encode(b"{}").decode(),
             "inclusion_proof": receipt["inclusion_proof"][::-1] + ["0" * 64], "tracker": "A" * 43, "election": "1" * 14,
             "origin": "other.example/log", "checkpoint": receipt["checkpoint"].replace("\n", "\n0", 1)}
    for member, value in swaps.items():
        file.write_text(json.dumps({**receipt, member: value}))
        assert "INVALID: receipt." in tool("receipt", "verify", "--vkey", federation.vkey, file, code=1), member


def officer_act(client, federation, key, kind, vote=None):
    body = {"officers": 1, "vote": vote or federation.vote}
    path = "open" if kind == "vote.opened" else "close"
    return client.post(f"/api/votes/{federation.vote}/{path}", signed(make_act(kind, body, "test.example/log"), key))


def after_the_appeals(federation, first, later):
    """The binding of voters and credentials is forgotten; everything public stays."""
    server = Server(federation, harness.free_port(), appeal_days=0).start()
    deadline = time.monotonic() + 20
    while "election.bindings_erased" not in server.log.read_text():
        assert time.monotonic() < deadline, "the bindings were not erased"
        time.sleep(0.05)
    for ballot, replaced in ((first, True), (later, False)):
        tracker = base64.urlsafe_b64encode(hashlib.sha256(ballot).digest()).decode().rstrip("=")
        state = Client(server).get(f"/api/elections/{federation.uuid}/ballots/{tracker}")[1]
        assert state["state"] == "committed" and state["replaced"] is replaced, state
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")


def election(root, group):
    federation, other = (Federation(root / f"{group}-{n}", 4, group) for n in "ab" if (root / f"{group}-{n}").mkdir() is None)
    server = Server(federation, port).start()
    voters = [Client(server).sign_in(f"p{i}@x.example") for i in range(4)]
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    status, receipt = register(officer, key, "officer", "test.example/log")
    assert status == 200, receipt
    assert register(officer, Key(), "m-0", "test.example/log")[0] == 403
    refused(voters[0].cast(federation.ballot(0)), 409, "ballot.not_open")
    assert officer_act(voters[0], federation, key, "vote.opened")[0] == 403
    assert officer_act(officer, federation, Key(), "vote.opened")[0] == 403
    assert officer_act(officer, federation, key, "vote.opened", vote="another")[0] == 400
    replay = signed(make_act("vote.opened", {"officers": 1, "vote": federation.vote}, "other.example/log"), key)
    assert officer.post(f"/api/votes/{federation.vote}/open", replay)[0] in (400, 409)
    assert officer_act(officer, federation, key, "vote.opened")[0] == 200
    refusals(federation, voters[0], other)

    first = federation.ballot(0)
    status, receipt = voters[0].cast(first)
    assert status == 200, receipt
    check_receipt(federation, receipt)
    assert voters[0].cast(first) == (200, {**voters[0].cast(first)[1]})
    assert voters[0].cast(first)[1]["entry_index"] == receipt["entry_index"]
    refused(voters[1].cast(federation.ballot(1, code=federation.codes[0])), 409, "ballot.credential_bound")
    refused(voters[0].cast(federation.ballot(0, code=federation.codes[1])), 409, "ballot.credential_bound")
    later = federation.ballot(0, [0, 0, 1, 1])
    assert voters[0].cast(later)[0] == 200  # a revote
    assert voters[1].cast(federation.ballot(1, [1, 0, 0, 0]))[0] == 200
    assert voters[2].cast(federation.ballot(2, [0, 0, 1, 0]))[0] == 200
    tracker = receipt["tracker"].replace("+", "-").replace("/", "_")
    state = voters[0].get(f"/api/elections/{federation.uuid}/ballots/{tracker}")[1]
    assert state["state"] == "committed" and state["replaced"] is True, state
    assert voters[0].get(f"/api/elections/{federation.uuid}/ballots/{'A' * 43}")[1]["state"] == "unknown"
    assert officer_act(officer, federation, key, "vote.closed")[0] == 200
    refused(voters[3].cast(federation.ballot(3)), 409, "ballot.closed")
    assert voters[0].cast(first)[0] == 200  # the same bytes keep their receipt

    archive = root / f"{group}-judged"
    archive.mkdir()
    bel = archive / f"{federation.uuid}.bel"

    def download():
        bel.write_bytes(voters[0].get(f"/api/elections/{federation.uuid}/archive")[1])

    download()
    for owner in (1, 2):
        part = federation.folder / f"part-{owner}"
        tool("trustee", "decrypt", "--key", federation.folder / f"trustee-{owner}.key.json", "--out", part, bel)
        trustee = Client(server).sign_in(f"trustee{owner}@x.example")
        path = f"/api/elections/{federation.uuid}/decryptions/"
        post = lambda number, content: trustee.request("POST", path + str(number), content, kind="application/octet-stream")
        assert post(3 - owner, part.read_bytes())[0] == 403
        changed = change(part.read_bytes(), lambda d: plus_one(d["decryption_proofs"][0][0], "response"))
        assert post(owner, changed)[1]["type"] == "/problems/decryption.proof"
        assert post(owner, part.read_bytes())[0] == 200
    download()
    assert tool("verify", archive).strip().splitlines()[-1] == "VALID"
    if JUDGE and group != "Ed25519":
        judged = subprocess.run([JUDGE, "election", "verify"], cwd=archive, capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout + judged.stderr
        print("  belenios-tool agrees with the archive of the server")
    decision = voters[0].get(f"/api/votes/{federation.vote}")[1]["decision"]
    assert decision["counts"] == [[1, 0, 2, 1]] and decision["elected"] == [1], decision
    export = federation.folder / "ledger.tar"
    export.write_bytes(voters[0].get("/tlog/export")[1])
    assert "VALID ledger" in tool("verify", "--vkey", federation.vkey, export)
    content = bytearray(export.read_bytes())
    content[len(content) // 2] ^= 1
    export.write_bytes(content)
    assert "INVALID" in tool("verify", "--vkey", federation.vkey, export, code=1)
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    after_the_appeals(federation, first, later)
    secrets = federation.codes + [c.cookies["__Host-ogniwo"] for c in voters] + ["@x.example"]
    log = server.log.read_text()
    assert not [s for s in secrets if s in log], "the log holds a secret"
    print(f"ok {group} through the server")


with tempfile.TemporaryDirectory() as name:
    for group in ("Ed25519", "BELENIOS-2048"):
        election(pathlib.Path(name), group)

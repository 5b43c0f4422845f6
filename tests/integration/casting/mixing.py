#!/usr/bin/env python3
"""Rankings, grades and lists through a running server: closed with every ballot in the tally, mixed by the server and by
trustees, decrypted after that, counted by the method that was fixed before, with a lot that can be redone; and whoever
comes too early, too late, with the wrong number or with what does not hold is refused by name.
Usage: mixing.py OGNIWO"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import harness
from acts import Key, officer_act, register
from elections import ORIGIN, VOTERS, Election, mix_by_all, ranks, wait_for_mixer
from harness import Client, Federation, Server, founding_refused, problem, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
JUDGE = shutil.which("belenios-tool")


def refused(answer, status, check):
    assert (answer[0], problem(answer)) == (status, check), answer


def blob(client, name):
    status, content = client.request("GET", f"/tlog/blob/{name}")
    text = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    assert status == 200 and hashlib.sha256(text).hexdigest() == name, name
    return text


def founding_refusals(federation, votes):
    """What `ogniwo init` says of a count that cannot be."""
    bounds = federation.folder / "impossible.json"
    bounds.write_text(json.dumps({"groups": [{"name": "women", "candidates": [1, 2, 3], "min": 2, "max": 2},
                                             {"name": "men", "candidates": [4], "min": 2}]}))
    no_shape = federation.folder / "shapeless.json"
    no_shape.write_text('{"costs":[1]}')
    ranking, grades, lists = votes["ranking"].vote, votes["grades"].vote, votes["lists"].vote
    for vote, change, check in [
        (ranking, {"count": None}, "founding.count"),
        (lists, {"count": None}, "founding.count"),
        (ranking, {"count": {"method": "lottery"}}, "govern.count"),
        (ranking, {"count": {"method": "majority-judgment"}}, "govern.count"),
        (ranking, {"count": {"method": "dhondt"}}, "govern.count"),
        (ranking, {"count": {"method": "irv"}}, "govern.count"),  # for one seat only
        (grades, {"count": {"method": "stv-meek"}}, "govern.count"),
        (lists, {"count": {"method": "schulze"}}, "govern.count"),
        (ranking, {"count": {"method": "borda", "constraints": "impossible.json"}}, "govern.count"),
        (ranking, {"count": {"method": "borda", "constraints": "shapeless.json"}}, "govern.count"),
        (ranking, {"count": {"method": "borda", "constraints": "nowhere.json"}}, "founding.read"),
        (ranking, {"count": {"method": "borda", "lot": "0" * 64}}, "json.shape"),
        (ranking, {"seats": 1001}, "govern.count"),
        (ranking, {"trustees": ["trustee-1", "trustee-1"]}, "govern.rule"),
    ]:
        wrong = {key: value for key, value in {**vote, **change}.items() if value is not None}
        founding_refused(federation, [wrong], check)


def other_peoples_ballots(elections, server):
    """Ballots of the same question in another vote, and of another kind; while all of them are open."""
    ranking, quotas, lists = elections["ranking"], elections["quotas"], elections["lists"]
    voter, stranger = (Client(server).sign_in(f"p{number}@x.example") for number in (0, 1))
    made = {election: election.ballot(0, election.choices[0]) for election in (ranking, quotas, lists)}
    for election, other in ((ranking, quotas), (quotas, ranking), (lists, ranking)):
        refused(voter.cast(made[other], uuid=election.uuid), 422, "ballot.election")
        renamed = made[other].replace(other.uuid.encode(), election.uuid.encode())
        refused(voter.cast(renamed, uuid=election.uuid), 422, "ballot.election")  # bound to the definition too
    refused(voter.cast(made[lists], uuid=ranking.uuid), 413, "ballot.size")
    for election, ballot in made.items():
        status, receipt = voter.cast(ballot, uuid=election.uuid)
        assert status == 200, receipt
        assert voter.cast(ballot, uuid=election.uuid)[0] == 200  # the same receipt, and no second ballot
        assert election.view(voter)["turnout"]["cast"] == 1
        refused(stranger.cast(ballot, uuid=election.uuid), 409, "ballot.credential_bound")


def cast_and_close(elections, server, officer, key):
    voters = [Client(server).sign_in(f"p{voter}@x.example") for voter in range(VOTERS)]
    for election in elections.values():
        assert officer_act(officer, key, "vote.opened", election.name)[0] == 200
    other_peoples_ballots(elections, server)
    for election in elections.values():
        for voter, choices in enumerate(election.choices):
            if choices is not None:
                # A first ballot that the second replaces: only that one is mixed.
                other = election.choices[(voter + 1) % VOTERS] or choices
                assert voters[voter].cast(election.ballot(voter, other), uuid=election.uuid)[0] == 200
                assert voters[voter].cast(election.ballot(voter, choices), uuid=election.uuid)[0] == 200
        if election.method in ("dhondt",):
            refused(election.post_shuffle(officer, 1, b"{}"), 403, "role.required")
        assert officer_act(officer, key, "vote.closed", election.name)[0] == 200


def mix(election, server, officer, key, trustees):
    """By the server, then by one trustee; an officer ends it. On the way everything that is refused."""
    anyone = Client(server)
    wait_for_mixer(election, anyone)
    assert election.view(anyone)["mixing"] | {"shuffles": None} == \
        {"min": 2, "votes": sum(one is not None for one in election.choices), "ended": False, "shuffles": None}
    refused(election.end_shuffles(officer, key), 409, "govern.order")  # one is not two
    refused(election.post_decryption(trustees[1], 1, b"{}"), 409, "govern.order")
    good, late = election.shuffle(anyone, 1), election.shuffle(anyone, 2)
    refused(election.post_shuffle(anyone, 1, good), 401, "session.required")
    refused(election.post_shuffle(officer, 1, good), 403, "role.required")
    refused(election.post_shuffle(trustees[2], 1, good), 403, "role.required")
    refused(election.post_shuffle(trustees[1], 0, good), 403, "role.required")  # the server's number
    refused(election.post_shuffle(trustees[1], 1, good, after=0), 409, "shuffle.stale")
    refused(election.post_shuffle(trustees[1], 1, good + b" "), 422, "shuffle.encoding")
    refused(election.post_shuffle(trustees[1], 1, b""), 422, "shuffle.encoding")
    swapped = json.loads(good)
    swapped["ciphertexts"][0].reverse()
    broken = json.dumps(swapped, separators=(",", ":")).encode()
    refused(election.post_shuffle(trustees[1], 1, broken), 422, "shuffle.proof")
    status, receipt = election.post_shuffle(trustees[1], 1, good, after=1)
    assert status == 200, receipt
    assert election.post_shuffle(trustees[1], 1, good) == (200, receipt), "the same bytes, another receipt"
    refused(election.post_shuffle(trustees[1], 1, late), 409, "govern.duplicate")
    refused(election.post_shuffle(trustees[2], 2, late, after=1), 409, "shuffle.stale")
    refused(election.post_shuffle(trustees[2], 2, late), 422, "shuffle.proof")  # made of the tally before
    refused(election.end_shuffles(trustees[1], key), 403, "role.required")
    refused(election.end_shuffles(officer, key, vote="rada"), 400, "act.vote")
    refused(election.end_shuffles(officer, Key()), 403, "role.required")
    assert election.end_shuffles(officer, key)[0] == 200
    refused(election.end_shuffles(officer, key), 409, "govern.duplicate")
    refused(election.post_shuffle(trustees[2], 2, late), 409, "govern.vote_status")
    seen = election.view(anyone)["mixing"]
    assert seen["ended"] and [one["owner"] for one in seen["shuffles"]] == [0, 1], seen


def decide(election, trustees):
    status, receipt = election.decrypt(trustees[1], 1)
    assert status == 200, receipt
    part = (election.folder / "part-1").read_bytes()
    assert election.post_decryption(trustees[1], 1, part) == (200, receipt), "the same bytes, another receipt"
    assert election.view(trustees[1])["status"] == "tallied"
    assert election.decrypt(trustees[2], 2)[0] == 200
    seen = election.view(trustees[1])
    assert seen["status"] == "decided", seen
    return seen


def redo_count(election, seen, client, ballots, **terms):
    """The count again, from ballots that nobody else encrypted and a lot worked out here; the record must be the same."""
    count = seen["decision"]["count"]
    lot = bytes.fromhex(count["lot"])
    assert hashlib.sha256(lot).hexdigest() == seen["count"]["lot"], "not the lot that was committed to"
    draw = hashlib.sha256(b"ogniwo/lot/v1\n" + lot + bytes.fromhex(seen["encrypted_tally"])).hexdigest()
    names = [names[0] for names in election.answers] if isinstance(election.answers[0], list) else election.answers
    file = election.folder / "plain.json"
    file.write_text(json.dumps({"candidates": names, "ballots": ballots, **terms}))
    redone = json.loads(tool("count", "--method", election.method, "--seats", election.seats, "--lot-seed", draw, "--json", file))
    record = json.loads(blob(client, count["record"]))
    for member in ("elected", "election_order", "rounds", "quota", "ties", "ballots", "blank", "lot_seed", "people", "seated"):
        assert record.get(member) == redone.get(member), (election.name, member, record.get(member), redone.get(member))
    assert seen["decision"]["elected"] == [number - 1 for number in record["election_order"]], (seen["decision"], record)
    return record


def check_everything(election, client, root):
    assert tool("verify", election.archive(client).parent).strip().splitlines()[-1] == "VALID"
    if JUDGE and election.name == "modp":
        judged = subprocess.run([JUDGE, "election", "verify"], cwd=election.folder / "archive", capture_output=True, text=True,
                                check=False)
        assert judged.returncode == 0, judged.stdout + judged.stderr


def elections_of(root):
    (root / "women.json").write_text(json.dumps({"groups": [{"name": "women", "candidates": [4], "min": 1}]}))
    four = ["Ala", "Bea", "Cyd", "Dag"]
    grades = {"extra": {"grades": ["good", "fair", "poor"]}}
    lists = {"type": "Lists", "value": {"question": "q", "answers": [["L1", "a", "b"], ["L2", "c"], ["L3", "d", "e"]]}}
    made = [
        # Two are equal at the end: only the lot tells them apart. The last voter never comes.
        Election(root, "ranking", "Ed25519", ranks(four), {"method": "stv-scottish"}, 2,
                 [[1, 2, 0, 0], [2, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], None]),
        Election(root, "grades", "Ed25519", ranks(four, **grades), {"method": "majority-judgment"}, 1,
                 [[1, 2, 3, 0], [2, 2, 3, 9], [3, 1, 1, 1], [0, 0, 0, 0], [1, 1, 2, 3]]),
        Election(root, "lists", "Ed25519", lists, {"method": "dhondt"}, 3,
                 [[1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 0, 0, 0], [1, 0, 1, 0, 0, 0, 0, 0],
                  [0, 0, 0, 0, 0, 1, 0, 1]]),
        Election(root, "quotas", "Ed25519", ranks(four), {"method": "borda", "constraints": "women.json"}, 1,
                 [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], None, [2, 2, 2, 2]]),
        # Somebody without the booth writes the same place twice: the ranking counts down to it.
        Election(root, "modp", "RFC-3526-2048", ranks(["a", "b", "c"]), {"method": "irv"}, 1,
                 [[1, 2, 3], [3, 1, 2], [1, 1, 2], [0, 0, 0], [2, 0, 1]]),
        Election(root, "nobody", "Ed25519", ranks(four), {"method": "stv-meek"}, 1, [None] * VOTERS),
    ]
    return {election.name: election for election in made}


def run(root):
    elections = elections_of(root)
    federation = Federation(root, VOTERS, more_votes=[election.vote for election in elections.values()])
    founding_refusals(federation, elections)
    server = Server(federation, port).start()
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", ORIGIN)[0] == 200
    ranking, grades, lists = elections["ranking"], elections["grades"], elections["lists"]
    cast_and_close(elections, server, officer, key)
    server.kill()  # amid the mixing
    server.start()
    officer = Client(server).sign_in("officer@x.example")
    trustees = {owner: Client(server).sign_in(f"trustee{owner}@x.example") for owner in (1, 2)}
    anyone = Client(server)
    mix(ranking, server, officer, key, trustees)
    for election in (grades, elections["quotas"], elections["modp"], elections["nobody"]):
        mix_by_all(election, server, trustees)
    refused(lists.post_shuffle(trustees[1], 1, b"{}"), 409, "shuffle.unexpected")
    assert "mixing" not in lists.view(anyone)
    server.kill()
    server.start()  # the mixed tallies are worked out again from the ledger
    trustees = {owner: Client(server).sign_in(f"trustee{owner}@x.example") for owner in (1, 2)}
    anyone = Client(server)
    votes = [ballot for ballot in ranking.choices if ballot]
    record = redo_count(ranking, decide(ranking, trustees), anyone, votes)
    assert record["ties"], "the lot had nothing to settle"
    without = [[0 if grade == 9 else grade for grade in ballot] for ballot in grades.choices]
    redo_count(grades, decide(grades, trustees), anyone, without)
    seen = decide(lists, trustees)
    assert seen["decision"]["counts"] == [[3, 2, 2, 1, 1, 1, 0, 1]], seen["decision"]
    people = [[{"name": "a", "votes": 2}, {"name": "b", "votes": 2}], [{"name": "c", "votes": 1}],
              [{"name": "d", "votes": 0}, {"name": "e", "votes": 1}]]
    record = redo_count(lists, seen, anyone, [[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], people=people)
    # The first list is full after two seats: c or e has the third, by lot; their numbers are 6 and 8.
    assert record["elected"][:2] == [1, 1] and record["seated"] in ([[4, 5], [6], []], [[4, 5], [], [8]]), record
    quotas = elections["quotas"]
    record = redo_count(quotas, decide(quotas, trustees), anyone, [ballot for ballot in quotas.choices if ballot],
                        groups=[{"name": "women", "candidates": [4], "min": 1}])
    assert record["elected"] == [4], "the quota of women was not kept"
    modp = elections["modp"]
    redo_count(modp, decide(modp, trustees), anyone, [[1, 2, 3], [3, 1, 2], [0, 0, 0], [0, 0, 0], [2, 0, 1]])
    seen = decide(elections["nobody"], trustees)
    assert seen["decision"]["elected"] == [] and seen["turnout"]["cast"] == 0, seen["decision"]
    for election in elections.values():
        check_everything(election, anyone, root)
    export = root / "ledger.tar"
    export.write_bytes(anyone.get("/tlog/export")[1])
    said = tool("verify", "--vkey", federation.vkey, export)
    assert said.strip().endswith("VALID ledger"), said
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    judge = "belenios-tool agrees" if JUDGE else "belenios-tool is not installed, its verdict was skipped"
    print(f"ok {len(elections)} elections by rankings, grades and lists, mixed, decrypted and counted; {judge}")


with tempfile.TemporaryDirectory() as folder:
    run(pathlib.Path(folder))

#!/usr/bin/env python3
"""An officer withdraws elections that did not open: one whose key ceremony can never end because a trustee lost a
polynomial, which is then announced again, held and decided; one that stood ready; and against the opening, at the same
instant. Usage: withdrawal.py OGNIWO"""
import hashlib
import json
import pathlib
import sys
import tempfile

import harness
from acts import Key, make_act, officer_act, register, signed
from harness import Client, Federation, Server, at_once, problem, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN, VOTERS, GROUP = "test.example/log", 3, "Ed25519"
OWNERS = (1, 2, 3)
ROUNDS = 8
REASON = "Powiernik 3 zgubił wielomian: zaczynamy od nowa"
QUORUM = {"num": 0, "den": 1, "strict": False}


def credentials(folder, uuid, count=VOTERS, group=GROUP):
    tool("credentials", "generate", "--group", group, "--uuid", uuid, "--count", count, "--out", folder)
    codes = [line.split(",")[1] for line in (folder / "private_creds.csv").read_text().splitlines()]
    return (folder / "public_creds.json").read_text(), codes


def announced(root):
    """Three trustees any two of whom decrypt, as the founding file announces them."""
    folder, uuid = root / "announced", tool("election", "uuid").strip()
    credentials(folder, uuid)
    question = {"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"}
    (folder / "template.json").write_text(json.dumps({"description": "d", "name": "n", "questions": [question]}))
    return uuid, {"type": "secret", "vote": "komisja", "title": "Commission", "seats": 1, "quorum": QUORUM, "election": uuid,
                  "group": GROUP, "template": "announced/template.json", "credentials": "announced/public_creds.json",
                  "trustees": [f"k-{owner}" for owner in OWNERS], "runs": [{"size": 3, "threshold": 2}],
                  "count": {"method": "dhondt"}}


def ready(root, number):
    """A vote of its own that only waits to be opened, as the federation's first one."""
    folder, uuid = root / f"ready-{number}", tool("election", "uuid").strip()
    credentials(folder, uuid)
    tool("trustee", "generate", "--group", GROUP, "--uuid", uuid, "--owner", 1, "--out", folder)
    (folder / "template.json").write_text(json.dumps({"description": "d", "name": "n", "questions": [
        {"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"}]}))
    tool("election", "new", "--group", GROUP, "--uuid", uuid, "--template", folder / "template.json", "--trustee",
         folder / "trustee-1.public.json", "--credentials", folder / "public_creds.json", "--out", folder / "setup")
    return uuid, {"type": "secret", "vote": f"ready-{number}", "title": f"Ready {number}", "seats": 1, "quorum": QUORUM,
                  "setup": f"ready-{number}/setup", "trustees": ["trustee-1"]}


class Officer:
    def __init__(self, server, first=True):
        self.client, self.key = Client(server).sign_in("officer@x.example"), Key()
        if first:
            assert register(self.client, self.key, "officer", ORIGIN)[0] == 200

    def act(self, uuid, reason=REASON, election=None, officers=1, key=None):
        body = {"election": election or uuid, "officers": officers, "reason": reason}
        return signed(make_act("election.withdrawn", body, ORIGIN), key or self.key)

    def withdraw(self, uuid, **how):
        return self.client.post(f"/api/elections/{uuid}/withdraw", self.act(uuid, **how))

    def again(self, uuid, roll, change=None):
        proposed = self.client.get(f"/api/elections/{uuid}/replacement")
        if proposed[0] != 200:
            return proposed
        body = {**proposed[1]["act"], "credentials": hashlib.sha256(roll.encode()).hexdigest(), **(change or {})}
        made = signed(make_act("election.announced", body, ORIGIN), self.key)
        return self.client.post(f"/api/elections/{uuid}/replacement", {**made, "credentials": roll})


class Trustees:
    """Make a key together, each by the command line; `lost` are those who never reveal."""

    def __init__(self, server, folder, uuid):
        self.server, self.folder, self.uuid = server, folder / f"ceremony-{uuid}", uuid
        self.folder.mkdir()
        self.clients = {owner: Client(server).sign_in(f"k{owner}@x.example") for owner in OWNERS}

    def post(self, step, owner, content):
        return self.clients[owner].request("POST", f"/api/elections/{self.uuid}/ceremony/{step}/{owner}", content,
                                           kind="application/octet-stream")

    def file(self, name, owner):
        return self.folder / f"{name}-{owner}.json"

    def commit(self):
        for owner in OWNERS:
            tool("trustee", "certificate", "--group", GROUP, "--uuid", self.uuid, "--owner", owner, "--first", 1, "--size", 3,
                 "--threshold", 2, "--out", self.folder)
            assert self.post("certificate", owner, self.file("trustee", f"{owner}.certificate").read_bytes())[0] == 200
        self.certified = [part for owner in OWNERS
                          for part in ("--certificate", self.file("trustee", f"{owner}.certificate"))]
        for owner in OWNERS:
            tool("trustee", "polynomial", "--key", self.file("trustee", f"{owner}.key"), *self.certified, "--out",
                 self.file("polynomial", owner))
            hashed = hashlib.sha256(self.file("polynomial", owner).read_bytes()).hexdigest()
            assert self.post("commitment", owner, hashed)[0] == 200

    def reveal(self, owners=OWNERS):
        for owner in owners:
            assert self.post("polynomial", owner, self.file("polynomial", owner).read_bytes())[0] == 200

    def finish(self):
        revealed = [part for owner in OWNERS for part in ("--polynomial", self.file("polynomial", owner))]
        for owner in OWNERS:
            tool("trustee", "key", "--key", self.file("trustee", f"{owner}.key"), *self.certified, *revealed, "--out",
                 self.file("voutput", owner))
            status, answer = self.post("key", owner, self.file("voutput", owner).read_bytes())
            assert status == 200, answer

    def decrypt(self, owner, archive):
        part = self.file("part", owner)
        tool("trustee", "decrypt", "--key", self.file("trustee", f"{owner}.key"), "--voutput", self.file("voutput", owner),
             "--out", part, archive)
        return self.clients[owner].request("POST", f"/api/elections/{self.uuid}/decryptions/{owner}", part.read_bytes(),
                                           kind="application/octet-stream")


def refused(answer, status, check):
    assert (answer[0], problem(answer)) == (status, check), answer


def lost_polynomial(root, server, officer, uuid):
    """Nobody but an officer withdraws, with a reason within its limit; afterwards no step is taken."""
    trustees = Trustees(server, root, uuid)
    trustees.commit()
    trustees.reveal((1, 2))
    size = officer.client.get("/healthz")[1]["log_size"]
    path, act = f"/api/elections/{uuid}/withdraw", officer.act(uuid)
    refused(Client(server).post(path, act), 401, "session.required")
    refused(trustees.clients[1].post(path, act), 403, "role.required")
    refused(officer.withdraw(uuid, key=Key()), 403, "role.required")
    refused(officer.withdraw(uuid, reason=""), 400, "entry.body")
    refused(officer.withdraw(uuid, reason="x" * 1001), 400, "entry.body")
    refused(officer.withdraw(uuid, reason="ż" * 500 + "x"), 400, "entry.body")
    refused(officer.withdraw(uuid, officers=2), 403, "govern.signer")
    refused(officer.withdraw(uuid, election="Another1Vote12"), 400, "act.vote")
    refused(officer.withdraw("Another1Vote12"), 409, "govern.reference")
    refused(officer.again(uuid, "[]"), 409, "govern.order")
    assert officer.client.get("/healthz")[1]["log_size"] == size
    status, receipt = officer.client.post(path, act)
    assert status == 200, receipt
    again = officer.client.post(path, act)  # the same act, because its answer was lost
    assert again[0] == 200 and again[1]["entry_index"] == receipt["entry_index"], again
    refused(officer.withdraw(uuid), 409, "govern.withdrawn")
    refused(trustees.post("polynomial", 3, trustees.file("polynomial", 3).read_bytes()), 409, "govern.withdrawn")
    refused(trustees.post("key", 1, b"{}"), 409, "govern.withdrawn")
    assert trustees.post("polynomial", 1, trustees.file("polynomial", 1).read_bytes())[0] == 200  # stands already
    refused(officer_act(officer.client, officer.key, "vote.opened", "komisja"), 409, "govern.withdrawn")
    refused(Client(server).sign_in("p0@x.example").cast(b"{}", uuid=uuid), 409, "ballot.withdrawn")
    return trustees, receipt["entry_index"]


def shown(server, uuid, index):
    anyone = Client(server)
    withdrawn = anyone.get("/api/votes")[1]["withdrawn"]
    one = next(one for one in withdrawn if one["election"] == uuid)
    assert (one["reason"], one["entry_index"], one["officers"], one["title"]) == (REASON, index, 1, "Commission"), one
    assert one["at"] > 1_600_000_000_000 and not one["prepared"] and one["in_its_place"] is None, one
    assert anyone.get(f"/api/elections/{uuid}/ceremony")[1]["withdrawn"] == one


def in_its_place(root, server, officer, uuid):
    """New credentials for the uuid that the server proposes; nothing else may change."""
    path = f"/api/elections/{uuid}/replacement"
    refused(Client(server).get(path), 401, "session.required")
    refused(Client(server).sign_in("k1@x.example").get(path), 403, "role.required")
    status, proposed = officer.client.get(path)
    assert status == 200 and proposed["credentials"] == VOTERS, proposed
    new = proposed["act"]["election"]
    assert proposed["act"]["vote"] == "komisja-2" and new != uuid and "credentials" not in proposed["act"], proposed
    assert proposed["act"]["replaces"] == {"election": uuid, "officers": 1}, proposed
    roll, codes = credentials(root / "again", new)
    size = officer.client.get("/healthz")[1]["log_size"]
    refused(officer.again(uuid, (root / "announced" / "public_creds.json").read_text()), 422, "credential.reused")
    refused(officer.again(uuid, credentials(root / "fewer", new, VOTERS - 1)[0]), 422, "credential.number")
    foreign = credentials(root / "foreign", new, VOTERS, "BELENIOS-2048")[0]
    refused(officer.again(uuid, foreign), 422, "credential.membership")
    refused(officer.again(uuid, "[1]"), 422, "credential.encoding")
    refused(officer.again(uuid, "no list"), 400, "json.syntax")
    refused(officer.again(uuid, roll, {"title": "Another"}), 400, "act.proposal")
    refused(officer.again(uuid, roll, {"election": uuid}), 400, "act.proposal")
    refused(officer.again(uuid, roll, {"credentials": "0" * 64}), 400, "act.proposal")
    lot = {"method": "dhondt", "lot": "0" * 64}
    refused(officer.again(uuid, roll, {"count": lot}), 400, "act.proposal")
    assert officer.client.get("/healthz")[1]["log_size"] == size
    status, receipt = officer.again(uuid, roll)
    assert status == 200, receipt
    refused(officer.again(uuid, roll), 409, "govern.duplicate")
    ceremonies = {one["election"]: one for one in Client(server).get("/api/ceremonies")[1]["ceremonies"]}
    assert ceremonies[new]["replaces"] == uuid and ceremonies[new]["withdrawn"] is None
    assert ceremonies[uuid]["withdrawn"]["in_its_place"] == {"election": new, "vote": "komisja-2", "prepared": False}
    return new, codes


def hold(root, server, officer, uuid, codes):
    trustees = Trustees(server, root, uuid)
    trustees.commit()
    trustees.reveal()
    trustees.finish()
    anyone = Client(server)
    vote = anyone.get("/api/votes/komisja-2")[1]
    assert officer_act(officer.client, officer.key, "vote.opened", "komisja-2")[0] == 200
    setup = root / "again-setup"
    setup.mkdir()
    for member, name in (("election", "election.json"), ("trustees", "trustees.json"), ("credentials", "public_creds.json")):
        content = anyone.request("GET", f"/tlog/blob/{vote['setup'][member]}")[1]
        (setup / name).write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False))
    for voter, choices in enumerate(([1, 0], [0, 1], [1, 0])):
        wanted, ballot = root / f"wanted-{voter}", root / f"cast-{voter}"
        wanted.write_text(json.dumps([choices]))
        tool("ballot", "make", "--setup", setup, "--choices", wanted, ballot, text=codes[voter] + "\n")
        answer = Client(server).sign_in(f"p{voter}@x.example").cast(ballot.read_bytes(), uuid=uuid)
        assert answer[0] == 200, answer
    refused(officer.withdraw(uuid), 409, "govern.opened")
    assert officer_act(officer.client, officer.key, "vote.closed", "komisja-2")[0] == 200
    refused(officer.withdraw(uuid), 409, "govern.opened")
    archive = root / "archive"
    archive.mkdir()
    (archive / f"{uuid}.bel").write_bytes(anyone.get(f"/api/elections/{uuid}/archive")[1])
    for owner in (1, 3):
        assert trustees.decrypt(owner, archive / f"{uuid}.bel")[0] == 200
    seen = anyone.get("/api/votes/komisja-2")[1]
    assert seen["status"] == "decided" and seen["decision"]["counts"] == [[2, 1]], seen
    assert seen["decision"]["elected"] == [0] and seen["decision"]["count"], seen["decision"]


def stood_ready(federation, server, officer):
    """The federation's first vote, whose setup was made offline: it cannot be announced again from here."""
    uuid, anyone = federation.uuid, Client(server)
    voter = Client(server).sign_in("p0@x.example")
    ballot = federation.ballot(0)
    refused(voter.cast(ballot), 409, "ballot.not_open")
    assert officer.withdraw(uuid)[0] == 200
    refused(officer_act(officer.client, officer.key, "vote.opened", federation.vote), 409, "govern.withdrawn")
    refused(officer_act(officer.client, officer.key, "vote.closed", federation.vote), 409, "govern.withdrawn")
    refused(voter.cast(ballot), 409, "ballot.withdrawn")
    refused(voter.post(f"/api/elections/{uuid}/spoiled", {"tracker": "A" * 43}), 409, "ballot.withdrawn")
    refused(officer.client.get(f"/api/elections/{uuid}/replacement"), 409, "govern.reference")
    vote = anyone.get(f"/api/votes/{federation.vote}")[1]
    assert vote["status"] == "withdrawn" and vote["withdrawn"]["reason"] == REASON, vote
    assert next(one for one in anyone.get("/api/votes")[1]["votes"] if one["id"] == federation.vote)["status"] == "withdrawn"


def against_the_opening(server, officer, votes):
    """Exactly one of the two stands, and the other is told which."""
    opened = withdrawn = 0
    other = Officer(server, first=False)
    other.key = officer.key
    for n, (uuid, vote) in enumerate(votes):
        delays = ((0, 0), (0, 0.002), (0.002, 0))[n % 3]
        answers = at_once([(delays[0], lambda: officer.withdraw(uuid)),
                           (delays[1], lambda: officer_act(other.client, other.key, "vote.opened", vote["vote"]))])
        assert sorted(status for status, _ in answers) == [200, 409], answers
        status = Client(server).get(f"/api/votes/{vote['vote']}")[1]["status"]
        if answers[0][0] == 200:
            withdrawn += 1
            assert problem(answers[1]) == "govern.withdrawn" and status == "withdrawn", (answers, status)
        else:
            opened += 1
            assert problem(answers[0]) == "govern.opened" and status == "open", (answers, status)
    print(f"ok {len(votes)} withdrawals against the opening: {withdrawn} withdrawn, {opened} opened")


def run(root):
    uuid, vote = announced(root)
    races = [ready(root, number) for number in range(ROUNDS)]
    people = [{"mandate": f"k-{owner}", "organisation": "org-0", "name": f"K {owner}", "email": f"k{owner}@x.example",
               "roles": ["trustee"]} for owner in OWNERS]
    federation = Federation(root, VOTERS, GROUP, more_votes=[vote, *(one for _, one in races)], more_people=people)
    server = Server(federation, port).start()
    officer = Officer(server)
    trustees, index = lost_polynomial(root, server, officer, uuid)
    shown(server, uuid, index)
    stood_ready(federation, server, officer)
    against_the_opening(server, officer, races)
    server.kill()
    server.start()
    key, officer = officer.key, Officer(server, first=False)
    officer.key = key
    shown(server, uuid, index)
    proposed = officer.client.get(f"/api/elections/{uuid}/replacement")[1]
    new, codes = in_its_place(root, server, officer, uuid)
    assert proposed["act"]["election"] == new  # the same uuid, whenever it is asked for
    server.kill()
    server.start()
    officer = Officer(server, first=False)
    officer.key = key
    hold(root, server, officer, new, codes)
    withdrawn = len(Client(server).get("/api/votes")[1]["withdrawn"])
    export = root / "ledger.tar"
    export.write_bytes(Client(server).get("/tlog/export")[1])
    said = tool("verify", "--vkey", federation.vkey, export)
    assert said.strip().endswith("VALID ledger") and f", {withdrawn} elections withdrawn" in said, said
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    print("ok a lost polynomial, a withdrawal, the vote announced again, held and decided; the ledger verifies")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))

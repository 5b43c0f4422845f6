#!/usr/bin/env python3
"""Trustees make the key of an election on the ledger of a running server: one alone, and three any two of whom decrypt.
Whoever posts out of turn, for another or what does not hold is refused by name; one trustee never decrypts, and the
election is decided without her. Usage: trustees.py OGNIWO"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import harness
from acts import Key, officer_act, register
from harness import Client, Federation, Server, founding_refused, problem, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
JUDGE = shutil.which("belenios-tool")
GROUP = "BELENIOS-2048"
CEREMONY = (2, 3, 4)  # numbers of the trustees who hold it; trustee 1 is alone
MANDATES = {1: "trustee-1", 2: "k-2", 3: "k-3", 4: "k-4"}


def announce(folder):
    """The vote as the founding file announces it, and the voting codes."""
    inner = folder / "announced"
    uuid = tool("election", "uuid").strip()
    tool("credentials", "generate", "--group", GROUP, "--uuid", uuid, "--count", 3, "--out", inner)
    codes = [line.split(",")[1] for line in (inner / "private_creds.csv").read_text().splitlines()]
    question = {"answers": ["a", "b"], "min": 0, "max": 1, "question": "q"}
    (inner / "template.json").write_text(json.dumps({"description": "d", "name": "n", "questions": [question]}))
    vote = {"type": "secret", "vote": "komisja", "title": "Commission", "seats": 1,
            "quorum": {"num": 0, "den": 1, "strict": False}, "election": uuid, "group": GROUP,
            "template": "announced/template.json", "credentials": "announced/public_creds.json",
            "trustees": [MANDATES[owner] for owner in sorted(MANDATES)],
            "runs": [{"size": 1, "threshold": 1}, {"size": 3, "threshold": 2}]}
    return uuid, codes, vote


def founding_refusals(federation, vote):
    """What `ogniwo init` says of an announcement that does not fit."""
    for change, check in [
        ({"runs": [{"size": 1, "threshold": 1}, {"size": 3, "threshold": 4}]}, "govern.rule"),
        ({"runs": [{"size": 1, "threshold": 1}, {"size": 2, "threshold": 2}]}, "govern.rule"),
        ({"runs": [{"size": 16, "threshold": 2}]}, "govern.rule"),
        ({"trustees": ["officer", "k-2", "k-3", "k-4"]}, "govern.reference"),
        ({"election": "short"}, "election.uuid"),
        ({"group": "Ed25519"}, "credential.membership"),
        ({"credentials": "announced/template.json"}, "credential.encoding"),
        ({"template": "announced/public_creds.json"}, "json.shape"),
        ({"template": "announced/nothing.json"}, "founding.read"),
    ]:
        founding_refused(federation, [{**vote, **change}], check)


class Trustees:
    """Each with a browser of their own; texts are made by the command line."""

    def __init__(self, federation, server, uuid):
        self.folder, self.uuid, self.server = federation.folder / "ceremony", uuid, server
        self.folder.mkdir(exist_ok=True)
        self.clients = {1: Client(server).sign_in("trustee1@x.example")}
        self.clients |= {owner: Client(server).sign_in(f"k{owner}@x.example") for owner in CEREMONY}

    def file(self, kind, owner):
        return self.folder / f"{kind}-{owner}.json"

    def post(self, step, owner, content, by=None):
        return self.clients[by or owner].request("POST", f"/api/elections/{self.uuid}/ceremony/{step}/{owner}", content,
                                                 kind="application/octet-stream")

    def is_refused(self, answer, status, check, owner=None):
        assert (answer[0], problem(answer)) == (status, check), answer
        if owner:
            assert answer[1]["detail"].startswith(f"trustee {owner}: "), answer
        return answer

    def accepted(self, step, owner, content):
        status, receipt = self.post(step, owner, content)
        assert status == 200, (step, owner, receipt)
        # The same bytes again are the same entry; others are refused.
        assert self.post(step, owner, content) == (200, self.post(step, owner, content)[1])
        assert self.post(step, owner, content)[1]["entry_index"] == receipt["entry_index"]
        other = "0" * 64 if step == "commitment" else content + b" "
        self.is_refused(self.post(step, owner, other), 409, "govern.duplicate", owner)

    def view(self, reader=None):
        return (reader or Client(self.server)).get(f"/api/elections/{self.uuid}/ceremony")[1]

    def next(self, owner):
        return self.view()["trustees"][owner - 1]["next"]

    def doors(self):
        """Nobody acts for another, out of turn, or with more than fits."""
        certificate = self.file("trustee", "2.certificate").read_bytes()
        self.is_refused(self.post("certificate", 2, certificate, by=3), 403, "role.required")
        self.is_refused(self.post("certificate", 5, certificate, by=2), 403, "role.required")
        self.is_refused(self.post("key", 0, certificate, by=1), 403, "role.required")
        self.is_refused(self.post("seed", 2, certificate), 404, "ceremony.step")
        self.is_refused(self.post("certificate", 65, certificate, by=2), 404, "ceremony.step")
        self.is_refused(self.post("certificate", 1, certificate), 409, "govern.reference")
        self.is_refused(self.post("commitment", 2, "0" * 64), 409, "govern.order")
        self.is_refused(self.post("polynomial", 2, certificate), 409, "govern.order")
        self.is_refused(self.post("key", 2, certificate), 409, "govern.order")
        self.is_refused(self.post("certificate", 3, certificate), 422, "trustee.cert_context", 3)
        assert self.post("certificate", 2, b"x" * ((1 << 20) + 1))[0] == 413
        assert self.post("certificate", 2, b"x" * (1 << 20))[0] in (400, 422)
        self.is_refused(Client(self.server).request("POST", f"/api/elections/{self.uuid}/ceremony/certificate/2", certificate,
                                                    kind="application/octet-stream"), 401, "session.required")
        seen = self.view()
        assert all(trustee["posted"] == {} for trustee in seen["trustees"]) and not seen["prepared"], seen

    def hold(self):
        for owner in CEREMONY:
            tool("trustee", "certificate", "--group", GROUP, "--uuid", self.uuid, "--owner", owner, "--first", 2, "--size", 3,
                 "--threshold", 2, "--out", self.folder)
        alone = self.folder / "alone"
        tool("trustee", "generate", "--group", GROUP, "--uuid", self.uuid, "--owner", 1, "--out", alone)
        self.doors()
        assert self.view(self.clients[3])["mine"] == 3 and self.view()["mine"] is None
        for owner in CEREMONY:
            assert self.next(owner) == {"step": "certificate", "ready": True}
            self.accepted("certificate", owner, self.file("trustee", f"{owner}.certificate").read_bytes())
        certificates = [self.blob("certificate", owner) for owner in CEREMONY]
        certified = [part for text in certificates for part in ("--certificate", text)]
        for owner in CEREMONY:
            out = self.file("polynomial", owner)
            tool("trustee", "polynomial", "--key", self.file("trustee", f"{owner}.key"), *certified, "--out", out)
            assert self.next(owner) == {"step": "commitment", "ready": True}
            self.is_refused(self.post("commitment", owner, "A" * 64), 422, "trustee.encoding", owner)
            self.accepted("commitment", owner, hashlib.sha256(out.read_bytes()).hexdigest())
            assert self.next(owner) == {"step": "polynomial", "ready": owner == CEREMONY[-1]}
        self.is_refused(self.post("polynomial", 4, self.file("polynomial", 2).read_bytes()), 422, "govern.commitment", 4)
        for owner in CEREMONY:
            self.accepted("polynomial", owner, self.file("polynomial", owner).read_bytes())
        revealed = [part for owner in CEREMONY for part in ("--polynomial", self.blob("polynomial", owner))]
        for owner in CEREMONY:
            tool("trustee", "key", "--key", self.file("trustee", f"{owner}.key"), *certified, *revealed, "--out",
                 self.file("voutput", owner))
        self.is_refused(self.post("key", 2, self.file("voutput", 3).read_bytes()), 422, "trustee.verification_key", 2)
        for owner in CEREMONY:
            self.accepted("key", owner, self.file("voutput", owner).read_bytes())
        # The one who is alone takes over a key that is public by now.
        copied = json.loads(self.file("voutput", 3).read_text())["public_key"]
        del copied["signature"]
        self.is_refused(self.post("key", 1, json.dumps(copied)), 422, "trustee.duplicate", 1)
        assert not self.view()["prepared"]
        self.accepted("key", 1, (alone / "trustee-1.public.json").read_bytes())
        seen = self.view()
        assert seen["prepared"] and all(trustee["next"] is None for trustee in seen["trustees"]), seen
        self.is_refused(self.post("certificate", 2, b"{}"), 409, "govern.duplicate", 2)

    def blob(self, step, owner):
        """What a trustee posted, from the ledger, as a file."""
        name = self.view()["trustees"][owner - 1]["posted"][step]["text"]
        status, content = self.clients[1].request("GET", f"/tlog/blob/{name}")
        text = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        assert status == 200 and hashlib.sha256(text).hexdigest() == name, (step, owner)
        file = self.file(f"ledger-{step}", owner)
        file.write_bytes(text)
        return file

    def decrypt(self, owner, archive):
        part = self.file("part", owner)
        key = self.folder / "alone" / "trustee-1.key.json" if owner == 1 else self.file("trustee", f"{owner}.key")
        opened = [] if owner == 1 else ["--voutput", self.blob("key", owner)]
        tool("trustee", "decrypt", "--key", key, *opened, "--out", part, archive)
        return self.clients[owner].request("POST", f"/api/elections/{self.uuid}/decryptions/{owner}", part.read_bytes(),
                                           kind="application/octet-stream")


def setup_from_ledger(client, folder):
    vote = client.get("/api/votes/komisja")[1]
    assert vote["runs"] == [{"size": 1, "threshold": 1}, {"size": 3, "threshold": 2}], vote
    folder.mkdir()
    for member, name in (("election", "election.json"), ("trustees", "trustees.json"), ("credentials", "public_creds.json")):
        content = client.request("GET", f"/tlog/blob/{vote['setup'][member]}")[1]
        (folder / name).write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False))
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == vote["setup"][member], name
    return folder


def vote_and_close(federation, server, uuid, codes):
    officer, key = Client(server).sign_in("officer@x.example"), Key()
    assert register(officer, key, "officer", "test.example/log")[0] == 200
    assert officer_act(officer, key, "vote.opened", "komisja")[0] == 200
    setup = setup_from_ledger(officer, federation.folder / "from-ledger")
    for voter, choices in enumerate(([1, 0], [0, 1], [1, 0])):
        wanted, ballot = federation.folder / f"wanted-{voter}", federation.folder / f"cast-{voter}"
        wanted.write_text(json.dumps([choices]))
        tool("ballot", "make", "--setup", setup, "--choices", wanted, ballot, text=codes[voter] + "\n")
        assert Client(server).sign_in(f"p{voter}@x.example").cast(ballot.read_bytes(), uuid=uuid)[0] == 200
    assert officer_act(officer, key, "vote.closed", "komisja")[0] == 200


def archive_of(client, uuid, folder):
    folder.mkdir(exist_ok=True)
    file = folder / f"{uuid}.bel"
    file.write_bytes(client.get(f"/api/elections/{uuid}/archive")[1])
    return file


def election(root):
    uuid, codes, vote = announce(root)
    people = [{"mandate": f"k-{owner}", "organisation": "org-0", "name": f"K {owner}", "email": f"k{owner}@x.example",
               "roles": ["trustee"]} for owner in CEREMONY]
    federation = Federation(root, 3, GROUP, more_votes=[vote], more_people=people)
    founding_refusals(federation, vote)
    server = Server(federation, port).start()
    trustees = Trustees(federation, server, uuid)
    assert [one["election"] for one in Client(server).get("/api/ceremonies")[1]["ceremonies"]] == [uuid]
    assert problem(Client(server).get(f"/api/elections/{federation.uuid}/ceremony")) == "election.unknown"
    assert problem(Client(server).get("/api/votes/komisja")) == "vote.unknown"
    trustees.hold()
    assert server.stop() == 0
    server.start()  # the setup is read again from the ledger
    trustees = Trustees(federation, server, uuid)
    vote_and_close(federation, server, uuid, codes)
    anyone = Client(server)
    archive = archive_of(anyone, uuid, root / "archive")
    for owner in (4, 1):
        assert trustees.decrypt(owner, archive)[0] == 200
        assert anyone.get("/api/votes/komisja")[1]["status"] == "tallied", "decided with too few"
    assert trustees.decrypt(2, archive)[0] == 200
    seen = anyone.get("/api/votes/komisja")[1]
    assert seen["status"] == "decided" and seen["decision"]["counts"] == [[2, 1]], seen
    assert [one["absent"] for one in seen["trustees"]] == [False, False, True, False], seen["trustees"]
    assert [one["mandate"] for one in seen["trustees"]] == list(MANDATES.values()), seen["trustees"]
    assert problem(trustees.decrypt(3, archive)) == "govern.vote_status"
    archive_of(anyone, uuid, root / "archive")
    assert tool("verify", root / "archive").strip().splitlines()[-1] == "VALID"
    if JUDGE:
        judged = subprocess.run([JUDGE, "election", "verify"], cwd=root / "archive", capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout + judged.stderr
    export = root / "ledger.tar"
    export.write_bytes(anyone.get("/tlog/export")[1])
    said = tool("verify", "--vkey", federation.vkey, export)
    assert "VALID ledger" in said and any(line.split()[:2] == ["ok", "ledger.keys"] for line in said.splitlines()), said
    assert server.stop() == 0
    assert tool("fsck", "--data", federation.data).strip().endswith("OK")
    judge = "belenios-tool agrees" if JUDGE else "belenios-tool is not installed, its verdict was skipped"
    print(f"ok a ceremony of three and a trustee alone through the server in {GROUP}; {judge}")


with tempfile.TemporaryDirectory() as name:
    election(pathlib.Path(name))

"""One secret vote of two trustees after another, prepared offline, for a server that holds them all."""
import json
import time

from acts import make_act, signed
from harness import Client, tool

ORIGIN = "test.example/log"
VOTERS = 5


def ranks(answers, **extra):
    return {"type": "NonHomomorphic", "value": {"answers": answers, "question": "q"}, **extra}


class Election:
    """One secret vote of two trustees, and what its voters want."""

    def __init__(self, root, name, group, question, count, seats, choices):
        self.root, self.name, self.folder, self.choices = root, name, root / name, choices
        self.made = 0
        self.seats, self.method = seats, count["method"] if count else None
        self.answers = question["value"]["answers"]
        self.uuid = tool("election", "uuid").strip()
        tool("credentials", "generate", "--group", group, "--uuid", self.uuid, "--count", VOTERS, "--out", self.folder)
        self.codes = [line.split(",")[1] for line in (self.folder / "private_creds.csv").read_text().splitlines()]
        keys = []
        for owner in (1, 2):
            tool("trustee", "generate", "--group", group, "--uuid", self.uuid, "--owner", owner, "--out", self.folder)
            keys += ["--trustee", self.folder / f"trustee-{owner}.public.json"]
        (self.folder / "template.json").write_text(json.dumps({"description": "d", "name": "n", "questions": [question]}))
        self.setup = self.folder / "setup"
        tool("election", "new", "--group", group, "--uuid", self.uuid, "--template", self.folder / "template.json", *keys,
             "--credentials", self.folder / "public_creds.json", "--out", self.setup)
        self.vote = {"type": "secret", "vote": name, "title": name, "seats": seats, "setup": f"{name}/setup",
                     "quorum": {"num": 0, "den": 1, "strict": False}, "trustees": ["trustee-1", "trustee-2"]}
        if count:
            self.vote["count"] = count

    def ballot(self, voter, choices):
        self.made += 1
        wanted, out = self.folder / f"choices-{self.made}", self.folder / f"ballot-{self.made}"
        wanted.write_text(json.dumps([choices]))
        tool("ballot", "make", "--setup", self.setup, "--choices", wanted, out, text=self.codes[voter] + "\n")
        return out.read_bytes()

    def archive(self, client):
        folder = self.folder / "archive"
        folder.mkdir(exist_ok=True)
        file = folder / f"{self.uuid}.bel"
        status, content = client.get(f"/api/elections/{self.uuid}/archive")
        assert status == 200, content
        file.write_bytes(content)
        return file

    def view(self, client):
        return client.get(f"/api/votes/{self.name}")[1]

    def shuffle(self, client, owner):
        """A shuffle of what stands on the ledger now, in a file."""
        out = self.folder / f"shuffle-{owner}"
        out.unlink(missing_ok=True)
        tool("trustee", "shuffle", "--out", out, self.archive(client))
        return out.read_bytes()

    def post_shuffle(self, trustee, owner, content, after=None):
        query = "" if after is None else f"?after={after}"
        return trustee.request("POST", f"/api/elections/{self.uuid}/shuffles/{owner}{query}", content,
                               kind="application/octet-stream")

    def end_shuffles(self, officer, key, vote=None):
        act = make_act("shuffles.ended", {"election": self.uuid, "officers": 1}, ORIGIN)
        return officer.post(f"/api/votes/{vote or self.name}/shuffles-ended", signed(act, key))

    def decrypt(self, trustee, owner):
        part = self.folder / f"part-{owner}"
        part.unlink(missing_ok=True)
        tool("trustee", "decrypt", "--key", self.folder / f"trustee-{owner}.key.json", "--out", part, self.archive(trustee))
        return self.post_decryption(trustee, owner, part.read_bytes())

    def post_decryption(self, trustee, owner, content):
        return trustee.request("POST", f"/api/elections/{self.uuid}/decryptions/{owner}", content,
                               kind="application/octet-stream")


def wait_for_mixer(election, client):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        shuffles = election.view(client)["mixing"]["shuffles"]
        if shuffles:
            assert [(one["owner"], one["name"]) for one in shuffles] == [(0, None)], shuffles
            return
        time.sleep(0.05)
    raise AssertionError("the server did not mix")


def mix_by_all(election, server, trustees):
    """The server and both trustees; nobody needs to end it."""
    anyone = Client(server)
    wait_for_mixer(election, anyone)
    for owner in (1, 2):
        assert not election.view(anyone)["mixing"]["ended"]
        status, answer = election.post_shuffle(trustees[owner], owner, election.shuffle(anyone, owner), after=owner)
        assert status == 200, answer
    assert election.view(anyone)["mixing"]["ended"]

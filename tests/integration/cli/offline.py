#!/usr/bin/env python3
"""Whole elections without a server: every party with its own command, judged by `ogniwo verify` and, where it
knows the group, by belenios-tool. Usage: offline.py OGNIWO"""
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

OGNIWO = os.path.abspath(sys.argv[1])
JUDGE = shutil.which("belenios-tool")
checks = 0


def run(*arguments, code=0, text=None):
    done = subprocess.run([OGNIWO, *map(str, arguments)], capture_output=True, text=True, input=text, check=False)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}, wanted {code}\n{done.stdout}{done.stderr}"
    global checks
    checks += 1
    return done.stdout


def says(output, word):
    assert word in output.strip().splitlines()[-1], f"{word} not in the last line of:\n{output}"


class Election:
    """One election in a folder: setup, ballots, tally, result."""

    def __init__(self, folder, group, question, weights, trustees):
        self.folder, self.question = folder, question
        self.uuid = run("election", "uuid").strip()
        self.setup, self.archive = folder / "setup", folder / f"{self.uuid}.bel"
        voters = folder / "voters.txt"
        voters.write_text("".join(f"voter {i},{w}\n" for i, w in enumerate(weights)))
        run("credentials", "generate", "--group", group, "--uuid", self.uuid, "--voters", voters, "--out", folder)
        private = folder / "private_creds.csv"
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
        self.credentials = [line.rsplit(",", 1)[1] for line in private.read_text().splitlines()]
        template = folder / "template.json"
        template.write_text(json.dumps({"description": "d", "name": "n", "questions": [question],
                                        "administrator": "a", "credential_authority": "c", "language": "pl"}))
        keys = []
        for owner in range(1, trustees + 1):
            run("trustee", "generate", "--group", group, "--uuid", self.uuid, "--owner", owner, "--out", folder)
            key = folder / f"trustee-{owner}.key.json"
            assert stat.S_IMODE(key.stat().st_mode) == 0o600
            keys += ["--trustee", folder / f"trustee-{owner}.public.json"]
        self.trustees = trustees
        run("election", "new", "--group", group, "--uuid", self.uuid, "--template", template, *keys,
            "--credentials", folder / "public_creds.json", "--out", self.setup)
        assert json.loads((self.setup / "election.json").read_text())["language"] == "pl"
        run("election", "open", "--setup", self.setup, self.archive)
        self.made = 0

    def ballot(self, voter, choices, code=0):
        self.made += 1
        wanted = self.folder / f"choices-{self.made}.json"
        wanted.write_text(json.dumps([choices]))
        file = self.folder / f"ballot-{self.made}.json"
        run("ballot", "make", "--setup", self.setup, "--choices", wanted, file, text=self.credentials[voter] + "\n",
            code=code)
        return file

    def cast(self, voter, choices):
        file = self.ballot(voter, choices)
        says(run("ballot", "check", "--setup", self.setup, file), "valid")
        run("ballot", "add", self.archive, file)
        return file

    def finish(self):
        run("election", "close", self.archive)
        return self.decide()

    def decide(self):
        for owner in range(1, self.trustees + 1):
            part = self.folder / f"part-{owner}.json"
            run("trustee", "decrypt", "--key", self.folder / f"trustee-{owner}.key.json", "--out", part, self.archive)
            run("election", "decryption", "--owner", owner, self.archive, part)
        return json.loads(run("election", "result", self.archive))["result"]

    def judge(self, known=True):
        """`known`: belenios-tool 2.0 knows the kinds of its questions."""
        says(run("verify", self.archive), "VALID")
        says(run("verify", self.folder), "VALID")
        report = json.loads(run("verify", "--json", self.archive))
        assert report["ok"], report
        if JUDGE and known and json.loads((self.setup / "election.json").read_text())["group"] != "Ed25519":
            judged = subprocess.run([JUDGE, "election", "verify"], cwd=self.folder, capture_output=True, text=True,
                                    check=False)
            assert judged.returncode == 0, judged.stdout + judged.stderr
            print("  belenios-tool agrees")


def question(answers, low, high, blank=False):
    out = {"answers": [f"answer {i}" for i in range(answers)], "min": low, "max": high, "question": "q"}
    return {"answers": out["answers"], "blank": True, "min": low, "max": high, "question": "q"} if blank else out


def elections(root):
    for group in ("Ed25519", "BELENIOS-2048"):
        cases = [
            ("blank", question(3, 1, 2, True), [1, 1, 1], 2, [(0, [0, 1, 1, 0]), (1, [1, 0, 0, 0]), (2, [0, 0, 1, 0])],
             [1, 1, 2, 0]),
            ("no-blank", question(3, 0, 3), [1, 1], 1, [(0, [1, 1, 1]), (1, [0, 0, 0])], [1, 1, 1]),
            ("weights", question(2, 1, 1), [3, 250, 7], 2, [(0, [1, 0]), (1, [0, 1]), (2, [1, 0])], [10, 250]),
            ("revotes", question(2, 1, 1), [1, 1], 3, [(0, [1, 0]), (1, [1, 0]), (0, [0, 1]), (0, [0, 1])], [1, 1]),
            ("nobody", question(2, 1, 1), [1, 1], 1, [], [0, 0]),
        ]
        for name, asked, weights, trustees, votes, expected in cases:
            folder = root / f"{group}-{name}"
            folder.mkdir()
            election = Election(folder, group, asked, weights, trustees)
            for voter, choices in votes:
                election.cast(voter, choices)
            prefix = root / f"{group}-{name}-before.bel"
            shutil.copy(election.archive, prefix)
            says(run("verify", prefix), "VALID")
            result = election.finish()
            assert result == [expected], f"{name}: {result}"
            election.judge()
            says(run("verify-diff", prefix, election.archive), "valid")
            says(run("verify-diff", election.archive, prefix, code=1), "INVALID")
            print(f"ok {group} {name}: {result}")


def typed(kind, answers):
    return {"type": kind, "value": {"answers": answers, "question": "q"}}


def is_refused(word, *arguments):
    done = subprocess.run([OGNIWO, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and word in done.stderr, done


def rankings(root):
    for group in ("Ed25519", "RFC-3526-2048"):
        folder = root / f"{group}-ranking"
        folder.mkdir()
        election = Election(folder, group, typed("NonHomomorphic", ["a", "b", "c"]), [1, 1, 1], 2)
        for voter, ranks in ((0, [3, 2, 1]), (1, [1, 2, 3]), (2, [2, 2, 255]), (1, [0, 1, 0])):
            election.cast(voter, ranks)
        shuffled, archive = [folder / f"shuffle-{owner}.json" for owner in (1, 2)], election.archive
        decrypt = ("trustee", "decrypt", "--key", folder / "trustee-1.key.json", "--out", folder / "early.json", archive)
        is_refused("election.not_closed", "trustee", "shuffle", "--out", shuffled[0], archive)
        run("election", "close", archive)
        is_refused("shuffle.missing", *decrypt)
        is_refused("shuffle.missing", "election", "end-shuffles", archive)
        run("trustee", "shuffle", "--out", shuffled[0], archive)
        is_refused("shuffle.owner", "election", "shuffle", "--owner", 3, archive, shuffled[0])
        run("election", "shuffle", "--owner", 1, archive, shuffled[0])
        is_refused("shuffle.duplicate", "election", "shuffle", "--owner", 1, archive, shuffled[0])
        is_refused("shuffle.proof", "election", "shuffle", "--owner", 2, archive, shuffled[0])
        is_refused("shuffle.missing", *decrypt)
        run("trustee", "shuffle", "--out", shuffled[1], archive)
        run("election", "shuffle", "--owner", 2, archive, shuffled[1])
        run("election", "end-shuffles", archive)
        is_refused("shuffle.ended", "trustee", "shuffle", "--out", folder / "late.json", archive)
        assert not (folder / "early.json").exists() and not (folder / "late.json").exists()
        result = election.decide()
        assert sorted(result[0]) == [[0, 1, 0], [2, 2, 255], [3, 2, 1]], result
        election.judge()
        print(f"ok {group} ranking: {result}")


def lists(root):
    for group in ("Ed25519", "BELENIOS-2048"):
        folder = root / f"{group}-lists"
        folder.mkdir()
        election = Election(folder, group, typed("Lists", [["L", "a", "b"], ["M", "c"]]), [1, 5, 1], 2)
        for voter, choices in ((0, [1, 1, 1, 0, 0]), (1, [0, 0, 0, 1, 1]), (2, [1, 0, 1, 0, 0])):
            election.cast(voter, choices)
        election.ballot(0, [1, 0, 0, 0, 0], code=2)
        run("election", "close", election.archive)
        is_refused("shuffle.unexpected", "trustee", "shuffle", "--out", folder / "shuffle.json", election.archive)
        result = election.decide()
        assert result == [[[2, 1, 2], [5, 5]]], result
        election.judge(known=False)
        print(f"ok {group} lists: {result}")


def records(archive):
    """(name, body) of each record of an archive."""
    at, out = 0, []
    while at < len(archive):
        size = int(archive[at + 124:at + 135], 8)
        out.append((archive[at:at + 100].rstrip(b"\0").decode(), archive[at + 512:at + 512 + size]))
        at += 512 + (size + 511) // 512 * 512
    return out


def record(name, body, like):
    """A record in the form of the header `like`."""
    header = bytearray(like)
    header[0:100] = name.encode().ljust(100, b"\0")
    header[124:135] = b"%011o" % len(body)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + body + b"\0" * (-len(body) % 512)


def tally_of_one_ballot(archive):
    """The archive with a first ballot's ciphertexts in place of the tally, hashed and chained anew."""
    found = records(archive)
    ballot = next(json.loads(body) for _, body in found if body.startswith(b'{"election_uuid"'))
    compact = {"separators": (",", ":")}
    tally = json.dumps([answer["choices"] for answer in ballot["answers"]], **compact).encode()
    sized = json.loads(found[-2][1])
    sized["encrypted_tally"] = hashlib.sha256(tally).hexdigest()
    event = json.loads(found[-1][1])
    sized = json.dumps(sized, **compact).encode()
    event["payload"] = hashlib.sha256(sized).hexdigest()
    event = json.dumps(event, **compact).encode()
    kept = b"".join(record(name, body, archive[:512]) for name, body in found[:-3])
    assert archive.startswith(kept)
    return kept + b"".join(record(f"{hashlib.sha256(body).hexdigest()}.{kind}.json", body, archive[:512])
                           for kind, body in (("data", tally), ("data", sized), ("event", event)))


def a_trustee_decrypts_sums_alone(root):
    folder = root / "curious"
    folder.mkdir()
    election = Election(folder, "Ed25519", question(2, 1, 1), [1, 1], 1)
    election.cast(0, [1, 0])
    election.cast(1, [0, 1])
    run("election", "close", election.archive)
    forged = folder / "forged.bel"
    forged.write_bytes(tally_of_one_ballot(election.archive.read_bytes()))
    key = folder / "trustee-1.key.json"
    refused = subprocess.run([OGNIWO, "trustee", "decrypt", "--key", key, "--out", folder / "opened.json", forged],
                             capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "tally.encrypted" in refused.stderr, refused
    assert refused.stderr.count("\n") == 1 and not (folder / "opened.json").exists()
    says(run("verify", forged, code=1), "tally.encrypted")
    print("ok a trustee decrypts sums alone")


def refusals(root):
    folder = root / "refusals"
    folder.mkdir()
    election = Election(folder, "Ed25519", question(3, 1, 2), [1, 1], 1)
    other = root / "other"
    other.mkdir()
    stranger = Election(other, "Ed25519", question(3, 1, 2), [1, 1], 1)
    for choices in ([0, 0, 0], [1, 1, 1], [1, 0], [1, 0, 0, 0]):
        election.ballot(0, choices, code=2)
    foreign = stranger.ballot(0, [1, 0, 0])
    says(run("ballot", "check", "--setup", election.setup, foreign, code=1), "ballot.election")
    says(run("ballot", "add", election.archive, foreign, code=1), "was not recorded")
    first = election.cast(0, [1, 0, 0])
    says(run("ballot", "add", election.archive, first, code=1), "ballot.duplicate")
    text = first.read_text()
    for name, changed, check in [
        ("space", text.replace(",", ", ", 1), "ballot.encoding"),
        ("signature", text[:-3] + ("1" if text[-3] != "1" else "2") + text[-2:], "ballot.encoding"),
        ("cut", text[: len(text) // 2], "ballot"),
        ("empty", "", "ballot"),
    ]:
        file = folder / f"changed-{name}.json"
        file.write_text(changed)
        output = run("ballot", "check", "--setup", election.setup, file, code=1)
        assert check in output or "ballot." in output, output
        before = election.archive.read_bytes()
        run("ballot", "add", election.archive, file, code=1)
        assert election.archive.read_bytes() == before
    run("trustee", "decrypt", "--key", folder / "trustee-1.key.json", "--out", folder / "early.json",
        election.archive, code=2)
    second = election.ballot(1, [0, 1, 0])
    with election.archive.open("rb") as held:  # as another command does while it appends
        fcntl.flock(held, fcntl.LOCK_EX)
        before = election.archive.read_bytes()
        says(run("ballot", "add", election.archive, second, code=1), "file.changed")
        assert election.archive.read_bytes() == before
    run("ballot", "check", "--setup", election.setup, second)
    run("election", "open", "--setup", election.setup, election.archive, code=2)
    assert election.archive.read_bytes() == before
    election.finish()
    late = election.ballot(1, [1, 0, 0])
    says(run("ballot", "add", election.archive, late, code=1), "ballot.closed")
    election.judge()
    run("verify", folder / "nothing.bel", code=2)
    run("verify", folder / "template.json", code=1)
    run("verify", root, code=2)
    run("receipt", "verify", "--vkey", "nonsense", first, code=2)
    run("nonsense", code=2)
    for said, arguments in [
        ("election.json: ", ("election", "new", "--uuid", election.uuid, "--template", election.setup / "election.json",
                                    "--trustee", first, "--credentials", first, "--out", folder / "x")),
        ("public.json: missing", ("trustee", "decrypt", "--key", folder / "trustee-1.public.json", "--out", folder / "x",
                                  election.archive)),
        ("length", ("trustee", "generate", "--uuid", "short", "--owner", "1", "--out", folder / "x")),
        ("--help", ("verify",)),
        ("--help", ("trustee", "generate", "--owner", "0")),
    ]:
        refused = subprocess.run([OGNIWO, *map(str, arguments)], capture_output=True, text=True, check=False)
        assert refused.returncode == 2 and not refused.stdout, refused
        assert refused.stderr.count("\n") == 1 and said in refused.stderr, f"wanted {said}: {refused.stderr}"
        assert not (folder / "x").exists()
    # The last of several files is in the way: the ones before it are not left behind.
    for name, arguments in [
        ("trustee-7.public.json", ("trustee", "generate", "--uuid", election.uuid, "--owner", 7)),
        ("trustee-7.certificate.json", ("trustee", "certificate", "--uuid", election.uuid, "--owner", 7, "--first", 7,
                                        "--size", 2, "--threshold", 2)),
        ("public_creds.json", ("credentials", "generate", "--uuid", election.uuid, "--count", 2)),
        ("public_creds.json", ("election", "new", "--uuid", election.uuid, "--template", folder / "template.json", "--trustee",
                               folder / "trustee-1.public.json", "--credentials", folder / "public_creds.json")),
    ]:
        out = folder / f"in-the-way-{arguments[0]}-{arguments[1]}"
        out.mkdir()
        (out / name).write_text("mine")
        is_refused("file.exists", *arguments, "--out", out)
        assert [(file.name, file.read_text()) for file in out.iterdir()] == [(name, "mine")], list(out.iterdir())
    for command in ("verify", "verify-diff", "receipt", "election", "credentials", "trustee", "ballot", "serve", "init",
                    "demo", "export", "fsck"):
        run(command, "--help")
    print("ok refusals")


with tempfile.TemporaryDirectory() as name:
    elections(pathlib.Path(name))
    rankings(pathlib.Path(name))
    lists(pathlib.Path(name))
    refusals(pathlib.Path(name))
    a_trustee_decrypts_sums_alone(pathlib.Path(name))
print(f"{checks} commands ran as expected" + ("" if JUDGE else "; belenios-tool is not installed, its verdicts were skipped"))

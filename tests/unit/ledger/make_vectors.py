#!/usr/bin/env python3
"""Makes vectors/: acts, entries, a receipt and an export, written from LEDGER.md alone.

A second implementation of the formats, with Python's json, tarfile and cryptography packages, so that the
tests do not compare the code with itself. Run it only to add vectors: the files are part of the format.
"""
import base64, hashlib, io, json, pathlib, tarfile

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = pathlib.Path(__file__).parent / "vectors"
ORIGIN = "ogniwo.example/federacja-demo"


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


class Key:
    def __init__(self, label):
        self.seed = sha256(label.encode())
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def signature(self, act):
        return {"key": self.public.hex(),
                "sig": self.private.sign(b"ogniwo/act/v1\n" + act).hex()}


SERVER, OFFICER, REPRESENTATIVE = Key("server"), Key("officer"), Key("representative")


def blob(text):
    return text.encode()


BALLOT = blob('{"ballot":1}')
BLOBS = {sha256(b): b for b in map(blob, [
    "# Statut\n", "election", "trustees", "credentials", "tally", "sized tally", "partial", "owned",
    "result", "template", "quotas", "key", "certificate", "polynomial", "voutput", "shuffle", "rounds"])}
BLOBS[sha256(BALLOT)] = BALLOT


def h(text):
    return sha256(blob(text)).hex()


UUID = "Jyq9kLmN4pQrSt"
TRACKER = b64(sha256(BALLOT)).rstrip("=")

# kind, body, signers, at
ACTS = [
    ("log.created", {"federation": "Federacja Gęśla Jaźń „Ogniwo”", "server_key": SERVER.public.hex(),
                     "version": 1}, [SERVER], 1795000000000),
    ("organisation.admitted", {"organisation": "osp-1", "name": "OSP \"Żar\" \\ Wólka",
                               "legal_form": "stowarzyszenie", "seat": "Wólka", "weight": 3},
     [SERVER], 1795000000001),
    ("mandate.granted", {"mandate": "m-1", "organisation": "osp-1", "person": h("salted"),
                         "roles": ["representative", "officer", "trustee"]}, [SERVER], 1795000000002),
    ("key.registered", {"key": REPRESENTATIVE.public.hex(), "mandate": "m-1"},
     [REPRESENTATIVE, SERVER], 1795000000003),
    ("key.registered", {"key": OFFICER.public.hex(), "mandate": "m-2",
                        "replaces": REPRESENTATIVE.public.hex()}, [OFFICER, SERVER], 1795000000003),
    ("text.published", {"text": "statut", "title": "Statut", "version": 2, "blob": h("# Statut\n")},
     [SERVER], 1795000000004),
    ("open_vote.prepared", {"vote": "uchwala-1", "title": "Uchwała 1", "question": "Czy przyjąć? 🜁",
                            "text": "statut",
                            "rule": {"base": "YN", "num": 2, "den": 3, "strict": False},
                            "quorum": {"num": 1, "den": 2, "strict": True}}, [SERVER], 1795000000005),
    ("election.prepared", {"vote": "zarzad", "title": "Zarząd", "election": UUID, "seats": 5,
                           "quorum": {"num": 0, "den": 1, "strict": False},
                           "setup": {"election": h("election"), "trustees": h("trustees"),
                                     "credentials": h("credentials")},
                           "trustees": ["m-1", "m-2"]}, [SERVER], 1795000000006),
    ("vote.opened", {"vote": "zarzad", "officers": 1}, [OFFICER], 1795000000007),
    ("open_vote.cast", {"vote": "uchwala-1", "option": "abstain", "organisation": "osp-1",
                        "mandates": ["m-1"]}, [REPRESENTATIVE], 1795000000008),
    ("ballot.accepted", {"election": UUID, "tracker": TRACKER}, [SERVER], None),
    ("vote.closed", {"vote": "zarzad", "officers": 1}, [OFFICER], 9007199254740991),
    ("participation.published", {"vote": "zarzad", "organisations": ["osp-1", "osp-2"]}, [SERVER], 0),
    ("election.tallied", {"election": UUID, "encrypted_tally": h("tally"),
                          "sized_tally": h("sized tally")}, [SERVER], 1795000000009),
    ("decryption.posted", {"election": UUID, "owner": 1, "partial_decryption": h("partial"),
                           "owned": h("owned")}, [SERVER], 1795000000010),
    ("election.decided", {"election": UUID, "result": h("result"), "elected": [4, 0, 2], "tie": True},
     [SERVER], 1795000000011),
    ("open_vote.decided", {"vote": "uchwala-1", "yes": 0, "no": 9007199254740991, "abstain": 3,
                           "entitled": 29, "quorum": True, "adopted": False}, [SERVER], 1795000000012),
    ("election.announced", {"vote": "rada", "title": "Rada", "election": UUID, "group": "Ed25519", "seats": 3,
                            "quorum": {"num": 1, "den": 3, "strict": True},
                            "count": {"method": "stv-scottish", "constraints": h("quotas"), "lot": h("lot")},
                            "definition": h("template"), "credentials": h("credentials"),
                            "trustees": ["m-1", "m-2", "m-3", "m-4"],
                            "runs": [{"size": 1, "threshold": 1}, {"size": 3, "threshold": 2}]},
     [SERVER], 1795000000013),
    ("trustee.key_posted", {"election": UUID, "owner": 1, "key": h("key")}, [SERVER], 1795000000014),
    ("ceremony.certificate_posted", {"election": UUID, "owner": 2, "certificate": h("certificate")}, [SERVER],
     1795000000015),
    ("ceremony.commitment_posted", {"election": UUID, "owner": 2, "commitment": h("not a blob yet")}, [SERVER],
     1795000000016),
    ("ceremony.polynomial_posted", {"election": UUID, "owner": 64, "polynomial": h("polynomial")}, [SERVER],
     1795000000017),
    ("ceremony.key_posted", {"election": UUID, "owner": 2, "voutput": h("voutput")}, [SERVER], 1795000000018),
    ("election.prepared", {"vote": "rada", "title": "Rada", "election": UUID, "seats": 3,
                           "quorum": {"num": 1, "den": 3, "strict": True},
                           "count": {"method": "borda", "lot": h("lot")},
                           "setup": {"election": h("election"), "trustees": h("trustees"),
                                     "credentials": h("credentials")},
                           "trustees": ["m-1", "m-2"], "runs": [{"size": 2, "threshold": 1}]},
     [SERVER], 1795000000019),
    ("ballot.spoiled", {"election": UUID, "tracker": TRACKER}, [SERVER], None),
    ("shuffle.posted", {"election": UUID, "owner": 0, "shuffle": h("shuffle"), "owned": h("owned")}, [SERVER],
     1795000000020),
    ("shuffles.ended", {"election": UUID, "officers": 2}, [OFFICER], 1795000000021),
    ("election.decided", {"election": UUID, "result": h("result"), "elected": [1], "tie": False,
                          "count": {"record": h("rounds"), "seed": h("seed")}}, [SERVER], 1795000000022),
    ("election.withdrawn", {"election": UUID, "reason": "Powierniczka zgubiła wielomian", "officers": 1}, [OFFICER],
     1795000000023),
    ("election.announced", {"vote": "rada-2", "title": "Rada", "election": UUID, "group": "Ed25519", "seats": 3,
                            "quorum": {"num": 1, "den": 3, "strict": True}, "definition": h("template"),
                            "credentials": h("credentials"), "trustees": ["m-1"],
                            "runs": [{"size": 1, "threshold": 1}],
                            "replaces": {"election": "Withdrawn1xyzab", "officers": 1}},
     [OFFICER, SERVER], 1795000000024),
    ("open_vote.prepared", {"vote": "uchwala-2", "title": "Uchwała 2", "question": "Czy przyjąć?",
                            "rule": {"base": "YN_invalid", "num": 2, "den": 3, "strict": False},
                            "quorum": {"num": 1, "den": 2, "strict": True},
                            "organisations": {"base": "entitled", "num": 1, "den": 2, "strict": True}},
     [SERVER], 1795000000025),
    ("open_vote.prepared", {"vote": "uchwala-3", "title": "Uchwała 3", "question": "Czy przyjąć?",
                            "rule": {"base": "YN", "num": 1, "den": 2, "strict": True},
                            "quorum": {"num": 0, "den": 1, "strict": False}, "casting_vote": "m-1"},
     [SERVER], 1795000000026),
    ("open_vote.decided", {"vote": "uchwala-2", "yes": 9, "no": 1, "abstain": 0, "entitled": 29, "quorum": True,
                           "adopted": False,
                           "organisations": {"yes": 2, "no": 1, "abstain": 0, "entitled": 10}},
     [SERVER], 1795000000027),
    ("open_vote.decided", {"vote": "uchwala-3", "yes": 4, "no": 4, "abstain": 1, "entitled": 29, "quorum": True,
                           "adopted": True, "casting_vote": "yes"}, [SERVER], 1795000000028),
]


def make_entry(number, kind, body, signers, at):
    nonce = sha256(b"nonce %d" % number)[:16]
    act = canonical({"body": body, "kind": kind, "nonce": nonce.hex(), "origin": ORIGIN})
    entry = {"act": json.loads(act), "sigs": [signer.signature(act) for signer in signers]}
    if at is not None:
        entry["at"] = at
    return act, canonical(entry)


def root_of(hashes):
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\x01" + root_of(hashes[:k]) + root_of(hashes[k:]))


def path_of(index, hashes):
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if index < k:
        return path_of(index, hashes[:k]) + [root_of(hashes[k:])]
    return path_of(index - k, hashes[k:]) + [root_of(hashes[:k])]


def checkpoint_of(hashes):
    text = "%s\n%d\n%s\n" % (ORIGIN, len(hashes), b64(root_of(hashes)))
    key_hash = sha256(ORIGIN.encode() + b"\n\x01" + SERVER.public)[:4]
    return text + "\n— %s %s\n" % (ORIGIN, b64(key_hash + SERVER.private.sign(text.encode())))


def vkey():
    key_hash = sha256(ORIGIN.encode() + b"\n\x01" + SERVER.public)[:4]
    return "%s+%s+%s" % (ORIGIN, key_hash.hex(), b64(b"\x01" + SERVER.public))


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = len(data), 0o644, 0
            archive.addfile(info, io.BytesIO(data))
        end = archive.offset
    return out.getvalue()[:end + 1024]  # without the padding to 10 kB records


def main():
    HERE.mkdir(exist_ok=True)
    vectors, entries = [], []
    for number, (kind, body, signers, at) in enumerate(ACTS):
        act, entry = make_entry(number, kind, body, signers, at)
        entries.append(entry)
        vectors.append({"kind": kind, "act": act.decode(), "entry": entry.decode(),
                        "leaf": sha256(b"\x00" + entry).hex()})
    # Many ballot-free entries, so that the export has a full bundle and a partial one.
    many = list(entries)
    while len(many) < 300:
        number = len(many)
        many.append(make_entry(number, "vote.opened", {"vote": "v-%d" % number, "officers": 1},
                               [OFFICER], number)[1])
    hashes = [sha256(b"\x00" + entry) for entry in many]
    note = checkpoint_of(hashes)

    def receipt(index, election, tracker):
        return {"version": 1, "origin": ORIGIN, "election": election, "tracker": tracker,
                "entry": b64(many[index]), "entry_index": index,
                "inclusion_proof": [x.hex() for x in path_of(index, hashes)], "checkpoint": note}

    cast = next(i for i, a in enumerate(ACTS) if a[0] == "open_vote.cast")
    accepted = next(i for i, a in enumerate(ACTS) if a[0] == "ballot.accepted")
    cast_tracker = b64(sha256(b"ogniwo/act/v1\n" + vectors[cast]["act"].encode())).rstrip("=")
    receipts = {"secret": receipt(accepted, UUID, TRACKER),
                "open": receipt(cast, "uchwala-1", cast_tracker)}
    (HERE / "entries.json").write_text(json.dumps(
        {"origin": ORIGIN, "vkey": vkey(), "server_seed": SERVER.seed.hex(), "checkpoint": note,
         "size": len(many), "entries": vectors, "receipts": receipts},
        indent=1, ensure_ascii=False) + "\n")

    def bundle(part):
        return b"".join(len(e).to_bytes(2, "big") + e for e in part)

    files = [("checkpoint", note.encode()), ("tile/entries/000", bundle(many[:256])),
             ("tile/entries/001.p/44", bundle(many[256:]))]
    files += [("blob/" + digest.hex(), BLOBS[digest]) for digest in sorted(BLOBS)]
    (HERE / "export.tar").write_bytes(tar(files))


main()

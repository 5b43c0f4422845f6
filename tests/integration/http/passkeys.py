#!/usr/bin/env python3
"""Passkeys at the running program, with an authenticator made of the openssl command: what is replayed, borrowed, copied or
unverified (SECURITY N65). Usage: passkeys.py OGNIWO"""
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import harness
from harness import Client, Federation, Server, problem

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN = f"https://localhost:{port}"
UP, UV, AT = 0x01, 0x04, 0x40


class Authenticator:
    """One ES256 key: RFC 9053 for its form, WebAuthn Level 2 section 6.1 for what it signs."""

    def __init__(self, folder, name):
        self.pem, self.id, self.count, self.flags = folder / f"{name}.pem", hashlib.sha256(name.encode()).digest(), 0, UP | UV
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.pem], check=True)
        public = subprocess.run(["openssl", "ec", "-in", self.pem, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout
        self.point = public[-64:]

    def data(self, with_key):
        self.count += 1
        head = hashlib.sha256(b"localhost").digest() + bytes([self.flags | (AT if with_key else 0)]) + struct.pack(">I", self.count)
        if not with_key:
            return head
        cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + self.point[:32] + b"\x22\x58\x20" + self.point[32:]
        return head + bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose

    def sign(self, message):
        return subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.pem], input=message, capture_output=True, check=True).stdout

    def registration(self, challenge, name="Phone"):
        client = json.dumps({"type": "webauthn.create", "challenge": challenge, "origin": ORIGIN}).encode()
        return {"challenge": challenge, "name": name, "client_data": client.hex(), "authenticator_data": self.data(True).hex()}

    def answer(self, challenge, **changes):
        client = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": ORIGIN}).encode()
        data = self.data(False)
        signature = self.sign(data + hashlib.sha256(client).digest())
        return {"challenge": challenge, "id": self.id.hex(), "client_data": client.hex(), "authenticator_data": data.hex(),
                "signature": signature.hex(), **changes}


def signed_in(server, name):
    return Client(server).sign_in(f"{name}@x.example")


def challenge(client, path="/api/sign-in/passkey/challenge"):
    status, body = client.post(path, {})
    assert status == 200 and body["rp"] == "localhost" and len(body["challenge"]) == 22, (status, body)
    return body["challenge"]


def add(client, device, name="Phone"):
    return client.post("/api/passkeys", device.registration(challenge(client, "/api/passkeys/challenge"), name))


def sign_in(server, device, **changes):
    client = Client(server)
    return client, client.post("/api/sign-in/passkey", device.answer(challenge(client), **changes))


def refused(answer, wanted, status):
    assert (problem(answer), answer[0]) == (wanted, status), (wanted, answer)


def registering(server, person, folder):
    device = Authenticator(folder, "phone")
    status, body = add(person, device)
    assert status == 201 and body["name"] == "Phone" and body["last_used"] == 0, (status, body)
    refused(add(person, device), "passkey.duplicate", 409)
    used = challenge(person, "/api/passkeys/challenge")
    other = Authenticator(folder, "other")
    made = other.registration(used)
    assert person.post("/api/passkeys", made)[0] == 201
    refused(person.post("/api/passkeys", made), "passkey.challenge", 409)
    # A challenge for signing in registers nothing, and one of somebody else neither.
    refused(person.post("/api/passkeys", Authenticator(folder, "x").registration(challenge(person))), "passkey.challenge", 409)
    stranger = signed_in(server, "p1")
    refused(person.post("/api/passkeys", Authenticator(folder, "y").registration(challenge(stranger, "/api/passkeys/challenge"))),
            "passkey.challenge", 409)
    for name in ("", "a\nb", "ż" * 31, "x" * 61):
        refused(add(person, Authenticator(folder, "n"), name), "passkey.name", 400)
    listed = person.get("/api/passkeys")[1]["passkeys"]
    assert [one["id"] for one in listed] == [device.id.hex(), other.id.hex()], listed
    assert stranger.get("/api/passkeys")[1]["passkeys"] == []
    refused(stranger.post("/api/passkeys/remove", {"id": device.id.hex()}), "passkey.unknown", 401)
    for i in range(8):
        assert add(person, Authenticator(folder, f"many-{i}"), "x" * 60)[0] == 201
    refused(add(person, Authenticator(folder, "eleventh")), "passkey.limit", 409)
    for i in range(8):
        assert person.post("/api/passkeys/remove", {"id": hashlib.sha256(f"many-{i}".encode()).digest().hex()})[0] == 204
    return device


def signing_in(server, device, folder):
    client, (status, body) = sign_in(server, device)
    assert status == 200 and body["person"]["mandate"] == "m-0", (status, body)
    assert client.get("/api/session")[1]["signed_in"] is True
    again = device.answer(challenge(client))
    assert client.post("/api/sign-in/passkey", again)[0] == 200
    refused(Client(server).post("/api/sign-in/passkey", again), "passkey.challenge", 409)
    refused(sign_in(server, Authenticator(folder, "stranger"))[1], "passkey.unknown", 401)
    # The id of one passkey with the signature of another.
    refused(sign_in(server, Authenticator(folder, "thief"), id=device.id.hex())[1], "passkey.signature", 401)
    kept, device.count = device.count, 0
    refused(sign_in(server, device)[1], "passkey.counter", 403)
    device.count = kept
    mine = challenge(signed_in(server, "p0"), "/api/passkeys/challenge")
    refused(Client(server).post("/api/sign-in/passkey", device.answer(mine)), "passkey.challenge", 409)
    for member in ("client_data", "authenticator_data", "signature"):
        good = device.answer(challenge(Client(server)))
        flipped = bytearray.fromhex(good[member])
        flipped[-1] ^= 1
        answer = Client(server).post("/api/sign-in/passkey", {**good, member: flipped.hex()})
        assert answer[0] in (401, 422) and problem(answer).startswith("passkey."), (member, answer)
    device.flags = UP  # a representative may sign in without a PIN
    assert sign_in(server, device)[1][0] == 200
    device.flags = UP | UV


def officers(server, folder):
    device = Authenticator(folder, "officer")
    assert add(signed_in(server, "officer"), device)[0] == 201
    assert sign_in(server, device)[1][0] == 200
    device.flags = UP
    refused(sign_in(server, device)[1], "passkey.verification", 403)
    device.flags = UV
    refused(sign_in(server, device)[1], "passkey.presence", 422)


def sessions(server, device):
    here, there = signed_in(server, "p0"), sign_in(server, device)[0]
    listed = here.get("/api/sessions")[1]["sessions"]
    assert sum(one["here"] for one in listed) == 1 and all(len(one["id"]) == 16 for one in listed), listed
    before = {one["id"] for one in listed}
    mine = next(one["id"] for one in there.get("/api/sessions")[1]["sessions"] if one["here"])
    assert mine in before
    other = signed_in(server, "p1")
    refused(other.post(f"/api/sessions/{mine}/end", {}), "sessions.unknown", 404)
    assert here.post(f"/api/sessions/{mine}/end", {})[0] == 204
    assert there.get("/api/session")[1]["signed_in"] is False
    refused(here.post(f"/api/sessions/{mine}/end", {}), "sessions.unknown", 404)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        federation = Federation(folder, 2)
        server = Server(federation, port, sign_ins_per_minute_per_address=1_000_000, requests_per_minute_per_address=1_000_000).start()
        try:
            person = signed_in(server, "p0")
            device = registering(server, person, folder)
            signing_in(server, device, folder)
            officers(server, folder)
            sessions(server, device)
            server.kill()
            server = Server(federation, port, sign_ins_per_minute_per_address=1_000_000, requests_per_minute_per_address=1_000_000).start()
            assert sign_in(server, device)[1][0] == 200, "a passkey is gone after a crash"
            assert signed_in(server, "p0").post("/api/passkeys/remove", {"id": device.id.hex()})[0] == 204
            refused(sign_in(server, device)[1], "passkey.unknown", 401)
            assert device.id.hex() not in server.log.read_text()
        finally:
            server.stop()
    print("passkeys hold")


if __name__ == "__main__":
    main()

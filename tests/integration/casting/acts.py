"""Signed acts of the ledger, apart from the program: canonical JSON and Ed25519 (RFC 8032) in plain Python."""
import base64
import hashlib
import json
import os

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def recover_x(y):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x % 2 else x


BASE = (recover_x(BASE_Y), BASE_Y, 1, recover_x(BASE_Y) * BASE_Y % P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, d - c, d + c, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Key:
    def __init__(self, seed=None):
        digest = hashlib.sha512(seed or os.urandom(32)).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        self.public = encode(multiply(self.scalar, BASE))

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        commitment = encode(multiply(r, BASE))
        challenge = int.from_bytes(hashlib.sha512(commitment + self.public + message).digest(), "little")
        return commitment + ((r + challenge * self.scalar) % L).to_bytes(32, "little")


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def make_act(kind, body, origin, nonce=None):
    return canonical({"body": body, "kind": kind, "nonce": (nonce or os.urandom(16)).hex(), "origin": origin})


def signed(act, key):
    return {"act": base64.b64encode(act).decode(), "key": key.public.hex(),
            "sig": key.sign(b"ogniwo/act/v1\n" + act).hex()}


def register(client, key, mandate, origin, replaces=None):
    body = {"key": key.public.hex(), "mandate": mandate}
    if replaces:
        body["replaces"] = replaces
    made = signed(make_act("key.registered", body, origin), key)
    return client.post("/api/keys", {"entry": made["act"], "sig": made["sig"]})


def officer_act(client, key, kind, vote, origin="test.example/log"):
    """Opens or closes a vote: kind is vote.opened or vote.closed."""
    verb = {"vote.opened": "open", "vote.closed": "close"}[kind]
    return client.post(f"/api/votes/{vote}/{verb}", signed(make_act(kind, {"officers": 1, "vote": vote}, origin), key))

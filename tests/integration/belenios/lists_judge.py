#!/usr/bin/env python3
"""A second opinion on elections by lists, which tool 2.0 does not know. Usage: lists_judge.py ARCHIVE

Written from the published formulas and sharing no line with the native code. Takes archives in which all
questions are Lists and all trustees Single ones. Prints the result and exits with 0, or says what is wrong.
"""
import base64
import hashlib
import json
import sys


def sha(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data)


def b64(data):
    return base64.b64encode(sha(data).digest()).decode().rstrip("=")


def demand(condition, what):
    if not condition:
        sys.exit(what)


class FiniteField:
    def __init__(self, p, q, g):
        self.p, self.q, self.g, self.one = p, q, g, 1

    def mul(self, a, b):
        return a * b % self.p

    def exp(self, a, n):
        return pow(a, n % self.q, self.p)

    def text(self, a):
        return str(a)

    def parse(self, text):
        a = int(text)
        demand(0 < a < self.p and pow(a, self.q, self.p) == 1 and str(a) == text, "an element outside the group")
        return a


class Ed25519:
    p = 2**255 - 19
    q = 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, -1, p) % p
    one = (0, 1)

    def __init__(self):
        self.g = self.parse("66" * 31 + "58")

    def mul(self, a, b):
        (x, y), (u, v) = a, b
        t = self.d * x * y * u * v % self.p
        return ((x * v + y * u) * pow(1 + t, -1, self.p) % self.p, (y * v + x * u) * pow(1 - t, -1, self.p) % self.p)

    def add(self, a, b):
        """In the extended coordinates of RFC 8032 section 5.1.4."""
        u, v = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
        w, z = 2 * a[3] * b[3] * self.d, 2 * a[2] * b[2]
        e, f, g, h = v - u, z - w, z + w, v + u
        return e * f % self.p, g * h % self.p, f * g % self.p, e * h % self.p

    def times(self, a, n):
        out, power = (0, 1, 1, 0), (*a, 1, a[0] * a[1] % self.p)
        while n:
            if n & 1:
                out = self.add(out, power)
            power, n = self.add(power, power), n >> 1
        inverse = pow(out[2], -1, self.p)
        return out[0] * inverse % self.p, out[1] * inverse % self.p

    def exp(self, a, n):
        return self.times(a, n % self.q)

    def text(self, a):
        return f"{a[1] | (a[0] & 1) << 255:064x}"

    def parse(self, text):
        n = int(text, 16)
        y = n & (2**255 - 1)
        xx = (y * y - 1) * pow(self.d * y * y + 1, -1, self.p) % self.p
        x = pow(xx, (self.p + 3) // 8, self.p)
        if x * x % self.p != xx:
            x = x * pow(2, (self.p - 1) // 4, self.p) % self.p
        demand(x * x % self.p == xx, "a point off the curve")
        if x & 1 != n >> 255:
            x = self.p - x
        demand(self.times((x, y), self.q) == self.one and self.text((x, y)) == text, "a point outside the group")
        return x, y


BELENIOS_2048 = FiniteField(
    int("a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79"
        "a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c"
        "7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc85827"
        "9aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f"
        "878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64f", 16),
    int("adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491", 16),
    int("1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c"
        "8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea"
        "88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552"
        "d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d"
        "47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653", 16))


def records(data):
    """(name, body) of each, with the names checked against the hashes."""
    at = 0
    while at < len(data):
        name = data[at:at + 100].rstrip(b"\0").decode()
        size = int(data[at + 124:at + 135], 8)
        body = data[at + 512:at + 512 + size]
        demand(at == 0 or name.split(".")[0] == sha(body).hexdigest(), "a record that is not named after its hash")
        yield name, body.decode()
        at += 512 + (size + 511) // 512 * 512


def events(data):
    """(type, the bodies of its data records) of each, with the chain checked."""
    loose, parent, height = [], None, 0
    for name, body in records(data):
        if name.endswith(".data.json"):
            loose.append(body)
        elif name.endswith(".event.json"):
            event = json.loads(body)
            demand(event.get("parent") == parent and event["height"] == height, "the chain of events is broken")
            demand(not loose or event["payload"] == sha(loose[-1]).hexdigest(), "an event names another record")
            yield event["type"], loose
            loose, parent, height = [], sha(body).hexdigest(), height + 1


class Election:
    def __init__(self, election, trustees, credentials):
        self.definition = json.loads(election)
        name = self.definition["group"]
        self.G = {"Ed25519": Ed25519, "BELENIOS-2048": lambda: BELENIOS_2048}[name]()
        self.phi = b64(election)
        self.y = self.G.parse(self.definition["public_key"])
        self.keys, product = [], self.G.one
        for kind, key in json.loads(trustees):
            demand(kind == "Single", "only single trustees are judged here")
            x = self.G.parse(key["public_key"])
            self.schnorr(f"pok|{name}|{key['public_key']}|", x, key["pok"], "a trustee's key")
            self.keys.append(x)
            product = self.G.mul(product, x)
        demand(product == self.y, "the election key is not the product of the trustees' keys")
        self.weights = {}
        for line in json.loads(credentials):
            credential, _, weight = line.partition(",")
            self.G.parse(credential)
            demand(credential not in self.weights, "a credential twice")
            self.weights[credential] = int(weight or 1)

    def product(self, ciphertexts):
        a, b = self.G.one, self.G.one
        for one in ciphertexts:
            a, b = self.G.mul(a, one[0]), self.G.mul(b, one[1])
        return a, b

    def hash(self, prefix, commitments):
        return int(sha(prefix + ",".join(map(self.G.text, commitments))).hexdigest(), 16) % self.G.q

    def both(self, a, r, b, c):
        return self.G.mul(self.G.exp(a, r), self.G.exp(b, c))

    def schnorr(self, prefix, public, proof, what):
        c, r = int(proof["challenge"]), int(proof["response"])
        demand(self.hash(prefix, [self.both(self.G.g, r, public, c)]) == c, what)

    def disjunction(self, prefix, branches, proofs, what):
        demand(len(branches) == len(proofs), what)
        commitments, total = [], 0
        for ((alpha, beta), value), proof in zip(branches, proofs):
            c, r = int(proof["challenge"]), int(proof["response"])
            demand(0 <= c < self.G.q and 0 <= r < self.G.q, what)
            shifted = self.G.mul(beta, self.G.exp(self.G.g, -value))
            commitments += [self.both(self.G.g, r, alpha, c), self.both(self.y, r, shifted, c)]
            total += c
        demand(self.hash(prefix, commitments) == total % self.G.q, what)

    def answer(self, question, answer, s0):
        """The ciphertexts, list by list, after every check on them."""
        raw = answer["choices"]
        names = question["value"]["answers"]
        demand([len(one) for one in raw] == [len(one) for one in names], "the shape of an answer")
        choices = [[(self.G.parse(c["alpha"]), self.G.parse(c["beta"])) for c in one] for one in raw]
        s = s0 + "|" + ",".join(f"{c['alpha']},{c['beta']}" for one in raw for c in one)
        for texts, row, proofs in zip(raw, choices, answer["individual_proofs"], strict=True):
            for c, text, proof in zip(row, texts, proofs, strict=True):
                self.disjunction(f"prove|{s0}|{text['alpha']},{text['beta']}|", [(c, 0), (c, 1)], proof, "an individual proof")
        a, b = flags = self.product(row[0] for row in choices)
        self.disjunction(f"prove|{s}|{self.G.text(a)},{self.G.text(b)}|", [(flags, 1)], [answer["overall_proof"]], "the overall proof")
        for row, proofs in zip(choices, answer["list_proofs"], strict=True):
            self.disjunction(f"lproof|{s}|", [(row[0], 1), (self.product(row[1:]), 0)], proofs, "a list proof")
        proof = answer["nonzero_proof"]
        a0, c = self.G.parse(proof["commitment"]), int(proof["challenge"])
        t1, t2 = map(int, proof["response"])
        a, b = self.product(c for row in choices for c in row[1:])
        demand(a0 != self.G.one, "a neutral commitment")
        commitments = [a0, self.both(a, t1, self.G.g, t2), self.G.mul(self.both(b, t1, self.y, t2), self.G.exp(a0, c))]
        demand(self.hash(f"nonzero|{s}|", commitments) == c, "the proof that a candidate was chosen")
        return choices

    def ballot(self, text):
        ballot = json.loads(text)
        demand(ballot["election_uuid"] == self.definition["uuid"] and ballot["election_hash"] == self.phi, "of another election")
        credential = ballot["credential"]
        demand(credential in self.weights, "a stranger's ballot")
        h = b64(text[:text.rindex(',"signature":')] + "}")
        demand(ballot["signature"]["hash"] == h, "the hash of a ballot")
        self.schnorr(f"sig|{h}|", self.G.parse(credential), ballot["signature"]["proof"], "the signature of a ballot")
        pairs = zip(self.definition["questions"], ballot["answers"], strict=True)
        return credential, [self.answer(question, one, f"{self.phi}|{credential}") for question, one in pairs]

    def tally(self, last):
        out = []
        for i, question in enumerate(self.definition["questions"]):
            rows = []
            for k, names in enumerate(question["value"]["answers"]):
                rows.append([self.product((self.G.exp(ballot[i][k][j][0], self.weights[who]),
                                           self.G.exp(ballot[i][k][j][1], self.weights[who]))
                                          for who, ballot in last.items()) for j in range(len(names))])
            out.append(rows)
        return out

    def factors(self, owner, part, tally):
        public = self.keys[owner - 1]
        prefix = f"decrypt|{self.phi}|{self.G.text(public)}|"
        out = []
        for question, row, proofs in zip(tally, part["decryption_factors"], part["decryption_proofs"], strict=True):
            for ciphertexts, texts, ps in zip(question, row, proofs, strict=True):
                for (alpha, _), text, proof in zip(ciphertexts, texts, ps, strict=True):
                    f, c, r = self.G.parse(text), int(proof["challenge"]), int(proof["response"])
                    demand(self.hash(prefix, [self.both(self.G.g, r, public, c), self.both(alpha, r, f, c)]) == c, "a decryption")
                    out.append(f)
        return out


def judge(data):
    election, last, seen, parts, tally = None, {}, set(), {}, None
    for kind, loose in events(data):
        if kind == "Setup":
            election = Election(*loose[:3])
        elif kind == "Ballot":
            demand(loose[0] not in seen, "a ballot twice")
            seen.add(loose[0])
            credential, answers = election.ballot(loose[0])
            last[credential] = answers
        elif kind == "EncryptedTally":
            tally = election.tally(last)
            text = [[[{"alpha": election.G.text(a), "beta": election.G.text(b)} for a, b in row] for row in q] for q in tally]
            demand(json.dumps(text, separators=(",", ":")) == loose[0], "the tally does not follow from the ballots")
            sized = json.loads(loose[1])
            demand(sized["num_tallied"] == len(last), "num_tallied")
            demand(int(sized["total_weight"]) == sum(election.weights[one] for one in last), "total_weight")
        elif kind == "PartialDecryption":
            owner = json.loads(loose[1])["owner"]
            demand(1 <= owner <= len(election.keys) and owner not in parts, "whose decryption it is")
            parts[owner] = election.factors(owner, json.loads(loose[0]), tally)
        elif kind == "Result":
            demand(len(parts) == len(election.keys), "a trustee is missing")
            flat = [beta for question in tally for row in question for _, beta in row]
            counts = [n for question in json.loads(loose[0])["result"] for row in question for n in row]
            for i, (beta, count) in enumerate(zip(flat, counts, strict=True)):
                for factors in parts.values():
                    beta = election.G.mul(beta, election.G.exp(factors[i], -1))
                demand(beta == election.G.exp(election.G.g, count), "a count")
            return loose[0]
    sys.exit("there is no result")


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        print(judge(file.read()))

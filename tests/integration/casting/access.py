#!/usr/bin/env python3
"""Who may do what: every route by every role, forged requests, and roll-call votes that must not count.
Usage: access.py OGNIWO"""
import base64
import json
import pathlib
import sys
import tempfile

import harness
from acts import Key, canonical, make_act, register, signed
from harness import Client, Federation, Server, problem

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN = "test.example/log"
ROLES = ("representative", "officer", "trustee")
EVERYBODY = ("anonymous", *ROLES)

# Who gets past the door, route by route, written down apart from the program. A route that is not here fails the test.
MATRIX = {
    ("get", "/api/federation"): EVERYBODY,
    ("get", "/api/organisations"): EVERYBODY,
    ("get", "/api/votes"): EVERYBODY,
    ("get", "/api/votes/{vote}"): EVERYBODY,
    ("get", "/api/texts/{text}"): EVERYBODY,
    ("get", "/api/session"): EVERYBODY,
    ("get", "/api/openapi.json"): EVERYBODY,
    ("get", "/api/elections/{election}/archive"): EVERYBODY,
    ("get", "/api/elections/{election}/trackers"): EVERYBODY,
    ("get", "/api/elections/{election}/ballots/{tracker}"): EVERYBODY,
    ("get", "/api/ceremonies"): EVERYBODY,
    ("get", "/api/elections/{election}/ceremony"): EVERYBODY,
    ("get", "/healthz"): EVERYBODY,
    ("get", "/tlog/checkpoint"): EVERYBODY,
    ("get", "/tlog/tile/{path}"): EVERYBODY,
    ("get", "/tlog/blob/{sha256}"): EVERYBODY,
    ("get", "/tlog/consistency/{size}"): EVERYBODY,
    ("get", "/tlog/export"): EVERYBODY,
    ("post", "/api/sign-in/request"): EVERYBODY,
    ("post", "/api/sign-in/confirm"): EVERYBODY,
    ("post", "/api/sign-out"): ROLES,
    ("post", "/api/sign-in/passkey/challenge"): EVERYBODY,
    ("post", "/api/sign-in/passkey"): EVERYBODY,
    ("get", "/api/passkeys"): ROLES,
    ("post", "/api/passkeys/challenge"): ROLES,
    ("post", "/api/passkeys"): ROLES,
    ("post", "/api/passkeys/remove"): ROLES,
    ("get", "/api/sessions"): ROLES,
    ("post", "/api/sessions/{session}/end"): ROLES,
    ("post", "/api/keys"): ROLES,
    ("post", "/api/votes/{vote}/open"): ("officer",),
    ("post", "/api/votes/{vote}/close"): ("officer",),
    ("post", "/api/votes/{vote}/shuffles-ended"): ("officer",),
    ("post", "/api/votes/{vote}/roll-call"): ("representative",),
    ("post", "/api/elections/{election}/ballots"): ("representative",),
    ("post", "/api/elections/{election}/ceremony/{step}/{owner}"): ("trustee",),
    ("post", "/api/elections/{election}/spoiled"): ("representative",),
    ("post", "/api/elections/{election}/withdraw"): ("officer",),
    ("get", "/api/elections/{election}/replacement"): ("officer",),
    ("post", "/api/elections/{election}/replacement"): ("officer",),
    ("post", "/api/elections/{election}/shuffles/{owner}"): ("trustee",),
    ("post", "/api/elections/{election}/decryptions/{owner}"): ("trustee",),
}


def call(client, method, path, kind):
    for name, value in {"vote": "statute", "text": "none", "election": "x" * 14, "tracker": "A" * 43, "path": "0/000",
                        "sha256": "0" * 64, "owner": "1", "size": "1", "step": "key", "session": "0" * 16}.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, path
    if method == "get":
        return client.get(path)
    return client.request("POST", path, b"{}", kind=kind)


def matrix(server, people):
    described = Client(server).get("/api/openapi.json")[1]["paths"]
    routes = {(method, path): operation for path, methods in described.items() for method, operation in methods.items()}
    assert set(routes) == set(MATRIX), set(routes) ^ set(MATRIX)
    calls = 0
    # Signing out last: it ends the session.
    for (method, path), operation in sorted(routes.items(), key=lambda item: item[0][1] == "/api/sign-out"):
        kind = next(iter(operation.get("requestBody", {}).get("content", {"application/json": 0})))
        for role in EVERYBODY:
            answer = call(people[role], method, path, kind)
            calls += 1
            if role in MATRIX[method, path]:
                assert answer[0] not in (401, 403), (method, path, role, answer)
            elif role == "anonymous":
                assert (answer[0], problem(answer)) == (401, "session.required"), (method, path, answer)
            else:
                assert (answer[0], problem(answer)) == (403, "role.required"), (method, path, role, answer)
    print(f"ok {calls} calls: every route by every role")


def forged(server, client, good):
    """A signed-in person's browser is made to send a good vote by another page."""
    path, size = "/api/votes/statute/roll-call", client.get("/healthz")[1]["log_size"]
    for headers, expected in (({"Origin": "https://evil.example"}, "csrf.origin"), ({"Origin": None}, "csrf.origin"),
                              ({"Origin": "null"}, "csrf.origin"), ({"Sec-Fetch-Site": "cross-site"}, "csrf.origin"),
                              ({"X-Ogniwo-Csrf": None}, "csrf.missing"), ({"X-Ogniwo-Csrf": "A" * 43}, "csrf.missing")):
        answer = client.post(path, good, headers=headers)
        assert (answer[0], problem(answer)) == (403, expected), (headers, answer)
    answer = client.request("POST", path, canonical(good), kind="text/plain")  # what a form can send
    assert answer[0] == 415, answer
    stranger = Client(server)
    stranger.cookies = {"__Host-ogniwo": "A" * 43}  # a session that nobody opened
    answer = stranger.post(path, good)
    assert (answer[0], problem(answer)) == (401, "session.required"), answer
    assert client.get("/healthz")[1]["log_size"] == size
    print("ok 8 forged requests")


def roll_call(server, people, keys):
    voter, key = people["representative"], keys["representative"]
    path, size = "/api/votes/statute/roll-call", voter.get("/healthz")[1]["log_size"]

    def vote(organisation="org-0", mandate="m-0", option="yes", which="statute", origin=ORIGIN, nonce=None):
        body = {"mandates": [mandate], "option": option, "organisation": organisation, "vote": which}
        return make_act("open_vote.cast", body, origin, nonce)

    def refused(act, signer, expected, client=voter):
        answer = client.post(path, signed(act, signer))
        assert problem(answer) in expected and answer[0] in (400, 403, 404, 409, 422), (expected, answer)

    refused(vote(organisation="org-1"), key, ("act.vote",))
    refused(vote(organisation="org-1", mandate="m-1"), key, ("act.vote",))
    refused(vote(mandate="officer"), key, ("role.required", "govern.signer"))
    refused(vote(which="rada"), key, ("act.vote", "act.body", "govern.reference"))
    refused(vote(origin="other.example/log"), key, ("ledger.origin",))
    refused(vote(), Key(), ("govern.signer", "role.required"))  # nobody's key
    refused(vote(), keys["other"], ("govern.signer", "role.required"))  # another representative's key
    refused(vote(), key, ("act.vote",), client=people["other"])  # a stolen act
    refused(canonical({"body": {"mandates": ["m-0"], "option": "maybe", "organisation": "org-0", "vote": "statute"},
                       "kind": "open_vote.cast", "nonce": "00" * 16, "origin": ORIGIN}), key, ("entry.body", "act.body"))
    made = signed(vote(), key)
    assert problem(voter.post(path, {**made, "sig": made["sig"][:-2] + ("00" if made["sig"][-2:] != "00" else "01")})) \
        in ("entry.signature", "act.signature", "signature.invalid"), "a changed signature"
    assert voter.get("/healthz")[1]["log_size"] == size
    answer = voter.post(path, made)
    assert answer[0] == 200, answer
    # The same act once more, as after a lost answer: it is recorded, so nothing else may be said.
    again = voter.post(path, made)
    assert again[0] == 200 and again[1]["entry_index"] == answer[1]["entry_index"], again
    assert voter.get("/healthz")[1]["log_size"] == size + 1
    another = signed(vote(option="abstain", nonce=bytes.fromhex(json.loads(base64.b64decode(made["act"]))["nonce"])), key)
    refused_again = voter.post(path, another)  # something else under the nonce of a recorded act
    assert (refused_again[0], problem(refused_again)) == (409, "ledger.nonce"), refused_again
    broken = {**made, "sig": made["sig"][:-2] + ("00" if made["sig"][-2:] != "00" else "01")}
    assert voter.post(path, broken)[0] in (400, 409, 422), "a recorded act under another signature"
    assert voter.post(path, signed(vote(option="no"), key))[0] == 200
    state = voter.get("/api/votes/statute")[1]
    assert state["turnout"]["cast"] == 1, state["turnout"]
    print("ok 12 roll-call votes refused, one counted")
    return made


with tempfile.TemporaryDirectory() as name:
    statute = {"type": "open", "vote": "statute", "title": "Statute", "question": "Adopt?",
               "rule": {"base": "YN", "num": 1, "den": 2, "strict": True}, "quorum": {"num": 0, "den": 1, "strict": False}}
    federation = Federation(pathlib.Path(name), 2, more_votes=[statute])
    server = Server(federation, port).start()
    people = {"anonymous": Client(server), "representative": Client(server).sign_in("p0@x.example"),
              "other": Client(server).sign_in("p1@x.example"), "officer": Client(server).sign_in("officer@x.example"),
              "trustee": Client(server).sign_in("trustee1@x.example")}
    for role in ("anonymous",):
        people[role].csrf = "A" * 43
    keys = {"representative": Key(), "other": Key(), "officer": Key()}
    for who, mandate in (("representative", "m-0"), ("other", "m-1"), ("officer", "officer")):
        assert register(people[who], keys[who], mandate, ORIGIN)[0] == 200
    early = make_act("open_vote.cast", {"mandates": ["m-0"], "option": "yes", "organisation": "org-0", "vote": "statute"}, ORIGIN)
    answer = people["representative"].post("/api/votes/statute/roll-call", signed(early, keys["representative"]))
    assert answer[0] == 409, answer
    opened = signed(make_act("vote.opened", {"officers": 1, "vote": "statute"}, ORIGIN), keys["officer"])
    assert people["officer"].post("/api/votes/statute/open", opened)[0] == 200
    good = roll_call(server, people, keys)
    forged(server, people["representative"], good)
    closed = signed(make_act("vote.closed", {"officers": 1, "vote": "statute"}, ORIGIN), keys["officer"])
    assert people["officer"].post("/api/votes/statute/close", closed)[0] == 200
    late = make_act("open_vote.cast", {"mandates": ["m-0"], "option": "yes", "organisation": "org-0", "vote": "statute"}, ORIGIN)
    answer = people["representative"].post("/api/votes/statute/roll-call", signed(late, keys["representative"]))
    assert answer[0] == 409, answer
    for client, path, act in ((people["representative"], "roll-call", good), (people["officer"], "open", opened),
                              (people["officer"], "close", closed)):
        answer = client.post(f"/api/votes/statute/{path}", act)  # recorded acts keep their receipts
        assert answer[0] == 200 and answer[1]["entry_index"] < people["officer"].get("/healthz")[1]["log_size"], answer
    decision = people["anonymous"].get("/api/votes/statute")[1]["decision"]
    assert (decision["yes"], decision["no"], decision["adopted"]) == (0, 1, False), decision
    matrix(server, people)
    code = server.stop()
    assert code == 0, (code, server.log.read_text()[-1500:])

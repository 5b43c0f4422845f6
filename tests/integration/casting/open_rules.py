#!/usr/bin/env python3
"""Open votes under a double majority and with the chair's casting vote, through the server to `ogniwo verify`.
Usage: open_rules.py OGNIWO"""
import pathlib
import sys
import tempfile

import harness
from acts import Key, make_act, officer_act, register, signed
from harness import Client, Federation, Server, founding_refused, tool

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN, VOTERS = "test.example/log", 4
SIMPLE = {"base": "YN", "num": 1, "den": 2, "strict": True}
NONE = {"num": 0, "den": 1, "strict": False}


def vote(name, **more):
    return {"type": "open", "vote": name, "title": name, "question": "Yes?", "rule": SIMPLE, "quorum": NONE, **more}


DOUBLE = {"organisations": {"base": "entitled", "num": 1, "den": 2, "strict": True}}
VOTES = [vote("double-missed", **DOUBLE), vote("double-reached", **DOUBLE), vote("tie-for", casting_vote="m-0"),
         vote("tie-against", casting_vote="m-0"), vote("tie-away", casting_vote="m-3"), vote("no-tie", casting_vote="m-0")]
# Who votes how ("y", "n", "a", "-": away), and by hand what comes of it.
CASES = {
    "double-missed": ("yy--", {"yes": 2, "no": 0, "adopted": False, "organisations": {"yes": 2, "no": 0, "abstain": 0, "entitled": 4}}),
    "double-reached": ("yyyn", {"yes": 3, "no": 1, "adopted": True, "organisations": {"yes": 3, "no": 1, "abstain": 0, "entitled": 4}}),
    "tie-for": ("ynyn", {"yes": 2, "no": 2, "adopted": True, "casting_vote": "yes"}),
    "tie-against": ("nyyn", {"yes": 2, "no": 2, "adopted": False, "casting_vote": "no"}),
    "tie-away": ("yna-", {"yes": 1, "no": 1, "abstain": 1, "adopted": False}),
    "no-tie": ("yyn-", {"yes": 2, "no": 1, "adopted": True}),
}
OPTIONS = {"y": "yes", "n": "no", "a": "abstain"}


def cast(client, key, voter, name, option):
    body = {"mandates": [f"m-{voter}"], "option": option, "organisation": f"org-{voter}", "vote": name}
    answer = client.post(f"/api/votes/{name}/roll-call", signed(make_act("open_vote.cast", body, ORIGIN), key))
    assert answer[0] == 200, answer


def decided(server, name):
    view = Client(server).get(f"/api/votes/{name}")[1]
    decision = view["decision"]
    expected = CASES[name][1]
    for member in ("organisations", "casting_vote"):
        assert decision.get(member) == expected.get(member), (name, decision)
    assert all(decision[member] == value for member, value in expected.items()), (name, decision)
    if name.startswith("double"):
        assert view["organisations_rule"] == DOUBLE["organisations"], view
    else:
        assert view["casting_vote"]["mandate"] in ("m-0", "m-3") and view["casting_vote"]["name"].startswith("Org "), view


def main():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        federation = Federation(root, VOTERS, more_votes=VOTES)
        for wrong in ({"casting_vote": "officer"}, {"casting_vote": "nobody"}, {"casting_vote": "m-0", **DOUBLE},
                      {"casting_vote": "m-0", "rule": {**SIMPLE, "num": 2, "den": 3}}):
            founding_refused(federation, [vote("wrong", **wrong)], "govern.")
        founding_refused(federation, [vote("wrong", organisations={**SIMPLE, "num": 3})], "rule.fraction")
        server = Server(federation, port).start()
        officer, officer_key = Client(server).sign_in("officer@x.example"), Key()
        assert register(officer, officer_key, "officer", ORIGIN)[0] == 200
        people = []
        for voter in range(VOTERS):
            client, key = Client(server).sign_in(f"p{voter}@x.example"), Key()
            assert register(client, key, f"m-{voter}", ORIGIN)[0] == 200
            people.append((client, key))
        for vote_name, (how, _) in CASES.items():
            assert officer_act(officer, officer_key, "vote.opened", vote_name)[0] == 200
            for voter, letter in enumerate(how):
                if letter != "-":
                    cast(*people[voter], voter, vote_name, OPTIONS[letter])
            assert officer_act(officer, officer_key, "vote.closed", vote_name)[0] == 200
            decided(server, vote_name)
        server.kill()
        server.start()
        for vote_name in CASES:
            decided(server, vote_name)
        ledger = root / "ledger.tar"
        ledger.write_bytes(Client(server).get("/tlog/export")[1])
        server.stop()
        print(tool("verify", ledger, "--vkey", federation.vkey).strip().splitlines()[-1])


if __name__ == "__main__":
    main()

"""A real server with a federation of its own, driven over HTTPS. Standard library only."""
import atexit
import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

OGNIWO = None  # path of the program, set by the test


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tool(*arguments, text=None, code=0):
    done = subprocess.run([OGNIWO, *map(str, arguments)], capture_output=True, text=True, input=text, check=False)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def problem(answer):
    """Id of the problem in an answer; None when there is none."""
    return answer[1]["type"].removeprefix("/problems/") if isinstance(answer[1], dict) and "type" in answer[1] else None


def founding_refused(federation, votes, check):
    """`ogniwo init` refuses a founding with these votes, in one line that names the check."""
    founding = {**json.loads((federation.folder / "founding.json").read_text()), "votes": votes}
    file, data = federation.folder / "refused.json", federation.folder / "refused"
    file.write_text(json.dumps(founding))
    said = subprocess.run([OGNIWO, "init", "--data", data, "--federation", file], capture_output=True, text=True, check=False)
    assert said.returncode == 2 and said.stderr.count("\n") == 1, (votes, said)
    assert check in said.stderr, f"wanted {check} for {votes}: {said.stderr}"
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(federation.folder / "refused-keys", ignore_errors=True)


class Federation:
    """Founding file, setup of one secret election, voting codes; made offline, before any server runs."""

    def __init__(self, folder, voters, group="Ed25519", question=None, vote="rada", origin="test.example/log", more_votes=(),
                 more_people=()):
        self.folder, self.voters, self.vote = pathlib.Path(folder), voters, vote
        self.uuid = tool("election", "uuid").strip()
        tool("credentials", "generate", "--group", group, "--uuid", self.uuid, "--count", voters, "--out", self.folder)
        self.codes = [line.split(",")[1] for line in (self.folder / "private_creds.csv").read_text().splitlines()]
        keys = []
        for owner in (1, 2):
            tool("trustee", "generate", "--group", group, "--uuid", self.uuid, "--owner", owner, "--out", self.folder)
            keys += ["--trustee", self.folder / f"trustee-{owner}.public.json"]
        self.question = question or {"answers": ["a", "b", "c"], "blank": True, "min": 1, "max": 2, "question": "q"}
        template = {"description": "d", "name": "n", "questions": [self.question], "administrator": "a",
                    "credential_authority": "c"}
        (self.folder / "template.json").write_text(json.dumps(template))
        self.setup = self.folder / "setup"
        tool("election", "new", "--group", group, "--uuid", self.uuid, "--template", self.folder / "template.json",
             *keys, "--credentials", self.folder / "public_creds.json", "--out", self.setup)
        quorum = {"num": 0, "den": 1, "strict": False}
        people = [self.person(i) for i in range(voters)]
        people += [{"mandate": "officer", "organisation": "org-0", "name": "Olga", "email": "officer@x.example",
                    "roles": ["officer"]}]
        people += [{"mandate": f"trustee-{n}", "organisation": "org-0", "name": f"Trustee {n}",
                    "email": f"trustee{n}@x.example", "roles": ["trustee"]} for n in (1, 2)]
        people += more_people
        founding = {"federation": "Test", "origin": origin,
                    "organisations": [{"id": f"org-{i}", "name": f"Org {i}", "legal_form": "f", "seat": "K", "weight": 1}
                                      for i in range(voters)],
                    "people": people,
                    "votes": [{"type": "secret", "vote": vote, "title": "Election", "seats": 1, "quorum": quorum,
                               "setup": "setup", "trustees": ["trustee-1", "trustee-2"]}, *more_votes]}
        (self.folder / "founding.json").write_text(json.dumps(founding))
        self.data = self.folder / "data"
        self.keys = self.folder / "data-keys"
        tool("init", "--data", self.data, "--federation", self.folder / "founding.json")
        self.vkey = (self.keys / "log.vkey").read_text().strip()
        self.made = 0

    @staticmethod
    def person(i):
        return {"mandate": f"m-{i}", "organisation": f"org-{i}", "name": f"Person {i}", "email": f"p{i}@x.example",
                "roles": ["representative"]}

    def ballot(self, voter, choices=(0, 1, 0, 0), code=None):
        """Bytes of a ballot; `code` for another's credential."""
        self.made += 1
        wanted, out = self.folder / f"choices-{self.made}", self.folder / f"ballot-{self.made}"
        wanted.write_text(json.dumps([list(choices)]))
        tool("ballot", "make", "--setup", self.setup, "--choices", wanted, out, text=(code or self.codes[voter]) + "\n")
        return out.read_bytes()


class Server:
    def __init__(self, federation, port, **config):
        self.federation, self.port = federation, port
        self.outbox = federation.folder / "outbox"
        self.log = federation.folder / "server.log"
        self.config = federation.folder / f"config-{port}.json"
        self.config.write_text(json.dumps({"listen_port": port, "metrics_port": 0, "outbox_dir": str(self.outbox),
                                           "casts_per_minute_per_voter": 100000, "sign_ins_per_quarter_hour": 100000,
                                           **config}))
        self.process = None

    def start(self, may_die=False, **environment):
        """Waits until the server answers; with may_die gives nothing when it ends before that."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([OGNIWO, "serve", "--data", self.federation.data, "--config", self.config],
                                            stderr=log, stdout=log, env={**os.environ, **environment})
        atexit.register(self.process.kill)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                assert may_die, self.log.read_text()[-2000:]
                return None
            try:
                status, _ = Client(self).get("/healthz")
                if status in (200, 503):
                    return self
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError("the server did not start")

    def last_words(self):
        return (self.log.read_text().strip().splitlines() or [""])[-1]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


class Client:
    """One browser, more or less: cookies, CSRF token, JSON."""

    def __init__(self, server):
        self.server, self.cookies, self.csrf, self.connection, self.used_at = server, {}, None, None, 0.0

    def request(self, method, path, body=None, kind=None, headers=None):
        # As browsers do, before the server ends it.
        if self.connection is None or time.monotonic() > self.used_at + 5:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.server.port, timeout=20, context=context)
        sent = {"Host": f"localhost:{self.server.port}"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            sent["Origin"] = f"https://localhost:{self.server.port}"
            sent["Content-Type"] = kind or "application/json"
            if self.csrf:
                sent["X-Ogniwo-Csrf"] = self.csrf
        sent.update(headers or {})
        try:
            self.connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection = None
            error.add_note(f"The server's last words: {self.server.last_words()}")
            raise
        self.used_at = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        self.last = answer
        try:
            return answer.status, json.loads(content) if content[:1] in (b"{", b"[") else content
        except ValueError:
            return answer.status, content

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, value, **more):
        return self.request("POST", path, json.dumps(value), **more)

    def sign_in(self, email):
        """Asks for a letter, reads it in the outbox, follows its link."""
        before = set(os.listdir(self.server.outbox)) if self.server.outbox.exists() else set()
        status, _ = self.post("/api/sign-in/request", {"email": email})
        assert status == 202, status
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for name in set(os.listdir(self.server.outbox)) - before if self.server.outbox.exists() else ():
                if not name.endswith(".eml"):
                    continue
                letter = (self.server.outbox / name).read_text()
                if f"To: {email}" not in letter:
                    continue
                text = base64.b64decode("".join(letter.split("\r\n\r\n", 1)[-1].split())).decode() \
                    if "\r\n\r\n" in letter else base64.b64decode("".join(letter.split("\n\n", 1)[1].split())).decode()
                token = text.split("#token=")[1].split()[0]
                status, session = self.post("/api/sign-in/confirm", {"token": token})
                assert status == 200, session
                self.csrf = session["csrf"]
                return self
            time.sleep(0.01)
        raise AssertionError("no letter came")

    def state(self, tracker):
        """What the server says of a ballot."""
        tracker = tracker.replace("+", "-").replace("/", "_")
        return self.get(f"/api/elections/{self.server.federation.uuid}/ballots/{tracker}")[1]

    def cast(self, ballot, uuid=None):
        return self.request("POST", f"/api/elections/{uuid or self.server.federation.uuid}/ballots", ballot,
                            kind="application/octet-stream")


def at_once(calls):
    """Runs the calls at the same time, each after its delay in seconds; gives their results in order."""
    results, barrier = [None] * len(calls), threading.Barrier(len(calls))

    def go(i, delay, call):
        barrier.wait()
        time.sleep(delay)
        results[i] = call()

    threads = [threading.Thread(target=go, args=(i, *pair)) for i, pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in results
    return results

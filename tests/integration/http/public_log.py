#!/usr/bin/env python3
"""The public log read by a stranger: C2SP tlog-checkpoint and tlog-tiles, recomputed here with hashlib alone.
Usage: public_log.py OGNIWO"""
import base64
import hashlib
import pathlib
import sys
import tempfile

import harness
from acts import Key, register
from harness import Client, Federation, Server

harness.OGNIWO, port = str(pathlib.Path(sys.argv[1]).resolve()), harness.free_port()
ORIGIN, WIDTH = "test.example/log", 256


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root(hashes):
    """RFC 9162 section 2.1.1."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(hashes[:split]) + root(hashes[split:])).digest()


def tile(client, path, caching="public, max-age=31536000, immutable"):
    status, body = client.get(f"/tlog/{path}")
    assert status == 200, (path, status, body)
    headers = client.last
    assert headers.getheader("Cache-Control") == caching, path
    assert headers.getheader("Access-Control-Allow-Origin") == "*" and headers.getheader("Set-Cookie") is None
    kind = "text/plain; charset=utf-8" if path == "checkpoint" else "application/octet-stream"
    assert headers.getheader("Content-Type") == kind, (path, headers.getheader("Content-Type"))
    return body


def checkpoint(client):
    text, _, signature = tile(client, "checkpoint", "public, max-age=2").decode().partition("\n\n")
    origin, size, hash_ = text.split("\n")
    assert origin == ORIGIN and size == str(int(size)) and signature.startswith(f"\u2014 {ORIGIN} "), signature
    return int(size), base64.b64decode(hash_, validate=True)


def bundle(body):
    entries = []
    while body:
        length = int.from_bytes(body[:2], "big")
        assert len(body) >= 2 + length
        entries.append(body[2:2 + length])
        body = body[2 + length:]
    return entries


def tiles_of(count):
    """Names and widths of the tiles that cover `count` hashes of a level."""
    full = [(f"{n:03d}", WIDTH) for n in range(count // WIDTH)]
    return full + ([(f"{count // WIDTH:03d}.p/{count % WIDTH}", count % WIDTH)] if count % WIDTH else [])


def whole(client):
    size, signed = checkpoint(client)
    entries = []
    for name, width in tiles_of(size):
        part = bundle(tile(client, f"tile/entries/{name}"))
        assert len(part) == width, (name, len(part))
        entries += part
    level, hashes = 0, [leaf(entry) for entry in entries]
    assert root(hashes) == signed
    while hashes:
        served = b"".join(tile(client, f"tile/{level}/{name}") for name, _ in tiles_of(len(hashes)))
        assert served == b"".join(hashes), f"level {level}"
        level, hashes = level + 1, [root(hashes[i:i + WIDTH]) for i in range(0, len(hashes) - WIDTH + 1, WIDTH)]
    return size, level


def absent(client, size):
    """Every address that is no tile of this log is 404, and says so in a way that nobody caches for long."""
    next_partial = f"tile/0/{size // WIDTH:03d}.p/{size % WIDTH + 1}"
    for path in (next_partial, next_partial.replace("tile/0", "tile/entries"), "tile/0/002", "tile/1/000", "tile/0/000.p/0",
                 "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/01", "tile/0/000.p/+1", "tile/0/000.p/", "tile/0/0",
                 "tile/0/00", "tile/0/0000", "tile/0/x000/000", "tile/0/x001/000", "tile/0/001/000", "tile/00/000",
                 "tile/-1/000", "tile/64/000", "tile/99999999999999999999/000", "tile/entries/0", "tile/data/000", "tile/0",
                 "tile/0/", "tile/0/000/", "tile/0/999", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/entries",
                 "blob/" + "0" * 64, "blob/" + "0" * 63, "blob/" + "G" * 64, "blob/", "checkpoint/", ""):
        status, body = client.get(f"/tlog/{path}", headers={"Accept": "text/html"})
        assert status == 404 and body["type"].startswith("/problems/"), (path, status, body)
        assert client.last.getheader("Cache-Control") == "no-store", path
    print("ok 34 addresses that are none")


def consistency(client, old, size):
    status, body = client.get(f"/tlog/consistency/{old}")
    assert status == 200 and body["checkpoint"].split("\n")[1] == str(size), body
    assert client.get("/tlog/consistency/0")[1]["proof"] == [] and client.get(f"/tlog/consistency/{size}")[1]["proof"] == []
    for wrong in (str(size + 1), "-1", "01", "1e3", "18446744073709551616"):
        assert client.get(f"/tlog/consistency/{wrong}")[0] in (400, 404), wrong


with tempfile.TemporaryDirectory() as name:
    federation = Federation(pathlib.Path(name), 2)
    server = Server(federation, port).start()
    client, voter = Client(server), Client(server).sign_in("p0@x.example")
    before, _ = checkpoint(client)
    first = tile(client, f"tile/entries/000.p/{before}")
    key = None
    while checkpoint(client)[0] < WIDTH + 3:  # past the first full tile
        fresh = Key()
        status, body = register(voter, fresh, "m-0", ORIGIN, replaces=key and key.public.hex())
        assert status == 200, body
        key = fresh
    size, levels = whole(client)
    assert (size, levels) == (WIDTH + 3, 2)
    assert tile(client, f"tile/entries/000.p/{before}") == first, "a partial tile stays what it was"
    assert tile(client, "tile/1/000.p/1") == root([leaf(e) for e in bundle(tile(client, "tile/entries/000"))])
    absent(client, size)
    consistency(client, before, size)
    status, body = client.request("HEAD", "/tlog/tile/0/000")
    assert (status, body) == (200, b"") and client.last.getheader("Content-Length") == str(32 * WIDTH)
    for start, status in (("0", 200), (str(size + 1), 200), ("-1", 400), ("x", 400), ("", 400), ("18446744073709551616", 400)):
        assert client.get(f"/api/elections/{federation.uuid}/trackers?from={start}")[0] == status, start
    assert server.stop() == 0
    print(f"ok {size} entries in {levels} levels of tiles give the signed root")

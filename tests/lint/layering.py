#!/usr/bin/env python3
"""Fails on an #include that points the wrong way, or on a third-party header outside its layer.

The rules are those of the architecture: crypto/base <- crypto <- ballots <- storage <- server, and within
the server obs <- http <- net, so that only server/net knows what a socket is.
"""
import os
import re
import sys

import sources

# Folder -> folders it may include from (each with what is below it). The longest folder that fits a file
# counts. A folder may always include from itself.
ALLOWED = {
    "crypto/base": [],
    "crypto": ["crypto"],
    "ballots": ["ballots", "crypto"],
    "storage": ["storage", "ballots", "crypto"],
    "server/governance": ["ballots", "crypto"],
    "server/files": ["ballots", "crypto/base"],
    "server/obs": ["crypto/base"],
    "server/http": ["crypto/base", "crypto/digest", "server/obs"],
    "server/net": ["crypto/base", "server/http", "server/obs"],
    "server/mail": ["crypto/base", "server/obs"],
    "server": ["server", "storage", "ballots", "crypto"],
    "tests": ["tests", "server", "storage", "ballots", "crypto"],
}

# Third-party header -> folders that may include it. Tests may include any.
THIRD_PARTY = {
    r"sodium(/|\.h)": ["crypto"],
    r"openssl/": ["crypto", "server/net"],
    r"rocksdb/": ["storage"],
    r"boost/beast": ["server/net"],
    r"boost/asio": ["server"],
    r"curl/": ["server/mail"],
    r"spdlog/": ["server/obs"],
    r"zlib\.h": ["server/http"],
    r"CLI/": ["server"],
    r"(fido|cbor)(/|\.h)": ["server/auth"],
}

# What would make the pure layers impure: a clock, an environment, files, randomness of their own.
PURE = ["crypto", "ballots", "server/governance"]
IMPURE = re.compile(
    r"system_clock::now|steady_clock::now|std::time\(|\bgettimeofday\b|\bgetenv\b"
    r"|std::random_device|\bstd::rand\b|std::mt19937"
    r"|#include <(?:fstream|filesystem|iostream|fcntl\.h|unistd\.h|sys/\w+\.h)>"
)
PURE_EXCEPTIONS = {
    "crypto/base/clock.hpp",  # the one clock, handed in
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


def layer_of(path):
    fitting = [folder for folder in ALLOWED if below(path, folder)]
    return max(fitting, key=len, default=None)


def check_include(path, quoted, header, exists):
    """The complaint about one #include, or None."""
    layer = layer_of(path)
    if quoted:
        if layer == "tests" and "/" not in header:
            return None  # a helper beside the test or in a folder that its CMakeLists.txt names
        if not exists(header):
            return f'"{header}" is not a file seen from the root of the repository'
        home = os.path.dirname(path)
        if layer is None or below(header, layer) or os.path.dirname(header) == home:
            return None
        if any(below(header, folder) for folder in ALLOWED[layer]):
            return None
        return f'{layer} must not include "{header}"'
    if layer == "tests":
        return None
    for pattern, folders in THIRD_PARTY.items():
        if re.match(pattern, header) and not any(below(path, folder) for folder in folders):
            return f"<{header}> belongs to {', '.join(folders)}"
    return None


def check_file(path, text, exists):
    complaints = []
    for match in INCLUDE.finditer(text):
        complaint = check_include(path, match.group(1) == '"', match.group(2), exists)
        if complaint:
            line = text.count("\n", 0, match.start(2)) + 1
            complaints.append(f"{path}:{line}: {complaint}")
    if path.endswith(".hpp") and "#pragma once" not in text:
        complaints.append(f"{path}:1: no #pragma once")
    pure = any(below(path, folder) for folder in PURE) and path not in PURE_EXCEPTIONS
    for match in IMPURE.finditer(text) if pure else []:
        line = text.count("\n", 0, match.start()) + 1
        complaints.append(f"{path}:{line}: {match.group(0)} in a pure layer")
    return complaints


def find_cycle(graph):
    """A list of files that include each other in a circle, or None."""
    done, path = set(), []

    def visit(file):
        if file in path:
            return path[path.index(file):] + [file]
        if file in done:
            return None
        path.append(file)
        for target in graph.get(file, ()):
            cycle = visit(target)
            if cycle:
                return cycle
        path.pop()
        done.add(file)
        return None

    for file in sorted(graph):
        cycle = visit(file)
        if cycle:
            return cycle
    return None


def main():
    top = sources.root()
    complaints, graph = [], {}
    for path in sources.walk(top, "crypto", "ballots", "storage", "server", "tests"):
        if not path.endswith(sources.CPP):
            continue
        text = sources.read(top, path)
        complaints += check_file(path, text, lambda h: os.path.isfile(os.path.join(top, h)))
        graph[path] = [m.group(2) for m in INCLUDE.finditer(text) if m.group(1) == '"']
    cycle = find_cycle(graph)
    if cycle:
        complaints.append("include cycle: " + " -> ".join(cycle))
    print("\n".join(complaints) or f"{len(graph)} files, every include in the allowed direction")
    return 1 if complaints or not graph else 0


if __name__ == "__main__":
    sys.exit(main())

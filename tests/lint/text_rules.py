#!/usr/bin/env python3
"""Fails on unfinished work, on HTML made from text in the client, and on paths of one machine."""
import re
import sys

import sources

# The words are put together here so that this file passes its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]\w*|Users)/[\w.-]+")
HTML_SINK = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc)\b"
    r"|\bdocument\.write|\beval\s*\(|\bnew\s+Function\s*\("
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']")
EXTERNAL = re.compile(r"(?:src|href)\s*=\s*[\"']https?://")

TEXT_SUFFIXES = (
    ".cpp .hpp .py .cmake .txt .md .json .ts .tsx .mjs .js .css .html .sh .yml .yaml .service"
).split()
GENERATED = ("web/package-lock.json", "tests/vectors/")


def is_text(path):
    name = path.rsplit("/", 1)[-1]
    return any(name.endswith(suffix) for suffix in TEXT_SUFFIXES) or name in {"run", "CMakePresets.json"}


def check(path, text):
    """(line, complaint) for each fault."""
    rules = [(UNFINISHED, "unfinished work"), (MACHINE_PATH, "a path of one machine")]
    if path.startswith("web/src/"):
        rules += [(HTML_SINK, "text made into HTML or code")]
    if path.startswith("web/") and path.endswith(".html"):
        rules += [(INLINE, "inline script or style"), (EXTERNAL, "something from another host")]
    found = []
    for rule, complaint in rules:
        for match in rule.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append((line, f"{complaint}: {match.group(0).strip()}"))
    return sorted(found)


def main():
    top = sources.root()
    count, complaints = 0, []
    for path in sources.walk(top):
        if not is_text(path) or path.startswith(GENERATED) or path.startswith("tests/lint/self_test"):
            continue
        count += 1
        for line, complaint in check(path, sources.read(top, path)):
            complaints.append(f"{path}:{line}: {complaint}")
    print("\n".join(complaints) or f"{count} files without a complaint")
    return 1 if complaints or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Fails on temporaries that g++ 12 destroys twice.

In a full expression with co_await there must be no lambda with captures and no braced temporary: name it
on the line before and move it in.
"""
import re
import sys

import sources

OPEN, CLOSE = {"(": ")", "[": "]", "{": "}", "[[": "]]"}, {")", "]", "}", "]]"}
BLOCK_BEFORE = {")", "]", "else", "try", "do", "}", ";", ":", "mutable", "noexcept", "const"}
TYPE_KEYWORDS = {"struct", "class", "namespace", "enum", "union"}
WORD = re.compile(r"[A-Za-z_]\w*$")


def opens_block(words, i):
    """True when the "{" at i opens statements or a body, not a braced value."""
    if i == 0 or words[i - 1] in BLOCK_BEFORE:
        return True
    if words[i - 1] == "{":
        return opens_block(words, i - 1)
    j = i - 1
    while j >= 0 and (WORD.match(words[j]) or words[j] in {"::", "<", ">", ",", "&", "*"}):
        if words[j] in TYPE_KEYWORDS:
            return True
        j -= 1
    return j >= 0 and words[j] == "->"  # the return type of a lambda


def statement_start(words, at):
    depth = 0
    for i in range(at - 1, -1, -1):
        word = words[i]
        if word in CLOSE:
            if depth == 0 and word == "}" and not is_value_end(words, i):
                return i + 1
            depth += 1
        elif word in OPEN:
            if depth > 0:
                depth -= 1
            elif word == "{" and opens_block(words, i):
                return i + 1
        elif word == ";" and depth == 0:
            return i + 1
    return 0


def is_value_end(words, end):
    """True when the "}" at `end` closes a braced value within an expression."""
    depth = 0
    for i in range(end, -1, -1):
        if words[i] in CLOSE:
            depth += 1
        elif words[i] in OPEN:
            depth -= 1
            if depth == 0:
                return not opens_block(words, i)
    return False


def statement_end(words, at):
    depth = 0
    for i in range(at, len(words)):
        word = words[i]
        if word in OPEN:
            depth += 1
        elif word in CLOSE:
            depth -= 1
            if depth < 0 and word == "}":
                return i
            if depth < 0 and word == ")" and i + 1 < len(words) and words[i + 1] == "{":
                return i + 1
        elif word == ";" and depth <= 0:
            return i
    return len(words)


def skip_group(words, i):
    """The index after the group that opens at i."""
    depth = 0
    for j in range(i, len(words)):
        depth += (words[j] in OPEN) - (words[j] in CLOSE)
        if depth == 0:
            return j + 1
    return len(words)


def faults(words, start, end):
    """(index, complaint) of what must not be in the expression start..end."""
    i = start
    while i < end:
        word = words[i]
        before = words[i - 1] if i > 0 else ";"
        is_subscript = bool(WORD.match(before)) and before not in {"return", "co_return", "co_await"}
        is_binding = before in {"auto", "&"} and i > 1 and (before == "auto" or words[i - 2] == "auto")
        if word == "[" and not is_subscript and not is_binding and before not in {")", "]", '""'}:
            if words[i + 1] != "]":
                yield i, "a lambda with captures"
                i = skip_group(words, i)
                continue
        if word == "{":
            if opens_block(words, i):
                i = skip_group(words, i)
                continue
            yield i, "a braced temporary"
            i = skip_group(words, i)
            continue
        i += 1


def check(text):
    """(line, complaint) for each fault in the text."""
    toks = sources.tokens(text)
    words = [word for word, _ in toks]
    found = set()
    for at, word in enumerate(words):
        if word != "co_await":
            continue
        start, end = statement_start(words, at), statement_end(words, at)
        for i, complaint in faults(words, start, end):
            found.add((toks[i][1], complaint))
    return sorted(found)


def main():
    top = sources.root()
    count, complaints = 0, []
    for path in sources.walk(top, "server", "tests"):
        if path.endswith(sources.CPP):
            text = sources.read(top, path)
            count += text.count("co_await")
            for line, complaint in check(text):
                complaints.append(f"{path}:{line}: {complaint} in an expression with co_await")
    print("\n".join(complaints) or f"{count} uses of co_await, none with a risky temporary")
    return 1 if complaints or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

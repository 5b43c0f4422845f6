"""Finding the files of the source tree and taking C++ apart into tokens."""
import os
import re

SKIPPED_FOLDERS = {".git", "build", "node_modules", "dist", "__pycache__", ".cache"}
CPP = (".cpp", ".hpp")


def root():
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def walk(top, *folders):
    """Paths relative to `top`, with "/" between the parts, of all files below the folders."""
    for folder in folders or ("",):
        for here, dirs, files in os.walk(os.path.join(top, folder)):
            dirs[:] = sorted(d for d in dirs if d not in SKIPPED_FOLDERS)
            for name in sorted(files):
                yield os.path.relpath(os.path.join(here, name), top).replace(os.sep, "/")


def read(top, path):
    with open(os.path.join(top, path), encoding="utf-8", errors="replace") as file:
        return file.read()


TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.)*)
      |(?P<raw>R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)")
      |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+')
      |(?P<word>[A-Za-z_]\w*)
      |(?P<number>\.?\d(?:'?[\w.])*)
      |(?P<mark>->|::|\[\[|\]\]|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def tokens(text):
    """(text, line) of each token of C++; strings become '""', comments and preprocessor lines go."""
    out = []
    line = 1
    for match in TOKEN.finditer(text):
        if match.group("raw") or match.group("string"):
            out.append(('""', line))
        elif not match.group("skip"):
            out.append((match.group(0), line))
        line += match.group(0).count("\n")
    return out

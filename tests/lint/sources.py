"""What the lints share: the files of the tree, and C++ text with its comments or literals taken out."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = (".cc", ".h", ".c")
_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<raw>R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
      |(?P<string>"(?:\\.|[^"\\\n])*")
      |(?P<char>'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def tree(root=ROOT):
    """Paths of the tree, relative to root; without git, every file below it."""
    listed = None
    if root == ROOT:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"],
            capture_output=True, text=True, check=False)
    if listed and listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:
        names = [os.path.relpath(p, root) for p in root.rglob("*") if p.is_file()]
    samples = "tests/lint/samples/"
    return sorted(n for n in names if not n.startswith(samples) and (root / n).is_file())


def code_files(root=ROOT, inside=None):
    """Source files of ours, those under one of the folders `inside` when given."""
    return [n for n in tree(root) if n.endswith(CODE) and (inside is None or n.startswith(tuple(inside)))]


def text(root, name):
    return (root / name).read_text(encoding="utf-8", errors="replace")


def includes(source):
    """(line, path) of each include that is not commented out."""
    bare = _TOKEN.sub(lambda m: _blank(m) if m.group("comment") else m.group(0), source)
    return [(bare.count("\n", 0, m.start()) + 1, m.group(1) or m.group(2)) for m in _INCLUDE.finditer(bare)]


def code_only(source):
    """The source with comments and literals blanked; line numbers stay."""
    return _TOKEN.sub(_blank, source)


def literals(source):
    """(line, text) of each string literal outside comments and includes."""
    found = []
    bare = _INCLUDE.sub(lambda m: " " * len(m.group(0)), source)
    for m in _TOKEN.finditer(bare):
        if m.group("string"):
            found.append((bare.count("\n", 0, m.start()) + 1, m.group("string")[1:-1]))
        elif m.group("raw"):
            inner = m.group("raw")[2 + len(m.group("tag")) + 1:-(len(m.group("tag")) + 2)]
            found.append((bare.count("\n", 0, m.start()) + 1, inner))
    return found


def messages(source):
    """(line, text) of each string as the compiler sees it: literals with nothing but space between them are one."""
    joined = []
    bare = _INCLUDE.sub(lambda m: " " * len(m.group(0)), source)
    last_end = None
    for m in _TOKEN.finditer(bare):
        if not (m.group("string") or m.group("raw")):
            continue
        _, text = literals(m.group(0))[0]
        if last_end is not None and bare[last_end:m.start()].strip() == "":
            joined[-1] = (joined[-1][0], joined[-1][1] + text)
        else:
            joined.append((bare.count("\n", 0, m.start()) + 1, text))
        last_end = m.end()
    return joined


def report(title, problems):
    """Prints the problems and returns the exit code."""
    for problem in problems:
        print(problem)
    print(f"{title}: {len(problems)} to mend" if problems else f"{title}: nothing to mend")
    return 1 if problems else 0


def _blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))

#!/usr/bin/env python3
"""Report text never reaches a log or an error: Reveal() only where values are encoded, sealed or sent to their reader,
and no printing of whole messages outside the tests."""

import fnmatch
import pathlib
import re
import sys
import tomllib

import sources

TABLE = pathlib.Path(__file__).with_name("sensitive.toml")
PRODUCT = ("daemon/", "plugins/", "cli/")
REVEAL = re.compile(r"(?:\.|->)\s*Reveal\s*\(")
PRINTING = re.compile(r"\b(?:Short|Utf8|Unredacted\w*)?DebugString\s*\(")
REASON_MIN = 10


def check(root, allowed):
    problems = []
    used = set()
    for path in sources.code_files(root, PRODUCT):
        for number, line in enumerate(sources.code_only(sources.text(root, path)).splitlines(), 1):
            if PRINTING.search(line):
                problems.append(f"{path}:{number}: prints a whole message; name the ids and sizes instead")
            if REVEAL.search(line):
                patterns = [p for p in allowed if fnmatch.fnmatch(path, p)]
                used.update(patterns)
                if not patterns:
                    problems.append(f"{path}:{number}: reveals a sensitive value; sensitive.toml does not list this file")
    problems += [f"sensitive.toml: {p}: no file that it allows uses Reveal()" for p in allowed if p not in used]
    problems += [f"sensitive.toml: {p}: say why" for p, why in allowed.items() if len(why) < REASON_MIN]
    return problems


def load_allowed():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["reveal"]


if __name__ == "__main__":
    sys.exit(sources.report("sensitive values", check(sources.ROOT, load_allowed())))

#!/usr/bin/env python3
"""tests/ACCEPTANCE.md: every sentence of an issue names the test or the command that shows it.

A row is `| number | sentence | shown by |`. "Shown by" holds names in backquotes: tests as ctest knows them (`*` for
several) or commands of this project. A row without one, with a test that does not exist or with a command that nobody
can run does not pass. Rows below a heading "Open" say in words what is missing; they are counted and printed, and they
may not name anything as shown."""

import argparse
import fnmatch
import json
import pathlib
import re
import subprocess
import sys

import sources

PAGE = "tests/ACCEPTANCE.md"
NAME = re.compile(r"`([^`]+)`")
COMMANDS = ("./dev", "cmake", "buf", ".ci/run", "candor", "candord", "git")
ROW = re.compile(r"^\|\s*(\d+(?:\.\w+)+)\s*\|(.*)\|(.*)\|\s*$")


def rows(page):
    """(line, number, sentence, shown by, open) of each row."""
    below_open = False
    for line, content in enumerate(page.splitlines(), 1):
        if content.startswith("#"):
            below_open = content.lstrip("# ").strip() == "Open"
        match = ROW.match(content)
        if match:
            yield line, match.group(1), match.group(2).strip(), match.group(3).strip(), below_open


def stray_rows(page):
    """Lines that look like rows of a table and are none: they would be skipped in silence."""
    for line, content in enumerate(page.splitlines(), 1):
        heading = re.match(r"^\|\s*(?:#|-+|:?-+:?)\s*\|", content)
        if content.startswith("|") and not heading and not ROW.match(content):
            yield line


def known_subcommands(root):
    """What ./dev can be asked to do."""
    return set(re.findall(r"^cmd_(\w+)\(\)", (root / "dev").read_text(encoding="utf-8"), re.MULTILINE))


def command_problem(command, subcommands):
    words = command.split()
    if words[0] == "./dev" and (len(words) < 2 or words[1] not in subcommands):
        return f"`{command}`: ./dev has no such command"
    return None


def check(page, tests, subcommands):
    """(problems, open rows) of a page, given the names of the tests that exist."""
    problems = [f"{PAGE}:{line}: not a row `| number | sentence | shown by |`" for line in stray_rows(page)]
    still_open = []
    seen = {}
    for line, number, sentence, shown, below_open in rows(page):
        where = f"{PAGE}:{line}: {number}"
        if number in seen:
            problems.append(f"{where}: stands on line {seen[number]} already")
        seen[number] = line
        if not sentence:
            problems.append(f"{where}: has no sentence")
        if below_open:
            still_open.append(number)
            if not shown:
                problems.append(f"{where}: is open and does not say what is missing")
            continue
        names = NAME.findall(shown)
        if not names:
            problems.append(f"{where}: names no test and no command")
        problems += [f"{where}: {problem}" for problem in filter(None, (
            name_problem(name, tests, subcommands) for name in names))]
    if not seen:
        problems.append(f"{PAGE}: has no row")
    return problems, still_open


def name_problem(name, tests, subcommands):
    if name.startswith(COMMANDS):
        return command_problem(name, subcommands)
    if any(fnmatch.fnmatchcase(test, name) for test in tests):
        return None
    return f"`{name}`: there is no such test"


def existing_tests(build):
    listed = subprocess.run(["ctest", "--test-dir", str(build), "--show-only=json-v1"],
                            capture_output=True, text=True, check=True)
    return [test["name"] for test in json.loads(listed.stdout)["tests"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build folder whose tests are asked for")
    build = parser.parse_args().build
    problems, still_open = check(sources.text(sources.ROOT, PAGE), existing_tests(build),
                                 known_subcommands(sources.ROOT))
    print(f"open sentences: {len(still_open)}" + (f" ({', '.join(still_open)})" if still_open else ""))
    return sources.report("acceptance", problems)


if __name__ == "__main__":
    sys.exit(main())

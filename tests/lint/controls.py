#!/usr/bin/env python3
"""daemon/THREAT_MODEL.md: the controls that a careful buyer asks for, all of them, each with the tests that show it or
the word "open"; and no test is named anywhere on the page that does not exist.

A row is `| number | control | shown by |`. The list is that of the project's references (5.5); a row is known by its
number and a word of it, so that none is left out by putting another in its place."""

import argparse
import pathlib
import re
import sys

import acceptance
import sources

PAGE = "daemon/THREAT_MODEL.md"
HEADING = "Controls"
ROW = re.compile(r"^\|\s*(\d+)\s*\|(.*)\|(.*)\|\s*$")
TEST = re.compile(r"`((?:[A-Z]\w+/)?[A-Z]\w*Test\.[\w*/]+|cli_\w+|lint\.[\w.*]+)`")
OPEN = re.compile(r"\bopen\b")
CONTROLS = {
    1: "unique users", 2: "case-relationship", 3: "hash-chained", 4: "bitemporal", 5: "read access", 6: "pseudonymous",
    7: "encryption", 8: "logoff", 9: "policy versioning", 10: "waivers", 11: "legal hold", 12: "retention",
    13: "erasure request", 14: "accounting of disclosures", 15: "breach", 16: "small-cell", 17: "reviewer independence",
    18: "backup", 19: "time-zone", 20: "evidence export", 21: "non-retaliation",
}


def rows(page):
    """(line, number, control, shown by) of each row below the heading."""
    below = False
    for line, content in enumerate(page.splitlines(), 1):
        if content.startswith("#"):
            below = content.lstrip("# ").strip() == HEADING
        match = ROW.match(content)
        if below and match:
            yield line, int(match.group(1)), match.group(2).strip(), match.group(3).strip()


def row_problems(where, control, key, shown, tests, subcommands):
    if key is None:
        return [f"{where}: is no control of the list"]
    problems = []
    if key not in control.lower():
        problems.append(f"{where}: speaks of something else than \"{key}\"")
    names = acceptance.NAME.findall(shown)
    if not names and not OPEN.search(shown):
        problems.append(f"{where}: names no test, and is not said to be open")
    found = (acceptance.name_problem(name, tests, subcommands) for name in names)
    return problems + [f"{where}: {problem}" for problem in found if problem]


def check(page, tests, subcommands):
    """(problems, controls that are open in whole or in part) of a page, given the names of the tests that exist."""
    problems, still_open, seen = [], [], set()
    for line, number, control, shown in rows(page):
        where = f"{PAGE}:{line}: control {number}"
        if number in seen:
            problems.append(f"{where}: stands there already")
        seen.add(number)
        problems += row_problems(where, control, CONTROLS.get(number), shown, tests, subcommands)
        if OPEN.search(shown):
            still_open.append(number)
    problems += [f"{PAGE}: control {number} ({key}) is missing" for number, key in CONTROLS.items() if number not in seen]
    for line, content in enumerate(page.splitlines(), 1):
        if ROW.match(content):
            continue
        found = (acceptance.name_problem(name, tests, subcommands) for name in TEST.findall(content))
        problems += [f"{PAGE}:{line}: {problem}" for problem in found if problem]
    return problems, still_open


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build folder whose tests are asked for")
    build = parser.parse_args().build
    problems, still_open = check(sources.text(sources.ROOT, PAGE), acceptance.existing_tests(build),
                                 acceptance.known_subcommands(sources.ROOT))
    print(f"controls that are open, in whole or in part: {', '.join(map(str, still_open)) or 'none'}")
    return sources.report("controls", problems)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""No path of somebody's machine in the tree: such a file works for one person only."""

import re
import sys

import sources

PLACES = ("home", "Users", "root", "mnt", "media", "work", "workspace", "builds", "tmp")
PATTERN = re.compile(r"(?<![\w.:/)}\]$~-])/(?:" + "|".join(PLACES) + r")/\w")
SELF = "tests/lint/"


def check(root):
    problems = []
    for path in sources.tree(root):
        if path.startswith(SELF):
            continue
        for number, line in enumerate(sources.text(root, path).splitlines(), 1):
            found = PATTERN.search(line)
            if found:
                problems.append(f"{path}:{number}: names a place of one machine: {found.group(0)}...")
    return problems


if __name__ == "__main__":
    sys.exit(sources.report("machine paths", check(sources.ROOT)))

#!/usr/bin/env python3
"""Lists source files over 400 lines, largest first: each a question whether two reasons to change live in it.

Above 600 lines the question is no longer asked politely: the lint does not pass."""

import sys

import sources

ASK_ABOVE = 400
REFUSE_ABOVE = 600


def sizes(root):
    """(lines, path) of each file worth a question, largest first."""
    counted = ((sources.text(root, path).count("\n"), path) for path in sources.code_files(root))
    return sorted((entry for entry in counted if entry[0] > ASK_ABOVE), reverse=True)


def check(root):
    return [f"{path}: {lines} lines" for lines, path in sizes(root) if lines > REFUSE_ABOVE]


if __name__ == "__main__":
    for count, name in sizes(sources.ROOT):
        print(f"{count:6} {name}")
    sys.exit(sources.report(f"files above {REFUSE_ABOVE} lines", check(sources.ROOT)))

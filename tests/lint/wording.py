#!/usr/bin/env python3
"""Words that no one should read about themselves: looked for in every string literal of the product, in the texts of the
profiles and in the script `dev` that newcomers read."""

import re
import sys

import sources

PRODUCT = ("daemon/", "plugins/", "cli/")
AVOID = {
    r"violat\w*": "follow-up, boundary, matter",
    r"offen[dc]er\w*": "the person's role",
    r"fail(?:ed|s|ure|ures|ing)?": "could not, did not",
    r"non-?complian\w*": "what is still open",
    r"verdict\w*": "decision",
    r"incident\w*": "matter, entry",
    r"flag(?:ged|ging)": "has a follow-up",
    r"risk[ _-]scor\w*": "name the follow-ups",
}
PATTERN = re.compile(r"(?<![A-Za-z_])(?:" + "|".join(AVOID) + r")(?![A-Za-z_])", re.IGNORECASE)
# A quoted word as an identifier (a map key, an enum's name) is read by programs, not by people.
TOML_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')


def texts(root):
    """(path, line, text) of everything that a person may read."""
    for path in sources.code_files(root, PRODUCT):
        for line, literal in sources.literals(sources.text(root, path)):
            yield path, line, literal
    for path in sources.tree(root):
        if path.startswith("plugins/") and path.endswith(".toml"):
            for number, line in enumerate(sources.text(root, path).splitlines(), 1):
                for literal in TOML_STRING.findall(line.split("#")[0]):
                    yield path, number, literal


def suggestion(word):
    return next(better for pattern, better in AVOID.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def check(root):
    return [f"{path}:{line}: says \"{m.group(0)}\"; better: {suggestion(m.group(0))}"
            for path, line, literal in texts(root) for m in PATTERN.finditer(literal)]


if __name__ == "__main__":
    sys.exit(sources.report("wording", check(sources.ROOT)))

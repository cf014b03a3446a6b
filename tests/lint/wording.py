#!/usr/bin/env python3
"""Words that no one should read about themselves: looked for in the catalogue of messages, which is every string of the
product's code, every text of the profiles, and every name of the wire, which the client shows as a word. What the
client says to somebody in a sentence is held to more: nothing that presses, judges or shouts. `wording.py --list`
prints the catalogue, to be read as a whole."""

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
# In a sentence of the client. To an author a severity is a date.
AVOID_IN_SENTENCES = {
    r"overdue": "its date has passed; since",
    r"prohibit\w*": "not to go on, and until when",
    r"severity": "a date; attention",
    r"must": "please, can, is needed",
    r"\w+!(?=\s|$)": "a full stop",
}
# A quoted word as an identifier (a map key, an enum's name) is read by programs, not by people.
WIRE_NAME = re.compile(r"\s*(?:repeated\s+)?(?:[\w.]+\s+)?(\w+)\s*=\s*\d+\s*[;\[]")
TOML_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')


def pattern_of(words):
    return re.compile(r"(?<![A-Za-z_])(?:" + "|".join(words) + r")(?![A-Za-z_])", re.IGNORECASE)


PATTERN = pattern_of(AVOID)
SENTENCE_PATTERN = pattern_of(AVOID_IN_SENTENCES)


def texts(root):
    """(path, line, text) of everything that a person may read."""
    for path in sources.code_files(root, PRODUCT):
        for line, message in sources.messages(sources.text(root, path)):
            yield path, line, message
    for path in sources.tree(root):
        if path.startswith("proto/") and path.endswith(".proto"):
            for number, line in enumerate(sources.text(root, path).splitlines(), 1):
                if name := WIRE_NAME.match(line):
                    yield path, number, name.group(1).replace("_", " ").lower()
        if path.startswith("plugins/") and path.endswith(".toml"):
            for number, line in enumerate(sources.text(root, path).splitlines(), 1):
                for literal in TOML_STRING.findall(line.split("#")[0]):
                    yield path, number, literal


def avoided(path, text):
    """The words of a text that are to be avoided where it stands."""
    yield from PATTERN.findall(text)
    is_sentence = " " in text and not text.startswith(("<", "#"))
    if path.startswith("cli/") and is_sentence:
        yield from SENTENCE_PATTERN.findall(text.replace("\\n", "\n"))


def suggestion(word):
    return next(better for pattern, better in {**AVOID, **AVOID_IN_SENTENCES}.items()
                if re.fullmatch(pattern.replace(r"(?=\s|$)", ""), word, re.IGNORECASE))


def check(root):
    return [f"{path}:{line}: says \"{word}\"; better: {suggestion(word)}"
            for path, line, text in texts(root) for word in avoided(path, text)]


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        for message in texts(sources.ROOT):
            print("{}:{}: {}".format(*message))
        sys.exit(0)
    sys.exit(sources.report("wording", check(sources.ROOT)))

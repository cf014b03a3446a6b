"""The files that are compiled of our own code, a line each: batches, and what is compiled alone.

What is generated, and the tests, are left out. The largest come first, so that no processor waits at the end.
"""

import json
import pathlib
import re
import sys

OURS = re.compile(r"/(daemon|cli|plugins)/")


def weight(path):
    """The bytes of the file, or of those that a batch includes."""
    text = path.read_text(encoding="utf-8")
    included = re.findall(r'^#include "(/.*\.cc)"$', text, re.MULTILINE)
    return sum(pathlib.Path(each).stat().st_size for each in included) if included else len(text)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        paths = {pathlib.Path(each["file"]) for each in json.load(file)}
    ours = [path for path in paths if path.suffix in (".cc", ".cxx") and OURS.search(str(path))]
    ours = [path for path in ours if "/gen/" not in str(path) and "candor_proto" not in str(path)]
    print("\n".join(str(path) for path in sorted(ours, key=weight, reverse=True)))


if __name__ == "__main__":
    main()

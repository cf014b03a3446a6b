#!/usr/bin/env python3
"""The top level holds the agreed names only, each room has a README, and no source keeps a note to do something later."""

import re
import sys

import sources

TOP = re.compile(r"CMakeLists\.txt|CMakePresets\.json|proto|daemon|plugins|cli|tests|"
                 r"README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|dev|\..+")
ROOMS = ("proto", "daemon", "daemon/base", "daemon/domain", "daemon/ledger", "daemon/crypto", "daemon/store",
         "daemon/policy", "daemon/identity", "daemon/rpc", "plugins", "plugins/abi", "plugins/sdk", "cli", "tests")
# What a reader of the project looks for first.
REQUIRED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "CMakePresets.json", "dev",
            "daemon/docs/life-of-a-request.md", "daemon/docs/adr/0001-rooms-are-targets.md",
            "daemon/docs/adr/template.md")
LICENCE = ("Apache License", "Version 2.0, January 2004")
LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def check(root, rooms=ROOMS, required=REQUIRED):
    names = sources.tree(root)
    problems = [f"{top}: not on the list of what lies at the top level"
                for top in sorted({n.split("/")[0] for n in names}) if not TOP.fullmatch(top)]
    problems += [f"{room}: has no README.md" for room in rooms if f"{room}/README.md" not in names]
    problems += [f"{path}: is missing" for path in required if path not in names]
    if "LICENSE" in names and not all(line in sources.text(root, "LICENSE")[:400] for line in LICENCE):
        problems.append("LICENSE: is not the Apache License, Version 2.0")
    for path in sources.code_files(root):
        for number, line in enumerate(sources.text(root, path).splitlines(), 1):
            if LATER.search(line):
                problems.append(f"{path}:{number}: a note to do something later; do it or write it into an issue")
    return problems


if __name__ == "__main__":
    sys.exit(sources.report("house rules", check(sources.ROOT)))

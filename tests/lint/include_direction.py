#!/usr/bin/env python3
"""Checks every #include of ours against rooms.toml: which room may see which, and who may use which library."""

import fnmatch
import pathlib
import sys
import tomllib

import sources

TABLE = pathlib.Path(__file__).with_name("rooms.toml")
OURS = ("proto/", "daemon/", "plugins/", "cli/", "tests/", "candor/")


class Rooms:
    """The table, asked by path."""

    def __init__(self, table):
        self._libraries = table["libraries"]
        self._generated = table["generated"]
        self._rooms = table["rooms"]
        self._only = table.get("only", [])

    def room_of(self, path):
        """The name of the room that a path lies in (a policy's room is its own folder), or None."""
        parts = path.split("/")
        for depth in range(len(parts) - 1, 0, -1):
            folder = "/".join(parts[:depth])
            if folder in self._rooms:
                return folder
            if depth > 1 and "/".join(parts[:depth - 1]) + "/*" in self._rooms:
                return folder
        return None

    def rules_of(self, room):
        return self._rooms.get(room) or self._rooms[room.rsplit("/", 1)[0] + "/*"]

    def library_of(self, include):
        for name, starts in self._libraries.items():
            if include.startswith(tuple(starts)):
                return name
        return None

    def target_room(self, include, path):
        """The room that an include of ours leads to; a bare name means the includer's own folder."""
        for start, room in self._generated.items():
            if include.startswith(start):
                return room
        return self.room_of(include if include.startswith(OURS) else path)

    def problem(self, path, include):
        """Why `path` may not include `include`, or None."""
        room = self.room_of(path)
        if room is None:
            return "lies in no room of rooms.toml"
        rules = self.rules_of(room)
        library = self.library_of(include)
        if library:
            return self._library_problem(path, room, rules, library)
        if not include.startswith(OURS):
            return None
        target = self.target_room(include, path)
        if target == room:
            return None
        if target is None:
            return f"includes {include}, which lies in no room"
        allowed = any(target == may or target.startswith(may + "/") for may in rules["may"])
        return None if allowed else f"is in {room}, which may not include {target}"

    def _library_problem(self, path, room, rules, library):
        if library in rules["libs"]:
            return None
        for only in self._only:
            if only["lib"] == library and any(fnmatch.fnmatch(path, pattern) for pattern in only["files"]):
                return None
        return f"is in {room}, which may not use {library}"


def load_rooms():
    return Rooms(tomllib.loads(TABLE.read_text(encoding="utf-8")))


def check(root, rooms):
    problems = []
    for path in sources.code_files(root):
        for line, include in sources.includes(sources.text(root, path)):
            problem = rooms.problem(path, include)
            if problem:
                problems.append(f"{path}:{line}: {include}: {problem}")
    return problems


if __name__ == "__main__":
    sys.exit(sources.report("include direction", check(sources.ROOT, load_rooms())))

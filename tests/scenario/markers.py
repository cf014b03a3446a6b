"""Words that stand nowhere else, and the search for them: as they are and as programs write words down (other case,
UTF-16, base64, hexadecimal, escaped), in files, in their names, and in what a process shows of itself."""

import base64
import os
import pathlib
import stat
import unicodedata
import zlib

# Every marker has both: one that every encoding keeps readable, and one whose letters take two bytes each.
STEM = "Zyxwsilentquux"
FOREIGN = "żółwiątkośćżę"
# Round what was found, for the message.
AROUND = 48
# What a sanitizer lays out beside the memory is larger, and holds nothing of the program's own.
LARGEST_BYTES = 1 << 30
CAP_SYS_PTRACE = 19
# A process has ended meanwhile, or the system shows it to root alone.
GONE_OR_HIDDEN = (FileNotFoundError, ProcessLookupError, PermissionError)


class Markers:
    """Gives out markers, each its own, and knows for what."""

    def __init__(self):
        self.given = {}

    def of(self, what):
        """The marker of `what`, the same every time. It fits a name, a code and a line of text."""
        return self.given.setdefault(what, f"{STEM}{len(self.given):03} {FOREIGN}")


def base64_middles(word):
    """What base64 makes of the word whatever stands before and after it."""
    for shift in range(3):
        # The first and the last letters depend on the bytes beside the word.
        text = base64.b64encode(b"\0" * shift + word + b"\0" * (-(shift + len(word)) % 3))
        first, last = -(-shift * 8 // 6), (shift + len(word)) * 8 // 6
        yield text[first:last]


def forms_of(word):
    """(form, bytes, whether capitals matter) of each way in which the word may be written down."""
    plain = word.encode()
    for name, text in (("as it is", word), ("in small letters", word.lower()), ("in capitals", word.upper()),
                       ("in single accents", unicodedata.normalize("NFD", word))):
        yield name, text.encode(), False
        yield f"{name}, UTF-16", text.encode("utf-16-le"), False
        yield f"{name}, UTF-16 the other way round", text.encode("utf-16-be"), False
        yield f"{name}, UTF-32", text.encode("utf-32-le"), False
    yield "in hexadecimal", plain.hex().encode(), False
    yield "in hexadecimal with spaces", plain.hex(" ").encode(), False
    for text in base64_middles(plain):
        yield "in base64", text, True
        yield "in base64 for addresses", text.replace(b"+", b"-").replace(b"/", b"_"), True
    escaped = "".join(f"%{byte:02x}" if byte > 127 else chr(byte) for byte in plain)
    yield "as an address has it", escaped.encode(), False
    yield "as JSON has it", word.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00"), False
    yield "in octal", "".join(f"\\{byte:03o}" if byte > 127 else chr(byte) for byte in plain).encode(), False
    yield "in backslashes", "".join(f"\\x{byte:02x}" if byte > 127 else chr(byte) for byte in plain).encode(), False


def needles():
    """Each once: (form, bytes, whether capitals matter)."""
    known = {}
    for word in (STEM, FOREIGN):
        for form, data, exact in forms_of(word):
            known.setdefault(data if exact else data.lower(), (form, exact))
    return [(form, data, exact) for data, (form, exact) in known.items()]


NEEDLES = needles()


def traces_in(data, more=()):
    """What of the markers stands there, in words: one line for each form. `more`: (what, bytes) to look for too."""
    small = data.lower()
    for form, needle, exact in [*NEEDLES, *((what, secret, True) for what, secret in more)]:
        at = (data if exact else small).find(needle)
        if at >= 0:
            yield f"{form}, at byte {at}: {data[max(0, at - AROUND):at + len(needle) + AROUND]!r}"


def part_left_by_packing(data):
    """Of each byte so much is left when the data are compressed: all of it of what is sealed (and of what is compressed
    already), much less of words, however they are written down."""
    return len(zlib.compress(data, 1)) / len(data)


def texts_of_folder(folder):
    """(where, bytes) of all that lies in the folder: what it is called, and what is in it."""
    for path in sorted(folder.rglob("*")):
        named = str(path.relative_to(folder))
        yield f"the name of {path}", named.encode()
        try:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                yield f"where {path} leads", os.readlink(path).encode()
            elif stat.S_ISREG(mode):
                yield str(path), path.read_bytes()
        except FileNotFoundError:
            pass  # RocksDB removes files of its own accord


def children_of(pid):
    """The processes that this one has started and that are still there, theirs too."""
    children = []
    for process in pathlib.Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            # After the name, which may hold anything: state, parent.
            parent = int((process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            children += [int(process.name), *children_of(int(process.name))]
    return children


def texts_of_process(pid):
    """(where, bytes) of what a process was started with, and of the files that it holds open, removed ones too."""
    process = pathlib.Path(f"/proc/{pid}")
    for name in ("cmdline", "environ", "comm"):
        yield from text_of(process / name)
    try:
        open_files = sorted((process / "fd").iterdir())
    except GONE_OR_HIDDEN:
        return
    for each in open_files:
        try:
            leads_to = os.readlink(each)
            regular = stat.S_ISREG(each.stat().st_mode)
        except FileNotFoundError:
            continue
        yield f"where {each} leads", leads_to.encode()
        if regular:
            yield from text_of(each)


def text_of(path):
    """(where, bytes) of a file of /proc, unless it is gone or the system shows it to nobody of this user."""
    try:
        yield str(path), path.read_bytes()
    except GONE_OR_HIDDEN:
        pass


def may_look_into_others():
    """Whether the system shows this user the memory of processes that may not be dumped (CAP_SYS_PTRACE)."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    held = next(line for line in status.splitlines() if line.startswith("CapEff:")).split()[1]
    return bool(int(held, 16) >> CAP_SYS_PTRACE & 1)


def may_read_memory(pid):
    try:
        with open(f"/proc/{pid}/mem", "rb"):
            return True
    except GONE_OR_HIDDEN:
        return False


def texts_of_memory(pid):
    """(where, bytes) of all memory that the process may write to."""
    try:
        spans = pathlib.Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
        with open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in spans:
                span, rights, *_ = line.split()
                first, last = (int(part, 16) for part in span.split("-"))
                if not rights.startswith("rw") or last - first > LARGEST_BYTES:
                    continue
                try:
                    yield f"memory of process {pid}, {line.strip()}", os.pread(memory.fileno(), last - first, first)
                except OSError:
                    pass  # pages that nobody reads: a device's, a guard's
    except GONE_OR_HIDDEN:
        pass

"""A second reader of Candor's evidence: notes, checkpoints, cosignatures, receipts, copies of leaves.

Written from the published formats (RFC 6962, c2sp.org/signed-note, tlog-checkpoint, tlog-proof, tlog-cosignature) with
Python's standard library and the `openssl` command. It shares no code with the product, so that the two can disagree.

    python3 second_verifier.py receipt FILE KEY | leaves FILE KEY | checkpoint FILE KEY
"""

import base64
import binascii
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")
NOTE_KEY, WITNESS_KEY = 1, 4


class NotProven(Exception):
    """What should be shown is not."""


def need(condition, what):
    if not condition:
        raise NotProven(what)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(data):
    return sha256(b"\0", data)


def node_hash(left, right):
    return sha256(b"\1", left, right)


def split(size):
    """The largest power of two below size."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_root(leaves):
    """MTH of RFC 6962 over leaf hashes, level by level."""
    if not leaves:
        return sha256()
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0]


def root_of_path(leaf, index, size, path):
    """The root that an inclusion proof leads to."""
    need(0 <= index < size, "the leaf lies outside the tree")
    if size == 1:
        need(not path, "the path is too long")
        return leaf
    need(path, "the path is too short")
    left = split(size)
    if index < left:
        return node_hash(root_of_path(leaf, index, left, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(leaf, index - left, size - left, path[:-1]))


def roots_of_consistency(old, new, old_root, proof, whole=True):
    """(old root, new root) that a consistency proof leads to."""
    if old == new:
        if whole:
            need(not proof, "the proof is too long")
            return old_root, old_root
        need(len(proof) == 1, "the proof has another length")
        return proof[0], proof[0]
    need(proof, "the proof is too short")
    left = split(new)
    if old <= left:
        inner_old, inner_new = roots_of_consistency(old, left, old_root, proof[:-1], whole)
        return inner_old, node_hash(inner_new, proof[-1])
    inner_old, inner_new = roots_of_consistency(old - left, new - left, old_root, proof[:-1], False)
    return node_hash(proof[-1], inner_old), node_hash(proof[-1], inner_new)


def check_consistency(old, old_root, new, new_root, proof):
    need(old <= new, "the ledger shrank")
    if old == 0:
        need(old_root == sha256() and not proof, "the empty tree is another one")
        return
    need(roots_of_consistency(old, new, old_root, proof) == (old_root, new_root), "the past was changed")


def unbase64(text):
    """Standard base64 with padding, in its one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotProven("not base64") from error
    need(base64.b64encode(raw).decode() == text, "not base64")
    return raw


def decimal(text):
    need(re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII) is not None, "not a number")
    return int(text)


def parse_key(text):
    """(name, type, id, public key) of NAME+KEYID+BASE64."""
    parts = text.strip().split("+", 2)
    need(len(parts) == 3, "not a key")
    name, key_id, raw = parts[0], parts[1], unbase64(parts[2])
    need(len(raw) == 33, "not a key")
    need(sha256(name.encode(), b"\n", raw)[:4].hex() == key_id, "the key does not have the id that it names")
    return name, raw[0], bytes.fromhex(key_id), raw[1:]


def signature_fits(public_key, message, signature):
    """What `openssl pkeyutl` says."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "key.der").write_bytes(SPKI_ED25519 + public_key)
        (folder / "message").write_bytes(message)
        (folder / "signature").write_bytes(signature)
        run = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key.der", "-rawin",
             "-in", folder / "message", "-sigfile", folder / "signature"], capture_output=True, check=False)
        return run.returncode == 0


def parse_note(raw):
    """(text, [(name, key id, bytes)])"""
    try:
        note = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotProven("not UTF-8") from error
    need(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "control characters")
    text, empty_line, lines = note.rpartition("\n\n")
    need(empty_line and lines.endswith("\n"), "not a note")
    signatures = []
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014" and parts[1], "not a signature line")
        signed = unbase64(parts[2])
        need(len(signed) > 4, "not a signature line")
        signatures.append((parts[1], signed[:4], signed[4:]))
    return text + "\n", signatures


def open_checkpoint(raw, key):
    """(size, root) of a checkpoint that the ledger of `key` has signed."""
    name, kind, key_id, public_key = parse_key(key)
    need(kind == NOTE_KEY, "not the key of a ledger")
    text, signatures = parse_note(raw)
    mine = [signed for signer, signer_id, signed in signatures if (signer, signer_id) == (name, key_id)]
    need(mine, "not signed by this key")
    need(all(len(signed) == 64 and signature_fits(public_key, text.encode(), signed) for signed in mine),
         "the signature does not fit")
    lines = text.split("\n")
    need(len(lines) >= 4 and lines[0] == name and lines[-1] == "" and all(lines[:-1]), "not a checkpoint")
    root = unbase64(lines[2])
    need(len(root) == 32, "not a root")
    return decimal(lines[1]), root


def cosigned_at(raw, key):
    """The second at which the witness of `key` cosigned the checkpoint."""
    name, kind, key_id, public_key = parse_key(key)
    need(kind == WITNESS_KEY, "not the key of a witness")
    text, signatures = parse_note(raw)
    times = []
    for signer, signer_id, signed in signatures:
        if (signer, signer_id) != (name, key_id):
            continue
        need(len(signed) == 72, "not a cosignature")
        second = int.from_bytes(signed[:8], "big")
        message = f"cosignature/v1\ntime {second}\n{text}".encode()
        need(signature_fits(public_key, message, signed[8:]), "the cosignature does not fit")
        times.append(second)
    need(times, "not cosigned by this key")
    return max(times)


def take_hashes(lines):
    hashes = [unbase64(line) for line in lines]
    need(all(len(each) == 32 for each in hashes), "not a hash")
    return hashes


def check_receipt(raw, key):
    """(number, size) of what a receipt shows."""
    head, empty_line, note = raw.partition(b"\n\n")
    need(empty_line, "not a receipt")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NotProven("not a receipt") from error
    need(len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1", "not a receipt")
    need(lines[1].startswith("extra ") and lines[2].startswith("index "), "a receipt without its leaf")
    leaf = unbase64(lines[1][len("extra "):])
    index = decimal(lines[2][len("index "):])
    path = take_hashes(lines[3:])
    size, root = open_checkpoint(note, key)
    need(root_of_path(leaf_hash(leaf), index, size, path) == root, "the path does not lead to the root")
    return index, size


def check_leaves(raw, key):
    """The size of a ledger whose leaves have been copied."""
    head, empty_line, note = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    need(empty_line and lines[0] == b"candor ledger leaves 1", "not a copy of leaves")
    try:
        leaves = [leaf_hash(unbase64(line.decode("ascii"))) for line in lines[1:]]
    except UnicodeDecodeError as error:
        raise NotProven("not base64") from error
    size, root = open_checkpoint(note, key)
    need(len(leaves) == size and tree_root(leaves) == root, "the leaves do not make the root")
    return size


CHECKS = {"receipt": check_receipt, "leaves": check_leaves, "checkpoint": open_checkpoint}


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in CHECKS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(CHECKS[arguments[0]](pathlib.Path(arguments[1]).read_bytes(), arguments[2]))
    except NotProven as error:
        print(f"not proven: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

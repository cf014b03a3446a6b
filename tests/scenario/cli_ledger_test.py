"""What the ledger can show, against the real daemon, and a second verifier on the same files."""

import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import sys
import time
import unittest

import second_verifier as second
from practice import CONFLICT, INVALID, LOCAL_FILE, NOT_FOUND, Practice, of_command_line

BUILD = None
NOT_PROVEN = 13


class LedgerTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        self.state = self.practice.folder / "state"
        os.environ["CANDOR_STATE"] = str(self.state)
        self.addCleanup(os.environ.pop, "CANDOR_STATE")
        self.practice.done("member", "add", "Ann Bo")
        self.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-01-10")
        self.key = self.practice.done("ledger", "key").strip()
        seed = random.randrange(2**32)
        print("seed", seed, file=sys.stderr)
        self.random = random.Random(seed)

    def log(self):
        """Writes a session and returns its name."""
        return self.practice.json("log", "session", "--case", "K-1", "--date", "2025-01-20", "--minutes", "50",
                                  "--therapist", "Ann Bo", "--yes")["entry"]["name"]

    def file(self, name):
        return self.practice.folder / name

    def flipped(self, good):
        at = self.random.randrange(len(good))
        return good[:at] + bytes([good[at] ^ 1 << self.random.randrange(8)]) + good[at + 1:]

    def sizes(self):
        return self.practice.json("ledger", "checkpoint")["size"]

    def test_a_checkpoint_is_signed_and_kept(self):
        self.log()
        self.practice.done("ledger", "checkpoint", "--save", self.file("note"))

        shown = self.practice.json("ledger", "checkpoint")
        size, _ = second.open_checkpoint(self.file("note").read_bytes(), self.key)
        self.assertGreater(size, 2)
        self.assertGreaterEqual(shown["size"], size)
        self.assertEqual(shown["public_key"], self.key)
        for _ in range(40):
            with self.assertRaises(second.NotProven):
                second.open_checkpoint(self.flipped(self.file("note").read_bytes()), self.key)

    def test_a_receipt_needs_only_the_file_and_the_key(self):
        name = self.log()
        self.practice.done("receipt", "get", name, "--save", self.file("receipt"))
        number = self.practice.json("entry", "show", name)["ledger_number"]
        self.practice.stop()

        shown = self.practice.json("receipt", "verify", self.file("receipt"), "--key", self.key)
        good = self.file("receipt").read_bytes()
        self.assertEqual(int(number), shown["number"])
        self.assertEqual(second.check_receipt(good, self.key), (shown["number"], shown["size"]))
        for _ in range(40):
            bad = self.flipped(good)
            with self.assertRaises(second.NotProven):
                second.check_receipt(bad, self.key)
            self.file("bad").write_bytes(bad)
            self.practice.done("receipt", "verify", self.file("bad"), "--key", self.key, code=NOT_PROVEN)
        self.practice.done("receipt", "verify", self.file("none"), "--key", self.key, code=LOCAL_FILE)
        self.practice.done("receipt", "verify", self.file("receipt"), "--key", "x", code=INVALID)

    def test_a_receipt_is_for_an_entry_that_one_sees(self):
        self.practice.done("receipt", "get", "cases/baaaaaaaaaaaaaaaaaaaaaaaaa/entries/baaaaaaaaaaaaaaaaaaaaaaaaa",
                           code=NOT_FOUND)

    def test_everything_is_walked_and_can_be_walked_again_without_a_daemon(self):
        for _ in range(5):
            self.log()
        shown = self.practice.json("ledger", "verify", "--save", self.file("leaves"))
        self.assertEqual(shown["faults"], [])
        self.assertGreater(shown["rows"], 10)
        self.practice.stop()

        good = self.file("leaves").read_bytes()
        again = self.practice.json("ledger", "verify", "--file", self.file("leaves"), "--key", self.key)
        self.assertEqual(again["records"], shown["records"])
        self.assertEqual(second.check_leaves(good, self.key), shown["records"])
        for _ in range(40):
            bad = self.flipped(good)
            with self.assertRaises(second.NotProven):
                second.check_leaves(bad, self.key)
            self.file("bad").write_bytes(bad)
            self.assertNotEqual(
                self.practice.candor("ledger", "verify", "--file", self.file("bad"), "--key", self.key).returncode, 0)

    def test_a_record_is_proven(self):
        self.log()
        shown = self.practice.json("ledger", "prove", "1")
        path = [second.unbase64(each) for each in shown["hashes"]]
        leaf = second.unbase64(shown["leaf_hash"])
        self.assertEqual(second.root_of_path(leaf, 1, shown["size"], path), second.unbase64(shown["root"]))
        self.practice.done("ledger", "prove", "100000", code=INVALID)

    def test_an_older_or_another_past_is_refused(self):
        self.log()
        self.practice.stop()
        data, kept = self.practice.folder / "data", self.practice.folder / "kept"
        shutil.copytree(data, kept)
        self.practice.start()
        self.log()
        size = self.sizes()
        self.practice.stop()
        shutil.rmtree(data)
        shutil.copytree(kept, data)
        self.practice.start()

        older = self.practice.candor("ledger", "checkpoint")
        self.assertEqual(older.returncode, NOT_PROVEN)
        self.assertIn("has shown", older.stderr)
        while int(self.practice.json("status")["ledger_size"]) <= size:
            self.log()
        time.sleep(0.3)
        other = self.practice.candor("ledger", "checkpoint")
        self.assertEqual(other.returncode, NOT_PROVEN)
        self.assertIn("does not go on", other.stderr)
        # Somebody has asked, and gives the word.
        self.practice.done("ledger", "trust", "--key", self.key)
        self.practice.done("ledger", "checkpoint")

    def test_another_ledger_is_refused(self):
        self.log()
        self.practice.done("ledger", "checkpoint")
        self.practice.stop()
        shutil.rmtree(self.practice.folder / "data")
        self.practice.start()

        other = self.practice.candor("ledger", "checkpoint")
        self.assertEqual(other.returncode, NOT_PROVEN)
        self.assertIn("another ledger", other.stderr)
        self.practice.done("ledger", "trust", "--key", self.key, code=NOT_PROVEN)

    def test_what_is_remembered_is_checked(self):
        self.practice.done("ledger", "checkpoint")
        remembered = next(self.state.glob("*.ledger"))
        good = remembered.read_bytes()
        for _ in range(20):
            remembered.write_bytes(self.flipped(good))
            self.practice.done("ledger", "checkpoint", code=LOCAL_FILE)
        remembered.write_bytes(good)
        self.practice.done("ledger", "checkpoint")

    def remembered(self):
        """The checkpoint that the client remembers; nothing else may be left beside it."""
        files = [each for each in self.state.iterdir() if each.is_file()]
        self.assertEqual([each.suffix for each in files], [".ledger"])
        _, key, note = files[0].read_bytes().split(b"\n", 2)
        self.assertEqual(key.decode(), self.key)
        return second.open_checkpoint(note, self.key)[0]

    def test_many_at_once_end_well_and_the_newest_is_remembered(self):
        with concurrent.futures.ThreadPoolExecutor(17) as pool:
            logging = pool.submit(lambda: [self.log() for _ in range(8)])
            runs = list(pool.map(lambda _: self.practice.candor("ledger", "checkpoint", "-o", "json"), range(16)))
            logging.result()

        self.assertEqual([run.stderr for run in runs if run.returncode != 0], [])
        self.assertEqual(self.remembered(), max(json.loads(run.stdout)["size"] for run in runs))

    def test_what_a_killed_client_left_is_in_nobodys_way(self):
        self.practice.done("ledger", "checkpoint")
        remembered = next(self.state.glob("*.ledger"))
        for suffix in (".new", ".lock"):
            pathlib.Path(f"{remembered}{suffix}").write_text("cut short, " * 1000, encoding="utf-8")

        self.log()
        size = self.sizes()

        self.assertEqual(self.remembered(), size)

    def test_many_runs_of_a_witness_make_one_key_and_cosign_ever_more(self):
        def witness(_):
            return self.practice.candor("ledger", "witness", "--key-file", self.file("w.key"), "--name", "w.example/1",
                                        "-o", "json")

        self.log()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            runs = list(pool.map(witness, range(8)))

        self.assertEqual([run.stderr for run in runs if run.returncode != 0], [])
        self.assertEqual(len({json.loads(run.stdout)["witness_key"] for run in runs}), 1)
        self.assertEqual([each.name for each in self.practice.folder.glob("w.key*")], ["w.key"])

    def test_a_witness_cosigns(self):
        self.log()
        witness = self.practice.json("ledger", "witness", "--key-file", self.file("w.key"), "--name", "w.example/1")
        self.log()
        time.sleep(0.2)  # at most every 100 ms there is a new checkpoint
        again = self.practice.json("ledger", "witness", "--key-file", self.file("w.key"))
        self.assertGreater(again["size"], witness["size"])
        self.assertEqual(self.file("w.key").stat().st_mode & 0o777, 0o600)

        self.practice.done("ledger", "checkpoint", "--cosigned", "--save", self.file("cosigned"))
        cosigned = self.file("cosigned").read_bytes()
        self.assertEqual(second.open_checkpoint(cosigned, self.key)[0], again["size"])
        self.assertLess(abs(second.cosigned_at(cosigned, again["witness_key"]) - time.time()), 600)

    def test_a_witness_without_a_network_cosigns_from_a_stick(self):
        self.log()
        key = ["--key-file", self.file("w.key"), "--name", "w.example/1", "--ledger-key", self.key]
        for since, rest in ((0, []), (None, ["later"])):
            if since is None:
                since = first
                self.log()
                # A request that does not begin where the witness stands is not cosigned.
                self.practice.done("ledger", "checkpoint", "--request", self.file("wrong"), "--since", "1")
                self.practice.done("ledger", "witness", *key, "--request", self.file("wrong"), "--save",
                                   self.file("out"), code=CONFLICT)
            self.practice.done("ledger", "checkpoint", "--request", self.file("request"), "--since", str(since))
            done = self.practice.json("ledger", "witness", *key, "--request", self.file("request"), "--save",
                                      self.file("out"))
            first = done["size"]
            self.practice.done("ledger", "witness", "--upload", self.file("out"), "--witness-key", done["witness_key"])
        cosigned = self.practice.json("ledger", "checkpoint", "--cosigned")
        self.assertEqual(cosigned["size"], first)
        self.assertGreater(second.cosigned_at(cosigned["checkpoint"].encode(), done["witness_key"]), 0)


class SecondVerifierTest(unittest.TestCase):
    """The second verifier against published answers, so that it is no echo of the first."""

    def test_known_answers(self):
        leaves = [second.leaf_hash(bytes.fromhex(leaf)) for leaf in
                  ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
        self.assertEqual(second.tree_root(leaves).hex(),
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
        path = [bytes.fromhex(each) for each in (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
        self.assertEqual(second.root_of_path(leaves[5], 5, 8, path), second.tree_root(leaves))
        proof = [bytes.fromhex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a")] + path[1:]
        second.check_consistency(6, second.tree_root(leaves[:6]), 8, second.tree_root(leaves), proof)
        with self.assertRaises(second.NotProven):
            second.check_consistency(5, second.tree_root(leaves[:5]), 8, second.tree_root(leaves), proof)

    def test_a_published_note(self):
        key = second.parse_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        text, signatures = second.parse_note((
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
            "nAM=\n").encode())
        self.assertEqual(signatures[0][:2], (key[0], key[2]))
        self.assertTrue(second.signature_fits(key[3], text.encode(), signatures[0][2]))
        self.assertFalse(second.signature_fits(key[3], text.upper().encode(), signatures[0][2]))


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)

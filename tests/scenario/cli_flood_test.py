"""Who has no certificate, and asks for as much as they can over a connection to the real daemon: they are refused or hung
up on, what the daemon holds does not grow by it, and people work on. HTTP/2 is written by hand here, as no honest client
sends this."""

import pathlib
import socket
import ssl
import struct
import time
import unittest
import zlib

from network_practice import NetworkPractice
from practice import of_command_line

BUILD = None
DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 7, 8
END_STREAM, END_HEADERS, ACK = 1, 4, 1
INITIAL_WINDOW_SIZE = 4
LARGEST_FRAME = 16 * 1024
ENROLL = "/candor.v1.IdentityService/Enroll"
CANCEL = struct.pack(">I", 8)


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def header(name, value):
    """Neither shortened nor remembered."""
    return b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def call_of(path, more=()):
    pairs = [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "127.0.0.1"),
             ("te", "trailers"), ("content-type", "application/grpc"), *more]
    return b"".join(header(name, value) for name, value in pairs)


class Connection:
    """Without a certificate. Acknowledges nothing by itself."""

    def __init__(self, network):
        host, port = network.split(":")
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection((host, int(port)), timeout=20))
        self.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0))
        self.windows = {0: 65535, 1: 65535}
        self._read = b""

    def send(self, data):
        self.socket.sendall(data)

    def next_frame(self):
        while True:
            if len(self._read) >= 9:
                length = int.from_bytes(self._read[:3], "big")
                if len(self._read) >= 9 + length:
                    kind, flags, stream = struct.unpack(">BBI", self._read[3:9])
                    payload, self._read = self._read[9:9 + length], self._read[9 + length:]
                    self._look_at(kind, flags, stream, payload)
                    return kind, flags, stream, payload
            got = self.socket.recv(65536)
            if not got:
                raise ConnectionError("hung up on")
            self._read += got

    def _look_at(self, kind, flags, stream, payload):
        if kind == WINDOW_UPDATE:
            self.windows[stream] = self.windows.get(stream, 0) + int.from_bytes(payload, "big")
        if kind == SETTINGS and not flags & ACK:
            for at in range(0, len(payload), 6):
                what, value = struct.unpack(">HI", payload[at:at + 6])
                if what == INITIAL_WINDOW_SIZE:
                    self.windows[1] += value - 65535
            self.send(frame(SETTINGS, ACK, 0))

    def is_hung_up_on(self, seconds):
        """Whether the other end ends it by then; reads on until it does."""
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                self.socket.settimeout(max(0.01, deadline - time.monotonic()))
                if not self.socket.recv(65536):
                    return True
        except TimeoutError:
            return False
        except OSError:
            return True
        return False

    def close(self):
        self.socket.close()


class FloodTest(unittest.TestCase):
    """One practice, in which one person works."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.practice.make_ready()
        cls.practice.enroll("rosa", cls.practice.directors_code())

    def connect(self):
        connection = Connection(self.practice.network)
        self.addCleanup(connection.close)
        return connection

    def most_held(self):
        """How much memory the daemon has had at most, in MiB."""
        status = pathlib.Path(f"/proc/{self.practice.daemon_pid}/status").read_text(encoding="ascii")
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024

    def seconds_of_today(self):
        began = time.monotonic()
        self.practice.on_machine("rosa", "today")
        return time.monotonic() - began

    def flood(self, each, streams=20000):
        """`each`: what is sent for a stream of that number. Whether it is hung up on."""
        connection = self.connect()
        try:
            for first in range(1, 2 * streams, 200):
                connection.send(b"".join(each(stream) for stream in range(first, first + 200, 2)))
        except OSError:
            return True
        return connection.is_hung_up_on(20)

    def check_flood(self, each):
        before = self.most_held()

        self.assertTrue(self.flood(each))

        self.assertLess(self.most_held() - before, 150)
        self.assertLess(self.seconds_of_today(), 5)
        # What the address has to wait for, that is: new connections of it.
        time.sleep(1)

    def test_1_a_small_message_does_not_grow(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
        self.assertLess(len(packed), 200 * 1024)
        rest = b"\1" + struct.pack(">I", len(packed)) + packed
        before = self.most_held()
        connection = self.connect()

        connection.send(frame(HEADERS, END_HEADERS, 1, call_of(ENROLL, [("grpc-encoding", "gzip")])))
        answered = []
        while rest:
            room = min(len(rest), LARGEST_FRAME, connection.windows[0], connection.windows[1])
            if room > 0:
                connection.windows[0] -= room
                connection.windows[1] -= room
                connection.send(frame(DATA, END_STREAM if room == len(rest) else 0, 1, rest[:room]))
                rest = rest[room:]
                continue
            answered.append(connection.next_frame())
            if answered[-1][0] in (RST_STREAM, GOAWAY):
                break
        while not any(kind in (RST_STREAM, GOAWAY) or (kind == HEADERS and flags & END_STREAM)
                      for kind, flags, _, _ in answered):
            answered.append(connection.next_frame())

        self.assertNotIn(DATA, [kind for kind, _, _, _ in answered], "only what is granted is answered with a message")
        self.assertLess(self.most_held() - before, 40)
        self.assertLess(self.seconds_of_today(), 5)

    def test_2_calls_on_a_connection_that_agrees_to_no_bound(self):
        call = call_of("/candor.v1.DaemonService/GetStatus")
        self.check_flood(lambda stream: frame(HEADERS, END_HEADERS, stream, call) +
                         frame(DATA, END_STREAM, stream, bytes(5)))

    def test_3_calls_that_are_taken_back_at_once(self):
        call = call_of(ENROLL)
        self.check_flood(lambda stream: frame(HEADERS, END_HEADERS, stream, call) +
                         frame(RST_STREAM, 0, stream, CANCEL))

    def test_4_calls_of_which_no_message_comes(self):
        call = call_of(ENROLL)
        self.check_flood(lambda stream: frame(HEADERS, END_HEADERS, stream, call))

    def test_5_what_is_answered_before_the_gate(self):
        call = call_of("/grpc.health.v1.Health/Check")
        self.check_flood(lambda stream: frame(HEADERS, END_HEADERS, stream, call) +
                         frame(RST_STREAM, 0, stream, CANCEL))

    def test_6_connections_on_which_nobody_calls_lock_nobody_out(self):
        held = []
        deadline = time.monotonic() + 60
        while len(held) < 300 and time.monotonic() < deadline:
            try:
                held.append(self.connect())
            except OSError:
                time.sleep(0.1)
        self.assertEqual(len(held), 300)
        # New ones of one address come so fast and no faster.
        time.sleep(2)

        self.assertLess(self.seconds_of_today(), 5)

        self.assertTrue(held[0].is_hung_up_on(1), "the oldest has made room")


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)

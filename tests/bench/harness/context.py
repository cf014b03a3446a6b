"""What a run of the benchmarks knows."""

import dataclasses
import pathlib


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured with. The quick ones keep a whole run under five minutes; what a figure was measured with
    stands in its notes."""

    seconds: float  # of a round of appends
    ledger: int  # entries of the large ledger
    practice: int  # rows of the imported practice
    imported: int  # rows of an import
    raw: int  # puts of db_bench
    long_case: int
    long_member: int


QUICK = Sizes(seconds=2, ledger=100_000, practice=60_000, imported=20_000, raw=500_000, long_case=10_000,
              long_member=2_000)
FULL = Sizes(seconds=10, ledger=10_000_000, practice=10_000_000, imported=200_000, raw=2_000_000, long_case=100_000,
             long_member=20_000)


class Context:
    """`root`: the project; `build`: what is measured; `scratch`: a folder of this run's own, on the disk of the build;
    `wanted`: the names of the figures that are asked for."""

    def __init__(self, root, build, scratch, sizes, wanted=()):
        self.root = pathlib.Path(root)
        self.build = pathlib.Path(build)
        self.scratch = pathlib.Path(scratch)
        self.sizes = sizes
        self.wanted = tuple(wanted)
        self._made = {}

    def once(self, make):
        """What `make(self)` gives, made once in a run: several figures are of the same data."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def program(self, name):
        folder = "bench" if name.startswith("candor_") else "bin"
        return str(self.build / folder / name)

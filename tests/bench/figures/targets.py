"""The table of what is measured: names, units and targets."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Target:
    unit: str
    target: float
    better: str  # "higher" or "lower"
    baseline: str


TARGETS = {
    "append_vs_null": Target("ratio", 0.30, "higher", "null callback RPC, same message and build"),
    "append_vs_postgres": Target("ratio", 1.5, "higher", "PostgreSQL 15, pgbench, the same fields, three indexes"),
    "append_vs_etcd": Target("ratio", 0.8, "higher", "etcd 3.4 Put, the same bytes and load program"),
    "append_tls": Target("ratio", 0.75, "higher", "the same appends in the clear"),
    "append_flatness": Target("ratio", 1.2, "lower", "an append to a case with 100 entries"),
    "append_late_flatness": Target("ratio", 3, "lower", "an append in order"),
    "append_memory_flatness": Target("ratio", 1.3, "lower", "the daemon's memory after a tenth of the entries"),
    "import_vs_raw": Target("ratio", 0.15, "higher", "db_bench fillrandom, batches of 100"),
    "report_vs_postgres": Target("ratio", 50, "higher", "PostgreSQL 15, the same figures by SQL"),
    "report_ms": Target("ms", 20, "lower", "none"),
    "timeline_ms": Target("ms", 5, "lower", "none"),
    "policy_us_per_entry": Target("µs", 10, "lower", "none"),
    "replay_entries_per_s": Target("1/s", 300_000, "higher", "none"),
    "verify_leaves_per_s": Target("1/s", 500_000, "higher", "none"),
    "open_ms": Target("ms", 1000, "lower", "none"),
    "open_rss_mib": Target("MiB", 300, "lower", "none"),
    "disk_per_entry": Target("ratio", 2.0, "lower", "bytes of the entries as sent"),
    "cli_vs_bare": Target("ratio", 1.5, "lower", "a bare gRPC C++ client making one call"),
}


def figure(name, value, missing=None):
    """As it stands in the JSON file. `missing`: what is not installed, instead of a value."""
    target = TARGETS[name]
    return {"name": name, "value": None if missing else value, "unit": target.unit, "target": target.target,
            "better": target.better, "baseline": f"missing: {missing}" if missing else target.baseline}


def is_met(entry):
    """Whether a figure is as its target says; one without a value is not."""
    if entry["value"] is None:
        return False
    if entry["better"] == "higher":
        return entry["value"] >= entry["target"]
    return entry["value"] <= entry["target"]

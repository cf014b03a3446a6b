"""What each figure is measured by: a function takes the context and gives (figure, notes for the terminal)."""

from figures import append, flatness, importing, ledger, network, reading, report

# In an order in which those that share their data stand together.
ALL = {
    "append_vs_null": append.append_vs_null,
    "append_vs_postgres": append.append_vs_postgres,
    "append_vs_etcd": append.append_vs_etcd,
    "policy_us_per_entry": append.policy_us_per_entry,
    "append_tls": network.append_tls,
    "append_flatness": flatness.append_flatness,
    "append_late_flatness": flatness.append_late_flatness,
    "append_memory_flatness": ledger.append_memory_flatness,
    "disk_per_entry": ledger.disk_per_entry,
    "open_ms": ledger.open_ms,
    "open_rss_mib": ledger.open_rss_mib,
    "verify_leaves_per_s": ledger.verify_leaves_per_s,
    "import_vs_raw": importing.import_vs_raw,
    "replay_entries_per_s": importing.replay_entries_per_s,
    "report_vs_postgres": report.report_vs_postgres,
    "report_ms": report.report_ms,
    "timeline_ms": reading.timeline_ms,
    "cli_vs_bare": reading.cli_vs_bare,
}

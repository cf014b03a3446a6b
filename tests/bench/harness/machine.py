"""What the figures were measured on."""

import os
import pathlib
import platform
import re
import subprocess

PACKAGES = [
    "libgrpc++1.51",
    "libprotobuf32",
    "librocksdb7.8",
    "libssl3",
    "libjemalloc2",
    "libnghttp2-14",
    "postgresql-15",
    "etcd-server",
    "rocksdb-tools",
]


def describe(build):
    lines = [f"machine: {processor()}, {os.cpu_count()} processors seen, {len(os.sched_getaffinity(0))} usable, "
             f"{memory_gib():.0f} GiB, Linux {platform.release()}",
             f"load at the start: {os.getloadavg()[0]:.1f} (one minute)",
             f"disk: {file_system(build)}", f"compiler: {compiler(build)}", f"packages: {packages()}"]
    return lines


def processor():
    found = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"),
                      re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory_gib():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def file_system(folder):
    shown = subprocess.run(["df", "--output=fstype,avail", "-h", str(folder)], capture_output=True, text=True,
                           check=False)
    return " ".join(shown.stdout.splitlines()[-1].split()) + " free" if shown.returncode == 0 else "unknown"


def compiler(build):
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    values = dict(re.findall(r"^(CMAKE_CXX_COMPILER|CMAKE_BUILD_TYPE|CMAKE_CXX_FLAGS):\w+=(.*)$", cache, re.MULTILINE))
    version = subprocess.run([values.get("CMAKE_CXX_COMPILER", "c++"), "--version"], capture_output=True, text=True,
                             check=False).stdout.splitlines()
    flags = f"{values.get('CMAKE_BUILD_TYPE', '')} {values.get('CMAKE_CXX_FLAGS', '')}".strip()
    return f"{version[0] if version else 'unknown'}, {flags}"


def packages():
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}; ", *PACKAGES], capture_output=True,
                           text=True, check=False)
    return shown.stdout.strip("; ") or "unknown"

"""Reading in a process of its own: in, paths; out, what was read, and the most memory that it took."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import detector

_SCRIPT = """
import json, sys
from detector.ingestion.read import read
skipped = []
ids = [article.id for article in read(*sys.argv[1:], on_skip=skipped.append)]
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps({"ids": ids, "reasons": {file.path: file.reason for file in skipped}, "peak": peak / 1024}))
"""
"""The peak is the system's, of this program alone: that of ``getrusage`` has in it the process that it was started from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a process read."""

    ids: list[str]
    reasons: dict[str, str]
    """Of what was skipped, by path."""
    peak: float
    """Megabytes that the process took at most."""


def read_apart(*paths: Path) -> Reading:
    """Read paths in a new process."""
    environment = {**os.environ, "PYTHONPATH": str(Path(detector.__file__).parent.parent)}
    command = [sys.executable, "-c", _SCRIPT, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    return Reading(**json.loads(done.stdout))

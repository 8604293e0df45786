"""Seconds to start and to answer, and memory, each beside an anchor taken in the same run.

`.venv/bin/python tests/bench/start.py`
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from guichet.tests.bench.measure import TIMES, in_turns, resident, show, time_python
from guichet.tests.serving import Serving

LIBRARIES = "import sqlalchemy.orm, telegram.ext, starlette"


def serve_once() -> tuple[float, float]:
    """Start the service on an empty folder and mail it; return seconds to `ready`, and MB after the answer left."""
    with TemporaryDirectory() as folder:
        before = time.perf_counter()
        with Serving(Path(folder)) as serving:
            seconds = time.perf_counter() - before
            serving.mail("Quelle est la date limite ?")
            serving.until_outgoing(1)
            return seconds, resident(serving.process.pid)


def weigh_libraries() -> float:
    """Return the MB of a process that has imported the libraries and nothing else."""
    code = f"{LIBRARIES}; print(open('/proc/self/status').read())"
    status = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    runs = [(*serve_once(), time_python("-c", LIBRARIES), weigh_libraries()) for _ in range(TIMES)]
    seconds, memory, importing, weight = (median(figures) for figures in zip(*runs, strict=True))
    show("guichet serve until ready", seconds, "s", "importing its libraries", importing)
    show("memory after a mail was answered", memory, "MB", "its libraries alone", weight)
    asking, nothing = in_turns(
        lambda: time_python("-m", "guichet", "ask", "date limite ?"), lambda: time_python("-c", "pass")
    )
    show('guichet ask "date limite ?"', asking, "s", "python -c pass", nothing)


if __name__ == "__main__":
    main()

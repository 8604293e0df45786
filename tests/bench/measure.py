"""Measuring beside an anchor: a figure and a yardstick in turns, in one run, so that their ratio holds anywhere."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

TIMES = 5


def in_turns(measured: Callable[[], float], anchor: Callable[[], float], times: int = TIMES) -> tuple[float, float]:
    """Take both figures so many times, one after the other, and return the median of each."""
    figures = [(measured(), anchor()) for _ in range(times)]
    return median(one for one, _ in figures), median(other for _, other in figures)


def show(what: str, figure: float, unit: str, yardstick: str, anchor: float) -> None:
    """Print a figure, the anchor's, and how many times the anchor it is."""
    print(f"{what:<34} {figure:10.2f} {unit:<4} {figure / anchor:7.2f} x {yardstick} ({anchor:.2f} {unit})", flush=True)


def time_python(*arguments: str) -> float:
    """Run a Python of its own and return the seconds it took."""
    before = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


def resident(pid: int | str) -> float:
    """Return the resident memory of a process, in MB (VmRSS)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024

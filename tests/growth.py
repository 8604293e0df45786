"""How the time of something grows with its input: a ratio within one run, for seconds differ between machines."""

import time
from collections.abc import Callable

LEAST = 0.005
"""Seconds below which a clock tells nothing."""


def grows_in_step(act: Callable[[str], object], piece: str, times: int) -> bool:
    """Tell whether four times the input takes about four times as long, and not its square's sixteen."""
    small, large = (min(_time(act, piece * n) for _ in range(2)) for n in (times, 4 * times))
    return large < 9 * max(small, LEAST)


def _time(act: Callable[[str], object], text: str) -> float:
    before = time.perf_counter()
    act(text)
    return time.perf_counter() - before

"""Logs: one JSON object a line, in a file that is rotated; nothing of what candidates write, no address, no token."""

import logging
import re
import sys
from collections.abc import MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

MOST_BYTES = 10_000_000
FILES_KEPT = 5
QUIET = ("httpx", "httpcore", "mail.log", "mail.debug", "uvicorn.access", "uvicorn.error", "asyncio", "telegram")
"""Libraries whose INFO lines show tokens or addresses."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_TOKEN = re.compile(r"\d{3,}:[\w-]{20,}")


def set_up_logs(folder: Path, level: str) -> None:
    """Log to `guichet.log` in a folder, from `level` on (debug, info, warning, error)."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "guichet.log", maxBytes=MOST_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    shared = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler, _on_screen(shared)], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _on_screen(shared: list[Any]) -> logging.Handler:
    """Show in the terminal what a person must mend."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.CRITICAL)
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    write = structlog.dev.ConsoleRenderer(colors=False)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[drop, write]))
    return handler


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask addresses and tokens, should a library's message hold one."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _TOKEN.sub("[token]", _ADDRESS.sub("[address]", value))
    return event

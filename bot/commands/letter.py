"""`guichet letter`: raw mails as the intake reads them."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from ...mailbox.intake.errors import IntakeError
from ...mailbox.intake.letter import Letter, read_letter


def run(files: Sequence[Path], out: TextIO) -> int:
    """Print one JSON object a file; return 1 if one could not be read as a letter, 2 if one is not there."""
    status = 0
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            print(f"guichet: {file}: expected a file with a raw mail, found none ({error.strerror})", file=sys.stderr)
            return 2
        try:
            row = describe(read_letter(raw))
        except IntakeError as error:
            row, status = {"error": str(error)}, 1
        out.write(json.dumps({"file": str(file), **row}, ensure_ascii=False) + "\n")
    return status


def describe(letter: Letter) -> dict[str, Any]:
    """Turn a letter into what other programs read."""
    return {
        "from": letter.address,
        "name": letter.name,
        "subject": letter.subject,
        "text": letter.text,
        "reply": letter.words,
        "attachments": [{"name": f.name, "size": len(f.content), "type": f.type} for f in letter.files],
        "automatic": letter.automatic,
        "kind": letter.kind.value,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "defects": list(letter.defects),
    }

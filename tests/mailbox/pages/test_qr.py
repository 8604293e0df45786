import re

import segno

from guichet.mailbox.pages.qr import QUIET, draw_qr

TEXT = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"


def test_the_path_draws_the_dark_modules_and_no_other() -> None:
    code = draw_qr(TEXT)
    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(length))
    }

    rows = segno.make_qr(TEXT, error="m").matrix
    dark = {(x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert code.size == len(rows) + 2 * QUIET

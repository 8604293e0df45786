from collections.abc import Sequence

from jinja2 import Environment

from guichet.mailbox.desk.conflict import Conflict, ConflictKind, Whom
from guichet.mailbox.pages.rendering import render
from guichet.tests.factories import NOW

CALLS = Conflict(ConflictKind.DATE, "Le <b>28</b>.", "Le 20.", None, "deadline")
OTHERS = Conflict(ConflictKind.AMOUNT, "2 400 €.", "2 900 €.", Whom(NOW, "mail", 12), "staff:1")

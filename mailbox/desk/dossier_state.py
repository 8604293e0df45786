"""Which changes of an application's state are lawful: forward, as the call's selection goes; steps may be left out."""

from collections.abc import Mapping
from functools import cache

from ..records.models import DossierState as S

NEXT: Mapping[S, tuple[S, ...]] = {
    S.DRAFT: (S.FILED,),
    S.FILED: (S.ADMISSIBLE, S.INADMISSIBLE, S.PRESELECTED, S.NOT_PRESELECTED),
    S.ADMISSIBLE: (S.PRESELECTED, S.NOT_PRESELECTED),
    S.INADMISSIBLE: (),
    S.PRESELECTED: (S.AUDITION,),
    S.NOT_PRESELECTED: (),
    S.AUDITION: (S.SELECTED, S.WAITING_LIST, S.NOT_SELECTED),
    S.WAITING_LIST: (S.SELECTED, S.NOT_SELECTED),
    S.SELECTED: (S.STARTED,),
    S.NOT_SELECTED: (),
    S.STARTED: (),
}
"""What may come right after each state: filing, preselection on the dossier, audition, result, start (call.md)."""


@cache
def may_become(before: S) -> frozenset[S]:
    """Return all that a state may become, however many steps a file leaves out, and the state itself."""
    return frozenset({before}).union(*(may_become(after) for after in NEXT[before]))

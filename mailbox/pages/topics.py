"""What a pair is called on the desk's screens."""

from ...knowledge.call import Pair
from ..delivery.phrases import capital, name_pair
from .translation import language


def name_topic(pair: Pair | str) -> str:
    """Say what a pair is about, with a capital; its own key where it has no label."""
    label = name_pair(pair, language())
    return str(pair) if label == name_pair("", language()) else capital(label)

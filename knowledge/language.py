"""The language a text is written in, told by its small words."""

from enum import StrEnum

from .text import fold


class Language(StrEnum):
    """The languages that are told apart; what is neither French nor English is `OTHER`."""

    FRENCH = "fr"
    ENGLISH = "en"
    OTHER = "other"


_SMALL_WORDS = {
    Language.FRENCH: """le la les des du un une et est ce que qui quoi quel quelle quels quelles je j ai tu il elle on
        nous vous ils mon ma mes votre vos notre pour pas ne dans sur avec sans au aux par puis peut quand comment
        combien ou bonjour merci svp suis etes sont faut y c d l n s qu si en deja oui non avant apres chez aussi
        date limite""",
    Language.ENGLISH: """the of and is are am i you we my your our for not with without at by can could would should do
        does did what when where who how which will be been have has it this that there to from if or hello hi thanks
        thank please dear was any much many long need get deadline yes still whether before after""",
    Language.OTHER: """el los las una que para por como cuando donde cual estoy soy hola gracias puedo hasta del mi con
        buenos estimados der die das und ist ich sie wann wie wo bitte danke kann fur mit nicht ein eine il gli che
        sono quando dove posso buongiorno grazie della per non ate quero obrigado ola voce hasta saber usted je
        wat wanneer kunt""",
}
_SETS = {language: frozenset(text.split()) for language, text in _SMALL_WORDS.items()}
_ACCENTED = frozenset("éèêàùçœî")


def tell_language(text: str) -> Language | None:
    """Tell the language, or None where nothing speaks for one: then what is known of the person holds."""
    found = "".join(c if c.isalnum() else " " for c in fold(text[:4000])).split()
    if not found:
        return None
    if sum(c.isalpha() and ord(c) > 0x24F for c in text[:4000]) > sum(len(word) for word in found) / 2:
        return Language.OTHER
    counts = {language: sum(word in small for word in found) for language, small in _SETS.items()}
    counts[Language.FRENCH] += bool(_ACCENTED & set(text.lower()))
    counts[Language.OTHER] += 2 * bool(set("ñ¿¡ß") & set(text.lower()))
    best = max(counts, key=lambda language: counts[language])  # of two that are equal the first: French
    if not counts[best]:
        return None
    if best is Language.OTHER and counts[best] < counts[Language.FRENCH] + counts[Language.ENGLISH] + 2:
        best = max((Language.FRENCH, Language.ENGLISH), key=lambda language: counts[language])
    return best

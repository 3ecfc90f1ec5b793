"""Where one source stands among others: alone, or against itself."""

from timeline.disagreement.statement import Disagreement


def stands_alone(found: Disagreement, source: str) -> tuple[str, ...]:
    """List the answers (letters) that this source gives and no other source gives or agrees with.

    It needs another source to be alone among: where one source contradicts itself, nobody is.
    """
    if len(found.sources) < 2:
        return ()
    elsewhere = {statement.letter for statement in found.statements if statement.source != source}
    return tuple(
        letter
        for letter in found.letters_of(source)
        if letter not in elsewhere and not elsewhere.intersection(found.answer(letter).agrees_with)
    )


def contradicts_itself(found: Disagreement, source: str) -> bool:
    """Tell whether this source gives two answers that cannot be true together."""
    letters = found.letters_of(source)
    return any(
        letters[second] not in found.answer(letters[first]).agrees_with
        for first in range(len(letters))
        for second in range(first)
    )

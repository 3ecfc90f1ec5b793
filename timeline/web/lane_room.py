"""How much room a page has for events in lanes, which is what else stands on it leaves of its bound."""

from collections.abc import Iterable, Sequence
from typing import Final

from timeline.web.filtering import Chip, Field
from timeline.web.slim_band import SlimBand
from timeline.web.strip import Strip

#: How many elements a page with lanes has at most, whatever the record holds: twice what a page with the list
#: has, which is the first view, since who chooses lanes wants to see all at once.
MOST_ELEMENTS: Final = 2_400
#: The head and the foot of the page, the switches, what it can be had as, the frames of overview and form.
_ALWAYS: Final = 200
_OF_CHIP: Final = 4
_MOST_CHIPS: Final = 14
#: A field, and each of its boxes beside what they offer.
_OF_FIELD, _OF_BOX = 4, 2
_OF_BAND: Final = 5
#: A pattern with a stripe for each colour, and a piece with its name.
_OF_FILL, _OF_PIECE = 5, 2


def room_for_lanes(
    strip: Strip, bands: Iterable[SlimBand], fields: Iterable[Field], chips: Sequence[Chip]
) -> int:
    """Give how many elements events in lanes may have on a page with these."""
    taken = _ALWAYS + of_strip(strip) + sum(map(_of_band, bands)) + sum(map(_of_field, fields))
    return MOST_ELEMENTS - taken - _OF_CHIP * min(len(chips), _MOST_CHIPS)


def of_strip(strip: Strip) -> int:
    """Give how many elements the bars, ticks and marks of an overview have."""
    marks = sum(2 + 2 * len(mark.flags) for mark in strip.marks)
    return 2 * len(strip.bars) + 2 * len(strip.ticks) + marks


def _of_band(band: SlimBand) -> int:
    return _OF_BAND + _OF_FILL * len(band.fills) + _OF_PIECE * len(band.pieces)


def _of_field(field: Field) -> int:
    """Count the boxes of a field as the form has them: one for each value and one more, or one for all."""
    chosen = sum(choice.is_chosen for choice in field.choices)
    if chosen > 2:
        return _OF_FIELD + _OF_BOX + min(len(field.choices), 20)
    return _OF_FIELD + (chosen + 1) * _OF_BOX + chosen + (chosen + 1) * (len(field.choices) - chosen)

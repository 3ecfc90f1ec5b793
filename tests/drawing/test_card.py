"""The pictures of pages: always of one size, the same for the same data, whatever the texts are."""

import io

import pytest
from PIL import Image

from timeline.drawing.card import HEIGHT, WIDTH, Card, card_png, drawable

TITLES = [
    "Secure Communities, 2008–2012",
    "áéíóúñü ÁÉÍÓÚÑÜ “quoted” — and so on…",
    "قانون المياه الجديد",
    "漢字 😀",
    "x" * 10_000,
    "word " * 2_000,
    "\x00\x07\u202egnorw</p><script>",
    "",
]


def _card(title: str, bars: tuple[float, ...] = ()) -> Card:
    return Card(kicker="Timeline", title=title, date="7 or 8 September 2010", foot="3 sources", bars=bars)


def _picture(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(card_png(card))).convert("RGB")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("bars", [(), (0.0, 0.5, 1.0) * 40, (1.0,)])
def test_a_card_has_its_size_and_keeps_its_margins(title: str, bars: tuple[float, ...]) -> None:
    picture = _picture(_card(title, bars))
    assert picture.size == (WIDTH, HEIGHT)
    paper = picture.getpixel((WIDTH - 20, 20))
    margin = picture.crop((WIDTH - 60, 0, WIDTH, HEIGHT))
    assert margin.getcolors() == [(60 * HEIGHT, paper)]


def test_the_same_data_give_the_same_bytes() -> None:
    card = _card(TITLES[1], (0.1, 0.9))
    assert card_png(card) == card_png(card)
    assert card_png(card) != card_png(_card(TITLES[0], (0.1, 0.9)))


def test_accents_and_quotation_marks_are_drawn_and_not_boxes() -> None:
    assert drawable("áéñü “x” — ’ …") == "áéñü “x” — ’ …"


def test_what_no_font_has_is_left_out_and_never_drawn_as_boxes() -> None:
    assert drawable("The water law \U0001f9e0 of the city") == "The water law of the city"
    assert drawable("漢字漢字") == ""


def test_a_title_from_right_to_left_stands_at_the_right() -> None:
    def ink(title: str) -> tuple[int, int]:
        band = _picture(_card(title)).crop((20, 118, WIDTH, 200)).convert("L")
        box = band.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert box is not None
        return box[0] + 20, box[2] + 20

    assert ink("قانون")[1] > WIDTH - 100 > 500 > ink("Law")[1]

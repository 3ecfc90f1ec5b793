"""Make series and figures for tests in a line each."""

from timeline.records.series import Figure, Series


def figure(
    value: str,
    period: str = "",
    qualifier: str = "exactly",
    *,
    source: str = "paper",
    attributed_to: str = "",
    place: str = "",
) -> Figure:
    """Make a figure."""
    return Figure(
        value=value,
        period=period,
        qualifier=qualifier,
        source=source,
        attributed_to=attributed_to,
        place=place,
    )


def series(
    *figures: Figure,
    id: str = "people",  # noqa: A002 - the name of the field
    measure: str = "count",
    unit: str = "persons",
    whole: str = "",
    topics: tuple[str, ...] = (),
) -> Series:
    """Make a series of figures; its title is its id with a capital."""
    return Series(
        id=id,
        timelines=("story",),
        title=id.replace("-", " ").capitalize(),
        definition="What is counted.",
        unit=unit,
        measure=measure,
        whole=whole,
        topics=topics,
        figures=figures,
    )

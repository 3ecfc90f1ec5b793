"""A workbook in the format of Excel (.xlsx, ECMA-376), written row by row as its rows come.

Nothing of it is kept but the row in hand: sheets go straight into the zip file, and what names them all
comes last. So it needs no temporary file, which an interruption could leave behind, and has the same content
for the same rows everywhere. Texts stand in their cells as texts (inline strings): a spreadsheet never runs
one, whatever it begins with, so that no apostrophe is put before it.

What a sheet cannot hold is said, never passed over: a text longer than a cell may be is cut and says so at
its end; rows beyond the last of a sheet go on in a further sheet; a day before 1 March 1900, and a number of
more than fifteen digits, which Excel would change, stand as text.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from timeline.exports.typed_tables import Value

#: The limits of Excel.
MOST_ROWS = 1_048_576
LONGEST = 32_767
_KEPT = 32_000
_FIRST_DAY = dt.date(1900, 3, 1)
_DAY_ZERO = dt.date(1899, 12, 30)
_MOST_DIGITS = 15

_PIECE = 64 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, or what reading would change, is written by its number, as ECMA-376 has it.
_CODED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPACED = re.compile(r"^\s|\s$|\s\s|[\t\n]")

#: How a cell looks: the place of its format in the styles.
PLAIN, HEADER, DAY, WRAPPED = range(4)

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECEF"/><bgColor indexed="64"/></patternFill>'
    "</fill></fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet to write: its name, its header, the widths of its columns in characters, and its rows."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    rows: Callable[[], Iterator[Sequence[Value]]]
    wrapped: bool = False


@dataclass(kw_only=True)
class Workbook:
    """A workbook as it is written, and what could not be written as it is.

    `most_rows` is how many rows a sheet may have, its header counted.
    """

    title: str
    most_rows: int = MOST_ROWS
    cut: dict[str, int] = field(default_factory=dict)
    continued: dict[str, int] = field(default_factory=dict)
    _written: list[tuple[str, str]] = field(default_factory=list)

    def files(
        self, sheets: Sequence[Sheet], first: Callable[[], Sheet]
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the files of the workbook's zip; `first` stands before the others, and is made after them.

        Each file has to be read to its end before the next is asked for.
        """
        for sheet in sheets:
            rows = _Ahead(sheet.rows())
            part = 1
            while part == 1 or rows.has_more:
                name = sheet.name if part == 1 else f"{sheet.name} {part}"
                yield self._path(len(self._written) + 2), self._sheet(name, sheet, rows, self.most_rows)
                part += 1
            if part > 2:
                self.continued[sheet.name] = part - 1
        made = first()
        yield self._path(1), self._sheet(made.name, made, _Ahead(made.rows()), MOST_ROWS)
        # It is the first of all, though it was written last.
        self._written.insert(0, self._written.pop())
        yield from self._rest()

    def _sheet(self, name: str, sheet: Sheet, rows: "_Ahead", most: int) -> Iterator[bytes]:
        columns = [_letters(place) for place in range(len(sheet.header))]
        pieces = [_sheet_head(sheet)]
        pieces.append(_header(columns, sheet.header))
        number, size = 1, 0
        while number < most and rows.has_more:
            number += 1
            row = self._row(number, columns, next(rows), sheet)
            pieces.append(row)
            size += len(row)
            if size >= _PIECE:
                yield "".join(pieces).encode()
                pieces, size = [], 0
        reach = f"A1:{columns[-1]}{number}"
        pieces.append(f'</sheetData><autoFilter ref="{reach}"/></worksheet>')
        yield "".join(pieces).encode()
        self._written.append((name, f"$A$1:${columns[-1]}${number}"))

    def _row(self, number: int, columns: Sequence[str], values: Sequence[Value], sheet: Sheet) -> str:
        style = WRAPPED if sheet.wrapped else PLAIN
        cells = [
            self._cell(f"{column}{number}", value, style, sheet.name)
            for column, value in zip(columns, values, strict=True)
            if value is not None and value != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, value: Value, style: int, name: str) -> str:
        if isinstance(value, bool):
            return f'<c r="{place}"{_styled(style)} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | Decimal) and _is_held(value):
            return f'<c r="{place}"{_styled(style)}><v>{value:f}</v></c>'
        if isinstance(value, dt.date):
            if value >= _FIRST_DAY:
                return f'<c r="{place}" s="{DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
            return _text(place, value.isoformat(), style)
        text = str(value)
        if len(text) * 2 > LONGEST and _length(text) > LONGEST:
            self.cut[name] = self.cut.get(name, 0) + 1
            text = shortened(text)
        return _text(place, text, style)

    def _path(self, number: int) -> str:
        return f"xl/worksheets/sheet{number}.xml"

    def _rest(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        count = len(self._written)
        yield "xl/styles.xml", _file(_STYLES)
        yield "xl/workbook.xml", _file(self._workbook())
        yield "xl/_rels/workbook.xml.rels", _file(_relations_of_book(count))
        yield "docProps/core.xml", _file(_properties(self.title))
        yield "_rels/.rels", _file(_relations())
        yield "[Content_Types].xml", _file(_types(count))

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, (name, _) in enumerate(self._written, start=1)
        )
        names = "".join(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
            f"{escape(_quoted(name))}!{reach}</definedName>"
            for place, (name, reach) in enumerate(self._written)
        )
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
        )


class _Ahead:
    """Rows of which the next is known before it is asked for."""

    def __init__(self, rows: Iterator[Sequence[Value]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    @property
    def has_more(self) -> bool:
        """Tell whether there is another row."""
        return self._next is not None

    def __next__(self) -> Sequence[Value]:
        """Give the next row."""
        if self._next is None:
            raise StopIteration
        row, self._next = self._next, next(self._rows, None)
        return row


def shortened(text: str) -> str:
    """Cut a text to what a cell holds, and say at its end that it was cut and how long it is."""
    kept = text.encode("utf-16-le", "surrogatepass")[: _KEPT * 2].decode("utf-16-le", "ignore")
    return f"{kept}… [cut: {len(text):,} characters are more than a cell holds; the CSV files have them all]"


def _length(text: str) -> int:
    """Count as Excel does: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_held(value: int | Decimal) -> bool:
    return len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS


def _text(place: str, text: str, style: int) -> str:
    coded = _CODED.sub(lambda sign: f"_x{ord(sign[0]):04X}_" if sign[0] != "_" else "_x005F_", text)
    # White space at an end, or more than one sign of it, would be lost.
    kept = ' xml:space="preserve"' if _SPACED.search(coded) else ""
    return f'<c r="{place}"{_styled(style)} t="inlineStr"><is><t{kept}>{escape(coded)}</t></is></c>'


def _styled(style: int) -> str:
    return f' s="{style}"' if style else ""


def _sheet_head(sheet: Sheet) -> str:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
    )


def _header(columns: Sequence[str], names: Sequence[str]) -> str:
    cells = "".join(_text(f"{column}1", name, HEADER) for column, name in zip(columns, names, strict=True))
    return f'<row r="1">{cells}</row>'


def _letters(place: int) -> str:
    """Name a column as a spreadsheet does: A to Z, then AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _file(content: str) -> Iterator[bytes]:
    return iter(((content if content.startswith("<?xml") else _HEAD + content).encode(),))


def _relations_of_book(sheets: int) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_RELATED}/styles" Target="styles.xml"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}{styles}</Relationships>'


def _relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _properties(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_CODED.sub('', title))}</dc:title><dc:creator>Timeline</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    each = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{each}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )

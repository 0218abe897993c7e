from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.exchange.spreadsheets import RefusedSpreadsheet, read_spreadsheet, read_table
from tests.exchange.workbooks import with_member, xlsx

PLAIN = xlsx(survey=[{"type": "text", "name": "note"}])
BOMB = """<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>"""


def refusal(content: bytes, name: str = "form.xlsx") -> str:
    with pytest.raises(RefusedSpreadsheet) as refused:
        read_spreadsheet(content, name=name)
    return str(refused.value)


def test_rows_are_numbered_as_spreadsheets_count_and_headings_are_in_small_letters() -> None:
    content = xlsx(survey=[{"Type": "text", "NAME": "a"}, {}, {"Type": "note", "NAME": 3.0}])

    rows = read_spreadsheet(content, name="form.xlsx")["survey"]

    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"type": "text", "name": "a"}),
        (4, {"type": "note", "name": "3"}),
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("xl/vbaProject.bin", "holds macros (xl/vbaProject.bin)"),
        ("hidden/vbaProject.bin", "holds macros"),
        ("xl/externalLinks/externalLink1.xml", "holds links to other files"),
        ("xl/connections.xml", "connections to data elsewhere"),
        ("xl/embeddings/oleObject1.bin", "embedded files"),
        ("xl/activeX/activeX1.xml", "controls that run programs"),
    ],
)
def test_what_runs_or_fetches_is_refused_with_its_name(name: str, sentence: str) -> None:
    assert sentence in refusal(with_member(PLAIN, name, b"x"))


@pytest.mark.parametrize("name", ["form.xlsm", "form.XLSM", "form.xlsb"])
def test_a_file_named_after_macros_is_refused(name: str) -> None:
    assert refusal(PLAIN, name) == "Files with macros are not read: save it as .xlsx without them."


def test_a_file_that_calls_itself_macro_enabled_is_refused() -> None:
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/></Types>'

    assert "macros" in refusal(with_member(PLAIN, "[Content_Types].xml", types))


def test_a_file_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    bomb = with_member(PLAIN, "xl/media/a.xml", b"0" * 1_000_000, repeated=50)

    assert len(bomb) < 100_000
    assert "much larger when it is unpacked" in refusal(bomb)


def test_very_many_parts_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}", "")

    assert "much larger" in refusal(made.getvalue())


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_never_expanded(part: str) -> None:
    assert "declares entities" in refusal(with_member(PLAIN, part, BOMB.encode()))
    assert "damaged" in refusal(with_member(PLAIN, part, BOMB.encode("utf-16")))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no .xlsx file"),
        (b"PK\x03\x04", "no .xlsx file"),
        (b"type,name", "no .xlsx file"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (PLAIN[:-50], "no .xlsx file"),
        (b"x" * 5_000_001, "5.0 MB; at most 5 MB"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_a_heading_that_stands_twice_is_named() -> None:
    made = with_member(PLAIN, "xl/worksheets/sheet1.xml", _sheet("name", "name"))

    assert "Duplicate column header: name" in refusal(made)


def _sheet(*cells: str) -> bytes:
    inline = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = f'<sheetData><row r="1">{inline}</row></sheetData>'
    return f'<worksheet xmlns="{space}">{row}</worksheet>'.encode()


def test_formulas_are_not_worked_out() -> None:
    content = xlsx(survey=[{"type": "text", "name": '=HYPERLINK("https://example.org")'}])

    sheets = read_spreadsheet(content, name="form.xlsx")

    assert dict(sheets["survey"][0].cells) == {"type": "text"}
    assert sheets.remarks[0].startswith("The file has formulas. They are not worked out")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b"<row/>", "A sheet has more than 20000 rows."),
        (b"<row><c/><c/><c/><c/><c/><c/></row>", "A sheet has more than 100000 cells."),
        (b"<x:row/>", "A sheet has more than 20000 rows."),
    ],
)
def test_sheets_that_are_read_for_very_long_are_refused(row: bytes, sentence: str) -> None:
    count = 19_000 if row.startswith(b"<row><c") else 21_000

    sheet = with_member(PLAIN, "xl/worksheets/sheet1.xml", row, repeated=count)

    assert refusal(sheet) == sentence


def test_tables_of_very_many_lines_are_refused() -> None:
    with pytest.raises(RefusedSpreadsheet, match="more than 20000 lines"):
        read_table(b"type\n" * 20_002)


def test_very_many_rows_and_very_long_cells_are_refused() -> None:
    many = xlsx(survey=[{"type": "note"}] * 3001)
    long = xlsx(survey=[{"type": "note", "label": "a" * 20_001}])

    assert refusal(many) == "Sheet survey has more than 3000 rows."
    assert refusal(long).startswith("Sheet survey, row 2, label: the cell has 20001 characters")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_are_read_whatever_separates_their_cells(sign: str) -> None:
    content = f"\ufefftype{sign}name\n\n'text'{sign}\n note {sign} b \n".encode()

    assert [dict(row.cells) for row in read_table(content)["survey"]] == [
        {"type": "'text'"},
        {"type": "note", "name": "b"},
    ]


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_given_is_read_or_refused(content: bytes) -> None:
    for read in (read_table, lambda given: read_spreadsheet(given, name="a.xlsx")):
        try:
            read(content)
        except RefusedSpreadsheet as refused:
            assert str(refused).endswith(".")

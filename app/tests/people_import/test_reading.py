"""Reading the rows of a file, whatever it is."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time

import pytest

from esmpress.people_import.reading import limits
from esmpress.people_import.reading.files import layout_of, rows_of
from esmpress.people_import.reading.rows import Refusal, RefusedFile
from tests.people_import.files import sheet_file, text_file


def read(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in rows_of(content, layout_of(content))]


def refusal_of(content: bytes) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        read(content)
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [("E-mail", "Language"), ("a@example.org", "en"), ("b@example.org", "pl")]

    assert read(text_file(rows, delimiter=delimiter)) == list(enumerate(rows, start=1))


def test_a_comma_in_a_note_is_no_delimiter() -> None:
    rows = [
        ("a@x.org", "tired, ill"),
        ("b@x.org", "well"),
        ("c@x.org", "x, y, z"),
    ]

    assert layout_of(text_file(rows)).delimiter == ";"


def test_lines_keep_their_numbers_over_blank_ones_and_line_breaks_in_quotes() -> None:
    content = b'a@example.org;"one\ntwo"\n\n;\nb@example.org;x\n'

    assert read(content) == [(1, ("a@example.org", "one\ntwo")), (5, ("b@example.org", "x"))]


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line() -> None:
    content = b'a@example.org;x\nb@example.org;"x\n' + b"c@example.org;x\n" * 40

    refused = refusal_of(content)

    assert (refused.refusal, refused.line) == (Refusal.OPEN_QUOTE, 2)


def test_letters_that_are_no_utf_8_after_all_are_refused() -> None:
    content = b"a@example.org;x\n" * 3000 + "b@example.org;ł\n".encode("cp1250")

    with pytest.raises(RefusedFile, match=Refusal.OTHER_LETTERS):
        list(rows_of(content, layout_of(content, encoding="utf-8")))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"\n;;\n \n"[:4], Refusal.EMPTY),
        (b"\xd0\xcf\x11\xe0" + bytes(100), Refusal.OLD_EXCEL),
        (b"PK\x03\x04 nothing", Refusal.DAMAGED),
        (bytes(range(256)) * 20, Refusal.NO_TEXT),
    ],
)
def test_what_is_no_file_of_people_is_refused(content: bytes, refusal: Refusal) -> None:
    assert refusal_of(content).refusal == refusal


def test_a_file_beyond_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 10)

    assert refusal_of(b"a@example.org\n").refusal == Refusal.TOO_LARGE


def test_as_many_lines_as_allowed_are_read_beside_the_heading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_LINES", 3)
    lines = b"E-mail\n" + b"a@example.org\n" * 3

    assert len(read(lines)) == 4
    assert refusal_of(lines + b"b@example.org\n").refusal == Refusal.TOO_MANY_LINES


def test_the_first_sheet_is_read_as_people_typed_it() -> None:
    content = sheet_file(
        [
            ("Mail", "Up", "Born", "Code"),
            (),
            ("a@x.org", time(7, 30), date(2001, 2, 3), 7.0),
        ]
    )

    assert read(content)[1] == (3, ("a@x.org", "07:30", "2001-02-03", "7"))


def test_a_formula_of_a_sheet_is_read_as_text() -> None:
    content = sheet_file([("a@example.org",), ('=HYPERLINK("http://example.org","x")',)])

    assert read(content)[1] == (2, ('=HYPERLINK("http://example.org","x")',))


def unpacked_to(size: int, name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, bytes(size))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("xl/worksheets/sheet1.xml", "MAX_UNPACKED"),
        ("xl/sharedStrings.xml", "MAX_UNPACKED_BESIDE_ROWS"),
    ],
)
def test_what_unpacks_to_too_much_is_refused_unread(
    name: str, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, most, 100_000)

    assert refusal_of(unpacked_to(100_001, name)).refusal == Refusal.UNPACKS_TOO_LARGE


def test_macros_are_refused() -> None:
    assert refusal_of(unpacked_to(10, "xl/vbaProject.bin")).refusal == Refusal.MACROS


def test_a_row_far_down_does_not_make_reading_endless() -> None:
    content = sheet_file([("a@example.org",)])
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(changed, "w") as after,
    ):
        for name in before.namelist():
            part = before.read(name).replace(b'<row r="1"', b'<row r="99999999999"')
            after.writestr(name, part.replace(b'r="A1"', b'r="A99999999999"'))

    assert refusal_of(changed.getvalue()).refusal in (Refusal.EMPTY, Refusal.DAMAGED)

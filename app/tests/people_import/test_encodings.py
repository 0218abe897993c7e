"""In which letters a file is written."""

from __future__ import annotations

import pytest

from esmpress.people_import.reading.encodings import UnknownEncoding, codec_of, find_encoding

POLISH = "Imię;Adres\nŁucja Żółć;lucja@example.org\nZażółć gęślą jaźń;z@example.org\n"
GERMAN = "Name;Straße\nJürgen Müller;j@example.org\nGrüße aus Köln;k@example.org\n"


@pytest.mark.parametrize("text", [POLISH, GERMAN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_unicode_is_read_as_it_was_written(text: str, encoding: str) -> None:
    content = text.encode(encoding)

    found = find_encoding(content)

    assert found == encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    assert content.decode(codec_of(found, content)).lstrip("\ufeff") == text


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_polish_letters_tell_windows_from_iso(encoding: str) -> None:
    assert find_encoding(POLISH.encode(encoding)) == encoding


def test_a_german_text_reads_the_same_whichever_is_found() -> None:
    content = GERMAN.encode("cp1252")

    assert content.decode(find_encoding(content)) == GERMAN


def test_western_letters_that_are_none_in_polish_are_windows_1252() -> None:
    assert find_encoding("Måns Bjørn Håkon Søren Ærø å ø å ø".encode("cp1252")) == "cp1252"


def test_a_text_without_special_letters_is_utf_8() -> None:
    assert find_encoding(b"ola@example.org\n") == "utf-8"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnknownEncoding):
        find_encoding(b"GIF89a\x00\x01\x02\x03\x05\x07\x08\x09" + b"abc\x00def" * 50)

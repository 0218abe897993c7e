"""The picture for an authenticator app, read as a phone reads it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import zxingcpp

from esmpress.accounts.authenticators import address_for_app, secret_in_words
from esmpress.accounts.models import Researcher
from esmpress.console.account.qr import qr_picture
from tests.console.account.people import ANNA, add_app

DOT = re.compile(r"M(\d+) (\d+)h1v1h-1z")
PIXELS = 6


def seen(svg: str) -> str:
    """What a camera reads from the picture's dots."""
    size = int(svg.split('viewBox="0 0 ', 1)[1].split(" ", 1)[0])
    image = np.full((size, size), 255, dtype=np.uint8)
    for across, down in DOT.findall(svg):
        image[int(down), int(across)] = 0
    found = zxingcpp.read_barcodes(np.kron(image, np.ones((PIXELS, PIXELS), dtype=np.uint8)))
    return found[0].text


@pytest.mark.django_db
def test_a_phone_reads_account_and_secret_from_it(anna: Researcher) -> None:
    app = add_app(anna)

    address = urlsplit(seen(qr_picture(address_for_app(app))))

    said = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == f"/ESMpress:{ANNA.replace('@', '%40')}"
    assert said["secret"] == [secret_in_words(app).replace(" ", "")]
    assert (said["digits"], said["period"], said["issuer"]) == (["6"], ["30"], ["ESMpress"])


@pytest.mark.parametrize("text", ["a", "ż" * 80, "x" * 400])
def test_it_says_what_it_was_given(text: str) -> None:
    assert seen(qr_picture(text)) == text

"""Files researchers choose: looked at first, and taken on a second post that brings them along."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from unfold.widgets import UnfoldAdminFileFieldWidget

# What a form posts is limited; a file that stays larger than this when packed is chosen again.
MOST_PACKED = 1_500_000


class NoUpload(Exception):
    """Nothing was chosen, or too much: the message is a sentence."""


@dataclass(frozen=True)
class Upload:
    """A file as it came; `confirmed` says that this very file was looked at before."""

    name: str
    content: bytes
    confirmed: bool

    @property
    def packed(self) -> str:
        """The content for a hidden field; empty when it is too much for one."""
        text = base64.b64encode(zlib.compress(self.content)).decode("ascii")
        return text if len(text) <= MOST_PACKED else ""

    @property
    def digest(self) -> str:
        """What tells it from any other file."""
        return hashlib.sha256(self.content).hexdigest()


class FileField(forms.FileField):
    """A file of one kind, chosen from the researcher's machine."""

    def __init__(self, *, accept: str, label: str, help_text: StrOrPromise = "") -> None:
        """A field that lets only files with these endings be chosen, as far as browsers do."""
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            widget=UnfoldAdminFileFieldWidget(attrs={"accept": accept}),
        )


def upload_of(request: HttpRequest, *, limit: int) -> Upload:
    """The file of a post, chosen now or brought along; raises NoUpload."""
    chosen = request.FILES.get("file")
    if isinstance(chosen, UploadedFile):
        if (chosen.size or 0) > limit:
            size = f"{(chosen.size or 0) / 1_000_000:.1f} MB"
            raise NoUpload(
                _("The file has %(size)s; at most %(limit)s MB are read.")
                % {"size": size, "limit": limit // 1_000_000}
            )
        name, content = chosen.name or "", chosen.read()
    elif request.POST.get("content"):
        name, content = request.POST.get("file_name", ""), _unpacked(request.POST["content"], limit)
    else:
        raise NoUpload(_("Choose a file."))
    upload = Upload(name, content, confirmed=False)
    is_same = request.POST.get("digest") == upload.digest
    return Upload(name, content, confirmed="confirm" in request.POST and is_same)


def _unpacked(text: str, limit: int) -> bytes:
    try:
        packed = base64.b64decode(text, validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, limit + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise NoUpload(_("The file did not come back whole: choose it again.")) from error
    if len(content) > limit or not unpacking.eof:
        raise NoUpload(_("The file did not come back whole: choose it again."))
    return content

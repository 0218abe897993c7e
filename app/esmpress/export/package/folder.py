"""A package as a folder, which a run that was cut short leaves to the next."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from esmpress.export.package.facts import PackageFile
from esmpress.export.package.members import Sink

# What is finished so far; not part of the package.
STATE = ".progress.json"
PARTIAL = ".partial"


class FolderSink(Sink):
    """Files in `NAME.partial`, which becomes `NAME` once all are there."""

    def __init__(self, folder: Path) -> None:
        """Nothing is written yet."""
        super().__init__()
        self._folder = folder
        self._partial = folder.with_name(folder.name + PARTIAL)
        self._known: dict[str, PackageFile] = {}
        self._fingerprint = ""

    def begin(self, fingerprint: str) -> None:
        """Go on with what an earlier run has finished of the same data, or begin anew."""
        state = self._read_state()
        if state.get("fingerprint") == fingerprint:
            self._known = {one["path"]: PackageFile(**one) for one in state["files"]}
        elif self._partial.exists():
            shutil.rmtree(self._partial)
        self._partial.mkdir(parents=True, exist_ok=True)
        self._fingerprint = fingerprint

    def finished(self, path: str) -> PackageFile | None:
        """A file that is there in the size it was finished with."""
        known, file = self._known.get(path), self._partial / path
        if known is None or not file.is_file() or file.stat().st_size != known.bytes:
            return None
        return known

    def add(self, file: PackageFile) -> None:
        """Note it for the next run, too."""
        super().add(file)
        files = [asdict(one) for one in self.files]
        state = json.dumps({"fingerprint": self._fingerprint, "files": files})
        (self._partial / STATE).write_text(state, encoding="utf-8")

    def opened(self, path: str) -> IO[bytes]:
        """A file of the folder."""
        file = self._partial / path
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("wb")

    def close(self) -> None:
        """Give the folder its name."""
        (self._partial / STATE).unlink(missing_ok=True)
        self._partial.rename(self._folder)

    def discard(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._partial, ignore_errors=True)

    def _read_state(self) -> dict[str, Any]:
        """What an earlier run has noted; a file that was cut short says nothing."""
        try:
            found = json.loads((self._partial / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and isinstance(found.get("files"), list) else {}

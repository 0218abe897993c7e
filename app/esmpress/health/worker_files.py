"""The files in which gunicorn's workers count requests: one for each process and kind of metric."""

from __future__ import annotations

from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

_ENDED = "ended"


def fold_in(folder: Path, *, pid: int) -> None:
    """Add the counts of a worker that ended to those of all before it, and drop its files.

    Workers are replaced now and then: the files would fill the folder, and without them counts
    would go back. A scrape in this very moment reads them twice.
    """
    for file in folder.glob(f"*_{pid}.db"):
        kind = file.name.partition("_")[0]
        kept = MmapedDict(str(folder / f"{kind}_{_ENDED}.db"))
        for key, value, at, _place in MmapedDict.read_all_values_from_file(str(file)):
            kept.write_value(key, kept.read_value(key)[0] + value, at)
        kept.close()
        file.unlink()

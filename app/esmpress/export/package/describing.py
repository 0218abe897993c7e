"""The documents of a data package, made from what is known of its data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from esmpress.export.package.codebook import CODEBOOK, codebook_csv, codebook_markdown
from esmpress.export.package.cremas import CREMAS, cremas_csv
from esmpress.export.package.data_package import data_package
from esmpress.export.package.facts import PackageFacts, PackageFile
from esmpress.export.package.notebook import notebook
from esmpress.export.package.open_esm import open_esm
from esmpress.export.package.psych_ds import dataset_description
from esmpress.export.package.r_script import r_script
from esmpress.export.package.readme import readme
from esmpress.export.tables import file_name


def describe(facts: PackageFacts) -> Iterator[tuple[str, bytes]]:
    """Each document as its path in the package and its bytes (UTF-8)."""
    tables = (*facts.tables, CREMAS)
    codebook = codebook_csv(tables).encode()
    cremas = cremas_csv(facts.steps).encode()
    csv_files = [
        *_csv_files(facts),
        _file("codebook.csv", codebook, CODEBOOK.name),
        _file("cremas.csv", cremas, CREMAS.name),
    ]
    paths = {file.table: file.path for file in csv_files}
    yield "README.md", readme(facts).encode()
    yield "codebook.csv", codebook
    yield "codebook.md", codebook_markdown(tables, facts.name).encode()
    yield "cremas.csv", cremas
    yield "datapackage.json", _json(data_package(facts, (*tables, CODEBOOK), csv_files))
    yield "dataset_description.json", _json(dataset_description(facts))
    yield "openesm.json", _json(open_esm(facts))
    yield "code/load.R", r_script(tables, paths).encode()
    yield "code/load.ipynb", _json(notebook(facts.name))


def _csv_files(facts: PackageFacts) -> Iterator[PackageFile]:
    known = {file.path: file for file in facts.files}
    for table in facts.tables:
        yield known[file_name(table, facts.slug)]


def _file(path: str, content: bytes, table: str) -> PackageFile:
    return PackageFile(path, len(content), hashlib.sha256(content).hexdigest(), table)


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

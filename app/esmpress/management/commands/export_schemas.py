"""manage.py export_schemas --check | --write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.exchange import study_file
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.sampling import json_schemas

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "schemas"


def schema_files() -> dict[str, str]:
    """The text of each published schema by its file name."""
    return json_schemas.schema_files() | study_file.schema_files()


class Command(OneSentenceCommand):
    """Keeps docs/schemas in step with the models of schemes, designs and study files."""

    help = "Write the JSON Schemas of schemes, designs and study files, or check them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Check or write, and where."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="change nothing")
        what.add_argument("--write", action="store_true", help="write the files anew")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="docs/schemas")

    def handle(self, *args: Any, write: bool, folder: Path, **options: Any) -> None:
        """Write the files that differ, or name them."""
        stale = {
            folder / name: text
            for name, text in schema_files().items()
            if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
        }
        if not write and stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"{names}: not what the models say; run make schemas.")
        for path, text in stale.items():
            path.write_text(text, "utf-8")
            self.stdout.write(f"{path}")

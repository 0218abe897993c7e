"""manage.py export_rights --check | --write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.console.rights.printing import rights_page
from esmpress.management.one_sentence import OneSentenceCommand

FILE = Path(__file__).resolve().parents[4] / "docs" / "rights.md"


class Command(OneSentenceCommand):
    """Keeps docs/rights.md in step with the tables of rights and the addresses."""

    help = "Write the matrix of roles and pages, or check it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Check or write, and where."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="change nothing")
        what.add_argument("--write", action="store_true", help="write the file anew")
        parser.add_argument("--file", type=Path, default=FILE, help="docs/rights.md")

    def handle(self, *args: Any, write: bool, file: Path, **options: Any) -> None:
        """Write the file if it differs, or say so."""
        text = rights_page()
        if file.is_file() and file.read_text("utf-8") == text:
            return
        if not write:
            raise CommandError(f"{file.name}: not what the tables say; run make rights.")
        file.write_text(text, "utf-8")
        self.stdout.write(f"{file}")

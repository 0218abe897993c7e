from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from esmpress.console.rights.printing import rights_page
from esmpress.management.commands.export_rights import FILE


def test_the_published_matrix_is_current() -> None:
    assert FILE.read_text("utf-8") == rights_page(), "run make rights"


def test_a_written_matrix_is_current_and_a_stale_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rights.md"
    call_command("export_rights", "--write", "--file", file)
    call_command("export_rights", "--check", "--file", file)
    file.write_text("# Rights\n")

    with pytest.raises(CommandError, match=r"rights\.md: not what the tables say"):
        call_command("export_rights", "--check", "--file", file)

    assert file.read_text() == "# Rights\n"

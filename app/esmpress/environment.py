"""What the process is told by variables, or by files that variables name."""

from __future__ import annotations

import environ
from environ.fileaware_mapping import FileAwareMapping


class SecretFiles(FileAwareMapping):  # type: ignore[misc]  # environ has no types
    """NAME, or what stands in the file that NAME_FILE names."""

    def __getitem__(self, key: str) -> str:
        """The value; a file's without the line end that editors and `echo` put behind it."""
        value = str(super().__getitem__(key))
        return value.rstrip("\r\n") if self.env.get(f"{key}_FILE") else value


class Environment(environ.FileAwareEnv):  # type: ignore[misc]
    """Reads values of many kinds; secrets can stay in files."""

    ENVIRON = SecretFiles()

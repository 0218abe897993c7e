"""The clock of a process under faults: everything that asks for the time gets another one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults.stack import SHIFTED_CLOCK

ASK = {
    "time": "import time; print(time.time())",
    "nanoseconds": "import time; print(time.time_ns() / 1e9)",
    "datetime": "from datetime import UTC, datetime; print(datetime.now(UTC).timestamp())",
    "django": "from django.conf import settings; settings.configure(USE_TZ=True);"
    "from django.utils import timezone; print(timezone.now().timestamp())",
    "celery": "from celery import Celery; print(Celery().now().timestamp())",
    "pickled": "import pickle; from datetime import UTC, datetime;"
    "print(pickle.loads(pickle.dumps(datetime.now(UTC))).timestamp())",
}


@pytest.mark.parametrize("who", ASK)
@pytest.mark.parametrize("seconds", [3600.0, -3600.0])
def test_everybody_is_told_the_shifted_time(who: str, seconds: float, tmp_path: Path) -> None:
    file = tmp_path / "shift"
    file.write_text(str(seconds))
    environment = {"PYTHONPATH": str(SHIFTED_CLOCK), "SHIFTED_CLOCK_FILE": str(file)}

    answer = subprocess.run(
        [sys.executable, "-c", ASK[who]],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert float(answer.stdout) == pytest.approx(time.time() + seconds, abs=60)

"""Alerts become mails: Debian's Alertmanager with our settings; skipped where it is not."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devstack.ports import LOOPBACK, free_port
from tests.doubles.smtp_server import SmtpServer, running_smtp_server, text_of
from tests.health.test_monitoring_files import MONITORING, rules

START = MONITORING / "alertmanager/start"
ALERTMANAGER = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
needs_alertmanager = pytest.mark.skipif(
    ALERTMANAGER is None,
    reason="Alertmanager is not installed (Debian: apt install prometheus-alertmanager)",
)
LABELS = {rule["alert"]: rule["labels"] for rule in rules()}
SETTINGS = {
    "ALERT_SMTP": "smtp.example.org:587",
    "ALERT_MAIL_FROM": "alerts@example.org",
    "ALERT_MAIL_PAGE": "now@example.org",
    "ALERT_MAIL_TICKET": "tomorrow@example.org",
}


def write_settings(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """How `start` ended that became `true`."""
    environment = {
        "PATH": os.environ["PATH"],
        "ALERTMANAGER_WRITTEN": str(folder / "written.yml"),
        "ALERT_WATCHDOG_URL_FILE": str(folder / "watchdog_url"),
    }
    return subprocess.run(
        [START, "true"],
        env=environment | SETTINGS | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_settings_name_who_hears_of_it_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "watchdog_url").write_text("https://ping.example.org/canary")

    assert write_settings(tmp_path).returncode == 0

    written = tmp_path / "written.yml"
    assert 'to: "tomorrow@example.org"' in written.read_text()
    assert "receiver: outside" in written.read_text()
    assert not re.findall("canary|@[A-Z_]+@", written.read_text())
    assert written.stat().st_mode & 0o077 == 0


def test_without_an_address_outside_nobody_is_called(tmp_path: Path) -> None:
    write_settings(tmp_path)

    assert "receiver: nobody" in (tmp_path / "written.yml").read_text()
    assert "url_file" not in (tmp_path / "written.yml").read_text()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALERT_MAIL_PAGE", "", "is who has to come now"),
        ("ALERT_SMTP", 'x"\ny: z', "ALERT_SMTP may hold letters"),
        ("ALERT_MAIL_FROM", "a|b", "ALERT_MAIL_FROM may hold letters"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_a_sentence(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    ended = write_settings(tmp_path, **{name: value})

    assert ended.returncode != 0
    assert said in ended.stderr
    assert not (tmp_path / "written.yml").exists()


class Alertmanager:
    """A running one that groups for a second where ours does for minutes."""

    def __init__(self, port: int, mail: SmtpServer) -> None:
        self.url, self.mail = f"http://{LOOPBACK}:{port}", mail

    def tell(self, *names: str, over: bool = False) -> None:
        """As Prometheus does, alerts of ours that began a minute ago."""
        now = datetime.now(UTC)
        alerts = [
            {
                "labels": {"alertname": name} | LABELS[name],
                "annotations": {"summary": f"Summary of {name}"},
                "startsAt": (now - timedelta(minutes=1)).isoformat(),
                "endsAt": (now if over else now + timedelta(hours=1)).isoformat(),
            }
            for name in names
        ]
        headers = {"Content-Type": "application/json"}
        body = json.dumps(alerts).encode()
        request = urllib.request.Request(f"{self.url}/api/v2/alerts", body, headers)
        urllib.request.urlopen(request, timeout=10).close()

    def mails(self, count: int) -> list[tuple[str, str, str]]:
        """Recipient, subject and text of each mail, once there are so many."""
        give_up = time.monotonic() + 15
        while len(self.mail.taken) < count and time.monotonic() < give_up:
            time.sleep(0.1)
        found = self.mail.messages()
        return [(str(one["To"]), str(one["Subject"]), text_of(one)) for one in found]

    def is_ready(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/-/ready", timeout=5).close()
        except urllib.error.URLError:
            return False
        return True


@pytest.fixture
def alertmanager(tmp_path: Path) -> Iterator[Alertmanager]:
    with running_smtp_server() as mail:
        write_settings(tmp_path, ALERT_SMTP=f"{LOOPBACK}:{mail.port}", ALERT_SMTP_TLS="false")
        written = tmp_path / "written.yml"
        text = written.read_text().replace("/etc/alertmanager", str(START.parent))
        written.write_text(re.sub(r"(group_wait|group_interval): \w+", r"\1: 1s", text))
        port = free_port()
        options = (f"--web.listen-address={LOOPBACK}:{port}", "--cluster.listen-address=")
        files = (f"--config.file={written}", f"--storage.path={tmp_path}")
        with _running([str(ALERTMANAGER), *options, *files]):
            one = Alertmanager(port, mail)
            give_up = time.monotonic() + 30
            while not one.is_ready() and time.monotonic() < give_up:
                time.sleep(0.1)
            yield one


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@needs_alertmanager
def test_alerts_that_come_together_are_one_mail(alertmanager: Alertmanager) -> None:
    alertmanager.tell("StandsStill", "MessagesWait")

    [(to, subject, text)] = alertmanager.mails(1)
    assert to == "now@example.org"
    assert re.fullmatch(r"page: \w+ and 1 more", subject)
    assert "Summary of StandsStill" in text
    assert "Summary of MessagesWait" in text


@needs_alertmanager
def test_a_ticket_goes_to_another_address(alertmanager: Alertmanager) -> None:
    alertmanager.tell("DiskFills")

    assert [mail[:2] for mail in alertmanager.mails(1)] == [
        ("tomorrow@example.org", "ticket: DiskFills")
    ]


@needs_alertmanager
def test_the_end_of_an_alert_is_told(alertmanager: Alertmanager) -> None:
    alertmanager.tell("StandsStill")
    alertmanager.mails(1)

    alertmanager.tell("StandsStill", over=True)

    _, subject, text = alertmanager.mails(2)[-1]
    assert subject == "Over: StandsStill"
    assert "Over:\nStandsStill" in text


@needs_alertmanager
def test_a_backend_that_is_away_is_told_alone(alertmanager: Alertmanager) -> None:
    alertmanager.tell("BackendAway")
    alertmanager.mails(1)

    alertmanager.tell("RequestsFail", "HostAway")

    _, _, text = alertmanager.mails(2)[-1]
    assert "HostAway" in text
    assert "RequestsFail" not in text
    assert len(alertmanager.mail.taken) == 2


@needs_alertmanager
def test_the_watchdog_is_no_mail(alertmanager: Alertmanager) -> None:
    alertmanager.tell("Watchdog", "StandsStill")

    assert [subject for _, subject, _ in alertmanager.mails(1)] == ["page: StandsStill"]

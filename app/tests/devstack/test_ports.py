"""Ports that are free, taken or nonsense."""

import socket

import pytest

from devstack import ports
from devstack.errors import StackError

pytestmark = pytest.mark.enable_socket


def test_a_taken_port_is_named_in_one_sentence_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        monkeypatch.setenv("BACKEND_PORT", str(taken))

        with pytest.raises(ports.PortTaken) as refusal:
            ports.chosen_port("BACKEND_PORT", 8000)

    assert str(refusal.value).startswith(f"Port {taken} is taken by another program: free it or")
    assert "BACKEND_PORT=" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_port_set_in_the_environment_replaces_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = ports.free_port()
    monkeypatch.setenv("MAIL_PORT", str(free))

    assert ports.chosen_port("MAIL_PORT", 1080) == free


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MAIL_PORT", text)

    with pytest.raises(StackError, match="is not a port"):
        ports.chosen_port("MAIL_PORT", 1080)

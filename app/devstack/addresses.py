"""Which ports the stack listens on, and the addresses that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

from devstack.ports import LOOPBACK, chosen_port, free_port


@dataclass(frozen=True)
class Addresses:
    """The four ports people and programs outside the stack use."""

    backend_port: int
    frontend_port: int
    mail_port: int
    smtp_port: int

    @property
    def backend(self) -> str:
        """Origin of the API and the Admin."""
        return f"http://{LOOPBACK}:{self.backend_port}"

    @property
    def participant(self) -> str:
        """Origin of the participant's page."""
        return f"http://{LOOPBACK}:{self.frontend_port}"

    @property
    def join(self) -> str:
        """Where anybody can join the demo's study."""
        return f"{self.participant}/join/affect-week"

    @property
    def admin(self) -> str:
        """The Admin's first page."""
        return f"{self.backend}/admin/"

    @property
    def mail(self) -> str:
        """The mail catcher's page."""
        return f"http://{LOOPBACK}:{self.mail_port}"


def usual_addresses() -> Addresses:
    """The ports the documents name, or those set in the environment; refuses taken ones."""
    return Addresses(
        backend_port=chosen_port("BACKEND_PORT", 8000),
        frontend_port=chosen_port("FRONTEND_PORT", 4321),
        mail_port=chosen_port("MAIL_PORT", 1080),
        smtp_port=chosen_port("SMTP_PORT", 1025),
    )


def free_addresses() -> Addresses:
    """Ports nobody uses at this moment."""
    return Addresses(*(free_port() for _ in range(4)))

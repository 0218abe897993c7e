"""A questionnaire answered through the droplet."""

from machines import wait_until
from study import answer, load_study, reached, rows

from conftest import Site


def test_a_mail_goes_out_and_its_answer_comes_in(site: Site) -> None:
    name = load_study(site)
    tried: set[str] = set()

    def is_answered() -> bool:
        # On a machine that was kept, mails of earlier studies come, too.
        for link in set(site.world.mailbox.links()) - tried:
            tried.add(link)
            assert answer(link) == 201
        return "answered" in [row["status"] for row in rows(site, name)]

    with reached(site):
        wait_until(is_answered, "a mail with a link comes and is answered", seconds=180)

"""A study's step through the whole stack: a mail goes out, its answer comes back."""

import csv
import io
import ssl
import urllib.error
import urllib.request

import pytest

from containers.day import PARTICIPANTS, Day
from containers.stack import Stack
from devstack.answers import plausible_answers
from devstack.browser import request


@pytest.mark.usefixtures("authority")
def test_a_mail_goes_out_and_its_answer_comes_in(stack: Stack, day: Day) -> None:
    day.plan()
    account = day.account("a study step")
    account.require()
    assert account.sent == PARTICIPANTS

    link = day.mails()[-1].link
    token = link.rpartition("/")[2]
    api = f"{stack.url}/api/participant/prompt"
    assert link.startswith(f"{stack.url}/s/")
    assert request(link).status == 200
    opened = request(f"{api}/open", method="POST", token=token)
    answers = plausible_answers(opened.json["questionnaire"]["definition"])
    sent = request(
        f"{api}/response", method="POST", token=token, body={"answers": answers, "language": "en"}
    )

    assert sent.status == 201
    table = stack.execute(
        "backend-blue", "python", "manage.py", "export_study", "faults", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row["status"] for row in rows].count("answered") == 1


def test_a_plain_form_is_taken_for_one_of_the_site(stack: Stack, authority: ssl.SSLContext) -> None:
    del authority
    own = post_form(f"{stack.url}/me", origin=stack.url)
    foreign = post_form(f"{stack.url}/me", origin="https://elsewhere.example")

    assert own == 200
    assert foreign == 403


def post_form(url: str, *, origin: str) -> int:
    headers = {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
    message = urllib.request.Request(url, b":step=ask&email=a%40example.org", headers)
    try:
        with urllib.request.urlopen(message, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_simulation_runs_as_the_owner_of_the_tables(stack: Stack) -> None:
    said = stack.run_inside(
        "python",
        "manage.py",
        "simulate_study",
        "faults",
        "--participants",
        "2",
        "--output",
        "/tmp/simulated.csv",
    )

    assert said


def test_the_application_loads_and_plans_a_study(stack: Stack) -> None:
    log_in = ("DEMO_EMAIL=researcher@example.org", "DEMO_PASSWORD=long-enough-for-a-demo")
    stack.execute("backend-blue", "env", *log_in, "python", "manage.py", "load_demo")
    code = "from esmpress.prompts.models import Prompt; print(Prompt.objects.count())"

    prompts = stack.execute(
        "backend-blue", "python", "manage.py", "shell", "--no-imports", "-c", code
    )

    assert int(prompts) > PARTICIPANTS

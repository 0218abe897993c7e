"""site.yml and deploy.yml on a bare droplet, and again."""

from conftest import Site


def test_a_bare_droplet_becomes_one_that_serves(site: Site) -> None:
    said = site.run("/usr/local/sbin/esm-compose ps --format '{{.Service}} {{.Health}}'")

    coloured = {f"backend-{site.colour()}", f"frontend-{site.colour()}"}
    services = coloured | {"beat", "caddy", "db", "jobs", "redis", "worker"}
    assert set(said.splitlines()) == {f"{service} healthy" for service in services}


def test_a_second_run_changes_nothing(site: Site) -> None:
    again = site.operator.play("site.yml").require()

    assert again.changed == 0, again.output
    print(f"second run: {again.seconds:.0f} s")

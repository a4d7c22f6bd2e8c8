"""`service remove` as a command; what goes is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


def test_what_is_needed_is_refused_and_nothing_written(invoke: Run, here: Here) -> None:
    result = invoke("service", "remove", "db", "--yes")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "Error: db cannot go while it is needed\n"
        "  values.yaml:6: orders connects to db\n"
        "  Change these first; or take connections along, "
        "`helm-blueprint service remove db --yes --force`, which says what is left.\n"
    )
    assert here.changed() == {}


def test_with_force_it_goes_and_says_what_stays(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "orders: {env: {A: $(DB_HOST)}}\ndb: {credentials: {enabled: true}}\n")
    result = invoke("service", "remove", "db", "--force", "--yes")
    assert result.status == 0
    assert result.err == (
        "Note: values-dev.yaml:1: orders.env.A needs $(DB_HOST); there is nothing there now, change it by hand\n"
        "Helm leaves this where it was installed (release shop); when nobody needs it:\n"
        "dev:\n"
        "  kubectl --namespace shop-dev delete secret shop-db-credentials\n"
    )
    assert set(here.changed()) >= {"Chart.yaml", "values.yaml", "values-dev.yaml"}
    assert "db" not in here.text("values.yaml").replace("domain", "")
    assert here.text("values-dev.yaml") == "orders: {env: {A: $(DB_HOST)}}\n"


def test_texts_that_name_it_are_told_and_stay(invoke: Run, here: Here) -> None:
    here.put("README.md", "# Shop\n\nThe pages are `web`; a web is a web.\n")
    here.put("values.yaml", here.text("values.yaml").replace("# takes orders", "# takes orders, of the web"))
    result = invoke("service", "remove", "web", "--yes")
    assert result.err == (
        "Note: README.md:3 may mean web and stays: The pages are `web`; a web is a web.\n"
        "Note: values.yaml:9 may mean web and stays: # takes orders, of the web\n"
    )
    assert here.text("README.md").endswith("The pages are `web`; a web is a web.\n")


def test_a_dry_run_shows_and_writes_nothing(invoke: Run, here: Here) -> None:
    result = invoke("service", "remove", "web", "--dry-run")
    assert (result.status, here.changed()) == (0, {})
    assert "-  - {name: deployment, alias: web, condition: web.enabled, version: 1.0.0}\n" in result.out
    assert result.err == ""


def test_a_chart_of_somebody_else_goes_too(invoke: Run, foreign: Here) -> None:
    result = invoke("service", "remove", "cart", "--yes")
    assert result.status == 0
    assert not (foreign.folder / "charts" / "cart" / "Chart.yaml").exists()
    assert "cart" not in foreign.text("Chart.yaml") + foreign.text("values.yaml")
    assert "--selector app.kubernetes.io/instance=theirs,app.kubernetes.io/name=cart" in result.err


def test_a_lock_that_helm_must_make_anew_is_told(invoke: Run, foreign: Here) -> None:
    foreign.put("Chart.lock", "dependencies: []\ndigest: sha256:0\n")
    result = invoke("service", "remove", "cart", "--yes")
    assert (
        "Note: Chart.lock is of other dependencies then: helm dependency update makes it anew\n" in result.err
    )
    assert foreign.text("Chart.lock") == "dependencies: []\ndigest: sha256:0\n"

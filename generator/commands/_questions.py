"""What `service add` asks where options leave it open and somebody is there to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.advice.choice import KINDS
from generator.core.blueprint.manifest import Option
from generator.edge.terminal import ask, can_ask

if TYPE_CHECKING:
    from generator.core.advice.traits import Traits


def ask_what_is_missing(options: dict[str, Any], traits: Traits) -> Traits:
    """The traits, and in `options` what was answered; as they are where nobody is there to ask."""
    if options["like"] or not can_ask():
        return traits
    if options["workload"] is None and traits.is_empty:
        options["workload"] = _text("What is it made of?", "deployment", tuple(KINDS))
    if options["workload"] == "cronjob" and not traits.schedule:
        traits = traits._replace(schedule=_text("When does it run, in cron's format?", "0 2 * * *"))
    if not options["image"]:
        options["image"] = _text("Its image, with a tag (empty: that of its presets)")
    if not options["ports"] and options["workload"] in ("deployment", "statefulset"):
        options["ports"] = tuple(filter(None, [_text("Its port (empty: that of its presets)")]))
    if not options["connects"]:
        options["connects"] = (_text("Whom does it call? Services, separated by commas"),)
    return traits


def _text(question: str, default: str = "", choices: tuple[str, ...] = ()) -> str:
    option = Option("answer", question, "choice" if choices else "string", default, choices)
    return str(ask(option, default)).strip()

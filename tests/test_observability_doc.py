"""The page on metrics and logs, and the examples beside it, say what the code does."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from plumbing.metrics.catalogue import CAMERA_STATE, FRAMES, all_metrics
from plumbing.metrics.metric import Metric
from plumbing.metrics.table import with_tables
from producers.ledger import DropReason
from producers.state import Condition

DOCS = Path(__file__).parent.parent / "docs"
RULES: list[dict[str, Any]] = yaml.safe_load((DOCS / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
FATES = {*map(str, DropReason), "published", "scored", "rejected", "shed"}
STATES = set(get_args(Condition))
METRICS = {metric.name: metric for metric in all_metrics()}


def test_the_tables_are_those_of_the_code() -> None:
    page = (DOCS / "observability.md").read_text(encoding="utf-8")
    assert page.count("| `flir_iqa_frames_total` |") == page.count("| `camera_lost` |") == 1
    assert page == with_tables(page), "the tables are old; renew them: make schemas"


def named_in(expression: str) -> list[tuple[Metric, str]]:
    """The metrics of an expression, each with the labels that it is asked for."""
    found = re.findall(r"(flir_iqa_\w+)(\{[^}]*\})?", expression)
    return [(METRICS[name], matchers) for name, matchers in found]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_what_there_is(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["expr"].count("(") == rule["expr"].count(")")
    for metric, matchers in named_in(rule["expr"]):
        asked = dict(re.findall(r'(\w+)=~?"([^"]*)"', matchers))
        assert set(asked) <= set(metric.labels)
        values = {FRAMES: FATES, CAMERA_STATE: STATES}.get(metric, set())
        assert set("|".join(asked.values()).split("|")) - {""} <= values
    shown = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    assert shown <= {"job", "instance"} | {label for metric, _ in named_in(rule["expr"]) for label in metric.labels}


def test_the_scrape_configuration_has_a_job_for_each_process() -> None:
    config = yaml.safe_load((DOCS / "prometheus" / "scrape.yml").read_text())
    jobs = [job["job_name"] for job in config["scrape_configs"]]
    assert jobs == ["flir-iqa-producer", "flir-iqa-flow", "flir-iqa-control"]
    assert config["rule_files"] == ["alerts.yml"]

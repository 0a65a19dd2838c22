"""`flir-iqa chaos` as a person types it; the scenarios themselves are in test_scenarios."""

import pytest
from click.testing import CliRunner

from chaos.catalogue import SCENARIOS, choose
from chaos.cli import chaos
from chaos.errors import ChaosError


def test_the_list_names_each_scenario_and_its_fault() -> None:
    said = CliRunner().invoke(chaos, ["--list"])
    assert said.exit_code == 0
    for scenario in SCENARIOS:
        assert scenario.name in said.output


def test_names_are_unique_and_made_for_typing() -> None:
    names = [scenario.name for scenario in SCENARIOS]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalpha() and name.islower() for name in names)


def test_some_are_chosen_by_name_in_the_order_of_the_catalogue() -> None:
    assert [each.name for each in choose(["kill-broker", "kill-flow"])] == ["kill-flow", "kill-broker"]
    assert choose([]) == list(SCENARIOS)


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ChaosError, match=r"expected a scenario of kill-flow, .*; got 'earthquake'"):
        choose(["earthquake"])

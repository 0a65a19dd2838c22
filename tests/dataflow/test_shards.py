"""Which partitions a shard owns, and what is no shard."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dataflow.cli import flow
from dataflow.settings import FlowSettings
from dataflow.shards import WHOLE, Shard
from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.settings import load


@given(n_shards=st.integers(1, 20), n_partitions=st.integers(1, 60))
def test_each_partition_is_owned_by_just_one_shard(n_shards: int, n_partitions: int) -> None:
    owned = [p for index in range(n_shards) for p in Shard(index, n_shards).partitions(n_partitions)]
    assert sorted(owned) == list(range(n_partitions))


def test_a_shard_keeps_its_partitions_when_the_topic_is_given_more() -> None:
    assert list(Shard(1, 3).partitions(6)) == [1, 4]
    assert list(Shard(1, 3).partitions(9)) == [1, 4, 7]


def test_the_default_is_all_partitions() -> None:
    assert FlowSettings().shard == WHOLE
    assert list(WHOLE.partitions(3)) == [0, 1, 2]


def test_a_shard_is_written_as_it_is_read() -> None:
    assert str(Shard.parse("2/3")) == "2/3"
    assert FlowSettings.model_validate({"shard": "2/3"}).model_dump(mode="json")["shard"] == "2/3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3/2", "shards are counted from 0: of 2 there are 0/2 to 1/2, got '3/2'"),
        ("3/3", "shards are counted from 0: of 3 there are 0/3 to 2/3, got '3/3'"),
        ("0/0", "expected 1 to 1000 shards, as in 0/1 or 2/3, got '0/0'"),
        ("0/1001", "expected 1 to 1000 shards, as in 0/1 or 2/3, got '0/1001'"),
        ("a/b", "expected i/n, such as 0/3 for the first of three shards, got 'a/b'"),
        ("-1/2", "expected i/n, such as 0/3 for the first of three shards, got '-1/2'"),
        ("1", "expected i/n, such as 0/3 for the first of three shards, got '1'"),
        ("1/2/3", "expected i/n, such as 0/3 for the first of three shards, got '1/2/3'"),
        ("²/3", "expected i/n, such as 0/3 for the first of three shards, got '²/3'"),
        ("9" * 5000 + "/1", "expected i/n, such as 0/3 for the first of three shards"),
    ],
)
def test_what_is_no_shard_is_refused_with_where_it_came_from(text: str, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(FlowSettings, Document(), environ={"FLIR_IQA_FLOW_SHARD": text})
    assert str(caught.value).startswith(f"environment variable FLIR_IQA_FLOW_SHARD: {reason}")
    assert str(caught.value).count("got ") == 1


def test_a_recording_is_not_shared(tmp_path: Path) -> None:
    arguments = ["--input", "night.mcap", "--output", str(tmp_path / "scores.jsonl"), "--shard", "0/2"]
    result = CliRunner().invoke(flow, arguments)
    assert result.exit_code == 2
    assert "a recording is scored as a whole: leave out --shard, got '0/2'" in result.output

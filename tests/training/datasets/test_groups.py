"""Which frames belong together."""

from pathlib import Path

import pytest

from training.datasets import by_block, by_flight, by_video, split_by_group
from training.errors import DatasetError


def test_hit_uav_groups_by_the_conditions_of_the_flight() -> None:
    paths = [Path("1_60_30_0_00123.jpg"), Path("1_60_30_0_00999.jpg"), Path("0_60_30_0_00123.jpg")]
    group_of = by_flight(paths)
    assert [group_of(path) for path in paths] == ["1_60_30_0", "1_60_30_0", "0_60_30_0"]


def test_adas_groups_by_the_video() -> None:
    paths = [
        Path("data/video-24ysbPEGoEKKDvRt6-frame-000000-4C4FHWxwNaMyohLZt.jpg"),
        Path("data/video-24ysbPEGoEKKDvRt6-frame-000600-54cr88GJsdAyksdNj.jpg"),
        Path("data/video-JhYLiFCieHQHaY8o7-frame-000000-xT7BXRKKyuWEsnywX.jpg"),
    ]
    group_of = by_video(paths)
    assert [group_of(path) for path in paths] == ["24ysbPEGoEKKDvRt6"] * 2 + ["JhYLiFCieHQHaY8o7"]


@pytest.mark.parametrize("group_by", [by_flight, by_video])
def test_a_name_of_another_kind_is_refused_with_an_example(group_by: object) -> None:
    assert callable(group_by)
    with pytest.raises(DatasetError, match=r"expected names such as .*\.jpg.*got 'holiday\.jpg'"):
        group_by([Path("holiday.jpg")])


def test_blocks_hold_neighbours_of_one_folder() -> None:
    paths = [Path(folder) / f"{number:03}.jpg" for folder in ("a", "b") for number in range(5)]
    group_of = by_block(paths, length=3)
    assert len({group_of(path) for path in paths}) == 4
    assert group_of(paths[0]) == group_of(paths[2]) != group_of(paths[3])


def test_a_block_of_nothing_is_refused() -> None:
    with pytest.raises(DatasetError, match="got 0"):
        by_block([Path("a.jpg")], length=0)


def test_a_split_by_blocks_parts_few_neighbours() -> None:
    paths = [Path(f"{number:04}.jpg") for number in range(1000)]
    kept, held_out = split_by_group(paths, by_block(paths, length=50), 0.2, seed=0)
    assert len(held_out) == 200
    parted = sum(Path(f"{int(path.stem) + 1:04}.jpg") in set(kept) for path in held_out)
    assert parted <= 4

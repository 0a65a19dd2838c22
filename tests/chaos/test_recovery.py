"""How long it took until results came again."""

from chaos.recovery import recoveries_s


def test_each_repair_has_its_time_to_the_first_result() -> None:
    assert recoveries_s([10, 20], [9, 11, 12, 22.5, 23]) == [1, 2.5]


def test_a_repair_that_the_next_disturbance_overtook_does_not_count() -> None:
    assert recoveries_s([10, 20], [9, 23]) == [3]


def test_without_any_result_there_is_no_time() -> None:
    assert recoveries_s([10], [9]) == []
    assert recoveries_s([], [1, 2]) == []

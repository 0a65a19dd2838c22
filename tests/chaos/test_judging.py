"""The checker finds nothing where nothing is wrong, and each thing that is."""

from dataclasses import replace
from math import nextafter

from chaos.evidence import Outcome
from chaos.judging import Verdict, judge
from tests.chaos.records import RAW, TOPIC, frames, rejected, result, results


def verdict_of(outcomes: list[Outcome], refused: list[Outcome] | None = None) -> Verdict:
    qualities = {f"picture {offset}": raw for offset, raw in enumerate(RAW)}
    return judge(TOPIC, frames(), outcomes, refused or [], qualities)


def faults(verdict: Verdict) -> tuple[int, int, int, int]:
    return verdict.lost, verdict.duplicated, verdict.order_breaks, verdict.wrong


def test_an_undisturbed_run_is_exact() -> None:
    verdict = verdict_of(results())
    assert verdict.exact
    assert (verdict.n_frames, verdict.n_results, verdict.complaints) == (6, 6, ())


def test_a_lost_record_is_found() -> None:
    verdict = verdict_of(results()[:-1])
    assert faults(verdict) == (1, 0, 0, 0)
    assert verdict.complaints == ("frame (0, 5) has no outcome",)


def test_a_frame_lost_in_the_middle_shows_also_in_the_means() -> None:
    found = results()
    del found[2]
    verdict = verdict_of(found)
    assert (verdict.lost, verdict.duplicated, verdict.order_breaks) == (1, 0, 0)
    assert verdict.wrong == 2  # frames 3 and 4, whose means held it; the window is full again at 5 with the same values


def test_a_doubled_record_is_found() -> None:
    found = results()
    assert faults(verdict_of([*found, found[-1]])) == (0, 1, 0, 0)


def test_a_frame_both_scored_and_rejected_is_doubled_and_wrong() -> None:
    assert faults(verdict_of(results(), [rejected(4)])) == (0, 1, 0, 1)


def test_two_swapped_records_are_found() -> None:
    found = results()
    found[1], found[2] = found[2], found[1]
    assert faults(verdict_of(found)) == (0, 0, 1, 0)


def test_one_wrong_bit_of_a_mean_is_found() -> None:
    found = results()
    found[3] = result(3, smoothed_image_quality=nextafter(found[3].record["smoothed_image_quality"], 1))
    assert faults(verdict_of(found)) == (0, 0, 0, 1)


def test_one_wrong_bit_of_a_raw_quality_is_found() -> None:
    found = results()
    found[5] = result(5, raw_image_quality=nextafter(RAW[5], 0))
    verdict = verdict_of(found)
    assert verdict.wrong >= 1
    assert "raw quality" in verdict.complaints[0]


def test_a_window_that_began_anew_is_found() -> None:
    found = results()
    found[3] = result(3, smoothed_image_quality=RAW[3], window_count=1)
    assert faults(verdict_of(found)) == (0, 0, 0, 1)


def test_a_result_that_names_another_camera_or_count_is_found() -> None:
    found = results()
    found[5] = result(5, seq=4)
    assert faults(verdict_of(found)) == (0, 0, 0, 1)


def test_a_record_of_no_frame_is_found() -> None:
    assert faults(verdict_of([*results(), result(5, frame_id="frames-0-99")])) == (0, 0, 0, 1)
    assert faults(verdict_of([*results(), result(5, frame_id="frames-1-5")])) == (0, 0, 0, 1)
    assert faults(verdict_of([*results(), result(5, frame_id="other-0-5")])) == (0, 0, 0, 1)


def test_a_good_frame_that_was_rejected_and_a_bad_one_that_was_scored_are_wrong() -> None:
    last = judge(TOPIC, frames(), results()[:-1], [rejected(5)])
    assert faults(last) == (0, 0, 0, 1)
    sent = [*frames()[:-1], replace(frames()[-1], good=False)]
    assert faults(judge(TOPIC, sent, results(), [])) == (0, 0, 0, 1)


def test_a_frame_whose_outcome_is_elsewhere_is_not_lost_but_doubled_if_scored_too() -> None:
    assert judge(TOPIC, frames(), results()[:-1], [], elsewhere=[(0, 5)]).exact
    assert judge(TOPIC, frames(), results(), [], elsewhere=[(0, 5)]).duplicated == 1

"""What the figures share."""

import matplotlib as mpl
import pytest

from training.figures.style import INK, house_style, in_words, look, new_figure, readable, say_nothing_to_show, to_svg


def test_settings_of_matplotlib_are_put_back() -> None:
    before = mpl.rcParams["text.parse_math"], mpl.rcParams["font.size"]
    with house_style():
        assert mpl.rcParams["text.parse_math"] is False
    assert (mpl.rcParams["text.parse_math"], mpl.rcParams["font.size"]) == before


def test_no_two_of_the_first_two_dozen_look_alike() -> None:
    looks = [(each.colour, each.marker) for each in map(look, range(24))]
    assert len(set(looks)) == 24
    assert len({(each.colour, each.line) for each in map(look, range(24))}) == 24


@pytest.mark.parametrize(
    ("name", "shown"),
    [("gate", "gate"), ("a\nb\x00", "a?b?"), ("カメラ", "???"), ("x" * 40, "x" * 27 + "…"), ("", "")],
)
def test_a_name_becomes_a_label_that_can_be_drawn(name: str, shown: str) -> None:
    assert readable(name) == shown


def test_kinds_are_written_as_words() -> None:
    assert in_words("none") == "clean"
    assert in_words("fixed_pattern_noise") == "fixed pattern noise"


def test_a_hostile_text_is_drawn_as_it_is_and_the_svg_is_one_element() -> None:
    with house_style():
        figure = new_figure(4, 2)
        say_nothing_to_show(figure, "$\\frac{ </svg><script>")
        svg = to_svg(figure, "a")
    assert svg.startswith("<svg")
    assert svg.rstrip().endswith("</svg>")
    assert "<script>" not in svg
    assert INK in svg


def test_the_same_figure_gives_the_same_svg() -> None:
    svgs = []
    for salt in ("a", "a"):
        with house_style():
            figure = new_figure(2, 2)
            figure.subplots().plot([0, 1], [0, 1], clip_on=True)
            svgs.append(to_svg(figure, salt))
    assert svgs[0] == svgs[1]

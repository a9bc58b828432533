import pytest
from PySide6.QtGui import QColor

from ui import theme
from ui.theme import DAY, NIGHT, THEMES
from ui.widgets.badge import GradeBadge


@pytest.fixture(params=["day", "night"])
def colours(request, qapp):
    theme.apply(qapp, THEMES[request.param])
    yield THEMES[request.param]
    theme.apply(qapp, DAY)


@pytest.fixture
def make(qtbot):
    def make(scale="CRS", size="board"):
        badge = GradeBadge(scale, size)
        qtbot.addWidget(badge)
        return badge

    return make


def picture(badge):
    badge.resize(badge.sizeHint())
    return badge.grab().toImage()


def share(image, colour):
    """The share of the picture that has exactly this colour."""
    wanted = QColor(colour).rgb()
    hits = sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )
    return hits / (image.width() * image.height())


@pytest.mark.parametrize(
    ("level", "at_least", "override", "text", "chip", "name"),
    [
        (0, 0, None, "0", "CRS 0", "CRS: 0"),
        (3, 0, None, "3", "CRS 3", "CRS: 3"),
        (5, 5, None, "5", "CRS 5", "CRS: 5"),
        (None, 2, None, "≥2", "CRS ≥2", "CRS: at least 2, something is missing"),
        (None, 0, None, "?", "CRS ?", "CRS: cannot be stated, something is missing"),
        (None, 0, "–", "–", "CRS –", "CRS: not graded"),
        (3, 0, "9", "9", "CRS 9", "CRS: 9"),
        (None, 3, "≥7", "≥7", "CRS ≥7", "CRS: ≥7"),
    ],
)
def test_words(make, level, at_least, override, text, chip, name):
    board, small = make(), make(size="chip")
    for badge in (board, small):
        badge.set_level(level, at_least, text_override=override)
        assert badge.accessibleName() == name
        assert badge.is_stated() == (level is not None)
    assert board.text() == text
    assert small.text() == chip


def test_a_new_badge_states_nothing(make):
    badge = make()
    assert badge.text() == "?"
    assert not badge.is_stated()


@pytest.mark.parametrize(("level", "at_least"), [(6, 0), (-1, 0), (None, 6), (None, -1)])
def test_grades_that_do_not_exist_are_refused(make, level, at_least):
    badge = make()
    with pytest.raises(ValueError, match="no grade"):
        badge.set_level(level, at_least)
    assert badge.text() == "?"


@pytest.mark.parametrize("level", range(6))
def test_a_stated_grade_is_filled_with_its_colour(make, colours, level):
    badge = make()
    badge.set_level(level)
    image = picture(badge)
    grade = colours.grades[level]
    assert share(image, grade.fill) > (0.1 if grade.hatch else 0.5)
    assert share(image, grade.text) > 0.02
    if grade.hatch:
        assert share(image, grade.hatch) > 0.05


@pytest.mark.parametrize(("level", "at_least"), [(None, 0), (None, 1), (None, 4)])
def test_what_is_not_stated_is_never_filled(make, colours, level, at_least):
    badge = make()
    badge.set_level(level, at_least)
    image = picture(badge)
    inside = image.copy(6, 6, image.width() - 12, image.height() - 12)
    assert all(share(inside, grade.fill) < 0.02 for grade in colours.grades)
    line = colours.grades[at_least].mark if at_least else colours.unknown_line
    assert share(image, line) > 0.03


def test_every_state_looks_different(make, colours):
    states = [(n, 0, None) for n in range(6)]
    states += [(None, n, None) for n in range(6)]
    states += [(None, 0, "–")]
    pictures = []
    for level, at_least, override in states:
        badge = make()
        badge.set_level(level, at_least, text_override=override)
        pictures.append(picture(badge))
    for n, one in enumerate(pictures):
        assert all(one != other for other in pictures[n + 1 :]), states[n]


def test_a_faded_grade_keeps_its_number_but_not_its_weight(make, colours):
    badge = make()
    badge.set_level(3)
    full = picture(badge)
    badge.set_level(3, faded=True)
    assert badge.text() == "3"
    assert badge.accessibleName() == "CRS: 3, replaced"
    assert picture(badge) != full
    assert share(picture(badge), colours.grades[3].fill) < 0.05


@pytest.mark.parametrize(("size", "height"), [("board", 38), ("banner", 46), ("chip", 26)])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_size_grows_with_the_text(qapp, make, size, height, scale):
    theme.apply(qapp, DAY, scale)
    badge = make(size=size)
    badge.set_level(2)
    assert badge.sizeHint().height() == round(height * scale)
    if size == "chip":
        assert badge.sizeHint().width() > badge.sizeHint().height()
    else:
        assert badge.sizeHint().width() == badge.sizeHint().height()
    theme.apply(qapp, DAY)


def test_the_badge_follows_the_theme(qapp, make):
    theme.apply(qapp, DAY)
    badge = make()
    badge.set_level(0)
    badge.show()
    assert share(picture(badge), DAY.grades[0].fill) > 0.3
    theme.apply(qapp, NIGHT)
    assert share(picture(badge), NIGHT.grades[0].fill) > 0.3
    theme.apply(qapp, DAY)


def luminance(colour):
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("faded", [False, True])
@pytest.mark.parametrize("grade", range(6))
def test_words_on_a_pale_badge_can_be_read(make, colours, grade, faded):
    badge = make()
    badge.set_level(grade if faded else None, grade, faded=faded)
    image = picture(badge)
    seen = [image.pixel(x, y) for x in range(image.width()) for y in range(image.height())]
    ground = luminance(QColor(max(set(seen), key=seen.count)))
    ink = luminance(colours.ink if faded or grade else colours.unknown_text)
    light, dark = max(ground, ink), min(ground, ink)
    assert (light + 0.05) / (dark + 0.05) >= 4.5

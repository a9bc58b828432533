"""Every judgement of a dose-limiting toxicity has its sentence."""

from datetime import UTC, datetime

import pytest

from bedside.dlt import CODES, Judged
from ui.words.dlt import judged_text

SINCE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("code", CODES)
def test_no_code_is_shown_raw(code, qapp):
    words = judged_text(Judged(None, code, SINCE, 3), UTC)
    assert words.endswith(".")
    assert code not in words
    assert "{" not in words


def test_grade_and_time_are_said(qapp):
    words = judged_text(Judged(met=True, code="grade_4", since=SINCE, grade=4), UTC)
    assert words.startswith("Met: grade 4 since ")
    assert "20 Nov" in words

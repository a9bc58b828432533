"""Why the alarms cannot be heard, in words."""

from typing import get_args

import pytest

from tests.ui.words.sounded import sentences
from ui.sound.output import Trouble
from ui.words import sound
from ui.words.sound import sound_trouble

CODES = get_args(Trouble)


def test_every_trouble_has_words_and_no_other_has():
    assert set(sound._TROUBLE.codes) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_says_another_thing_to_do(qapp, code):
    said = sound_trouble(code)
    assert said.endswith(".")
    assert ":" in said
    assert [one for one in CODES if sound_trouble(one) == said] == [code]


def test_an_unknown_trouble_is_said_too(qapp):
    assert sound_trouble("?") == sound_trouble("failed")
    assert len(set(sentences())) == len(CODES)

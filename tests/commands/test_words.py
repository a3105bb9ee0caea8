"""Every word of pages and errors has its translation, with the same fields."""

import gettext
from string import Formatter

import pytest

from commands import words

LANGUAGE = "zh_CN"


def fields_of(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.fixture
def locale(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "LOCALE_FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def source(monkeypatch):
    """Two words in the source, one of them looking like a %-format."""
    found = {"{n} % of houses": ["views/a.py"], "no data": ["geo/b.py", "views/a.py"]}
    monkeypatch.setattr(words, "words_of_source", lambda: found)
    return found


def test_every_word_of_the_source_is_translated():
    known = words.translations(LANGUAGE)
    untranslated = [word for word in words.words_of_source() if not known.get(word)]
    assert not untranslated, "python start.py words, then translate"


def test_no_translation_outlives_its_word():
    assert words.translations(LANGUAGE).keys() <= words.words_of_source().keys()


def test_a_translation_has_the_fields_of_its_word():
    changed = {
        word: text
        for word, text in words.translations(LANGUAGE).items()
        if text and fields_of(word) != fields_of(text)
    }
    assert not changed


def test_errors_are_among_the_words():
    assert "{code} is not a county code of 6 digits" in words.words_of_source()


def test_gathering_keeps_what_is_translated_and_drops_what_is_gone(locale, source):
    assert words.gather(LANGUAGE) == ["no data", "{n} % of houses"]
    path = words.catalogue_file(LANGUAGE)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"no data"\nmsgstr ""', '"no data"\nmsgstr "无数据"')
        + '\nmsgid "gone"\nmsgstr "没了"\n',
        encoding="utf-8",
    )
    assert words.gather(LANGUAGE) == ["{n} % of houses"]
    assert words.translations(LANGUAGE) == {"no data": "无数据", "{n} % of houses": ""}
    assert "python-format" not in path.read_text(encoding="utf-8")


def test_gathering_twice_changes_nothing(locale, source):
    words.gather(LANGUAGE)
    first = words.catalogue_file(LANGUAGE).read_bytes()
    words.gather(LANGUAGE)
    assert words.catalogue_file(LANGUAGE).read_bytes() == first


def test_a_compiled_catalogue_speaks_and_falls_back_to_english(locale, source):
    words.gather(LANGUAGE)
    path = words.catalogue_file(LANGUAGE)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            '"{n} % of houses"\nmsgstr ""', '"{n} % of houses"\nmsgstr "{n} %的户"'
        ),
        encoding="utf-8",
    )
    words.compile_catalogue(LANGUAGE)
    spoken = gettext.translation("anfang", locale, [LANGUAGE]).gettext
    assert spoken("{n} % of houses") == "{n} %的户"
    assert spoken("no data") == "no data"

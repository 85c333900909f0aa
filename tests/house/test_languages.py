"""Nothing is half translated: every text goes through the wording, and each has its English, with the same gaps."""

import ast
import re

import pytest
from babel.messages.catalog import Message

from tests.house.texts import (
    PROPER_NAMES,
    VIETNAMESE,
    marked,
    marked_in,
    marked_in_template,
    names_in,
    templates,
    translated,
    unmarked_in,
    unmarked_in_template,
)
from tests.house.tree import ours, place, tree

PAST_THE_WORDING = {
    "scheduler/wording/dates.py": "the Vietnamese form of a date; the English one is made of English names",
    "scheduler/wording/feeds.py": "calendars are told in Vietnamese, whoever caused the change",
    "scheduler/wording/meetings.py": "the same; and the kinds of units are parts of their names",
    "scheduler/wording/offices.py": "the words of the table that is imported are Vietnamese in every language",
    "web/languages.py": "a language is named in itself",
    "web/pages/unit/pattern_form.py": "the word that people type between two days",
}
"""Python files with Vietnamese texts of their own, and why."""
UNMARKED = {
    "api/templates/docs.html": ["API Tiếp Dân", "API Tiếp Dân", "openapi.json"],
    "api/templates/problem.html": ["– Tiếp Dân"],
    "web/templates/language_switch.html": ["Tiếng Việt", "English"],
    "web/templates/office/parts.html": [
        'aria-describedby=" -goi-y -loi " aria-describedby=" -loi" aria-invalid="true"'
    ],
}
"""What templates say by themselves: names, a language named in itself, and the attributes of a field from a macro."""


def forms(entry: Message) -> tuple[str, ...]:
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_every_text_has_its_english():
    lacking = [f"{one.where} {one.text}" for key, one in marked().items() if key not in translated()]
    empty = [key for key, found in translated().items() if not all(text.strip() for text in forms(found[0]))]

    assert (lacking, empty) == ([], [])


def test_no_english_is_left_of_a_text_that_is_gone_or_stands_twice():
    assert sorted(translated().keys() - marked().keys()) == []
    assert [key for key, found in translated().items() if len(found) > 1] == []
    assert [key for key, found in translated().items() if found[0].fuzzy] == []


def test_a_translation_has_the_same_gaps():
    assert [
        (text, english)
        for (text, _), (entry, *_) in translated().items()
        for english in forms(entry)
        if names_in(english) != names_in(text)
    ] == []


def test_what_is_counted_has_two_forms_and_nothing_else_has():
    counted = [text for (text, _), (entry, *_) in translated().items() if isinstance(entry.id, tuple)]

    assert sorted(counted) == sorted(text for text, _ in translated() if "n" in names_in(text))


def test_nobody_is_addressed_as_a_friend():
    assert [one.where for one in marked().values() if re.search(r"\bbạn\b", one.text, re.IGNORECASE)] == []


def test_english_is_written_in_english_letters():
    def strange(text: str) -> bool:
        for name in PROPER_NAMES:
            text = text.replace(name, "")
        return VIETNAMESE.search(text) is not None

    assert [english for (entry, *_) in translated().values() for english in forms(entry) if strange(english)] == []


def test_an_english_sentence_ends_as_its_text():
    def ends(text: str) -> str:
        return text[-1:] if text[-1:] in ".:?…" else ""

    assert [
        (text, english)
        for (text, _), (entry, *_) in translated().items()
        for english in forms(entry)
        if " " in text and ends(text) != ends(english)
    ] == []


def test_no_python_file_speaks_past_the_wording():
    told = [path for path in ours() if place(path).startswith(("web/", "scheduler/wording/", "api/problem"))]
    past = {place(path): found for path in told if (found := list(unmarked_in(tree(path))))}

    assert {where: found for where, found in past.items() if where not in PAST_THE_WORDING} == {}
    assert sorted(PAST_THE_WORDING.keys() - past.keys()) == []


def test_no_template_speaks_past_the_wording():
    past = {place(path): found for path in templates() if (found := unmarked_in_template(path.read_text()))}

    assert past == UNMARKED


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('x = source("Một")', [("Một", "")]),
        ('x = source("Hủy", "deed")', [("Hủy", "deed")]),
        ('say("Có {n}" if n else "Không", n=1)', [("Có {n}", ""), ("Không", "")]),
        ('T = {"a": "Một", "b": ("Hai", {"c": "Ba"})}\nsources(T)', [("Một", ""), ("Hai", ""), ("Ba", "")]),
        ('x = "Một"', []),
    ],
)
def test_the_search_finds_what_is_marked(code: str, texts: list[tuple[str, str]]):
    module = ast.parse(code)

    assert [(one.text, one.about) for one in marked_in(module, "")] == texts
    assert [text for _, text in unmarked_in(module)] == ([] if texts else ["Một"])


@pytest.mark.parametrize(
    ("source", "unmarked"),
    [
        ('<p>{{ _("Một") }} {{ say("Có {n}", n=1) }}</p>', []),
        ("<p>Mot trang</p>", ["Mot trang"]),
        ('<img alt="Anh">', ["Anh"]),
        ("<p>{{ x if y else 'Một' }}</p>", ["Một"]),
        ("{# Một #}<p>{% if x %}1/2{% endif %}</p>", []),
        ("<p title=\"{{ _('Một') }}\">–</p>", []),
    ],
)
def test_the_search_finds_what_a_template_says_by_itself(source: str, unmarked: list[str]):
    assert unmarked_in_template(source) == unmarked


def test_the_search_finds_both_ends_of_a_choice_in_a_template():
    assert [one.text for one in marked_in_template("{{ _('Một' if x else 'Hai') }}", "")] == ["Một", "Hai"]

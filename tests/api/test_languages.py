"""Problems are told in the language that a program asks for; everything else stays in Vietnamese."""

import pytest
from flask import Flask

from tests.api.conftest import Caller

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [
        ("", "vi", "Chưa xác thực"),
        ("vi, en;q=0.5", "vi", "Chưa xác thực"),
        ("en-GB, fr;q=0.5", "en", "Not authenticated"),
    ],
)
def test_a_problem_is_told_as_asked(app: Flask, asked: str, language: str, title: str) -> None:
    answer = app.test_client().get("/api/v1/units", headers={"Accept-Language": asked} if asked else {})
    assert (answer.status_code, answer.headers["Content-Language"]) == (401, language)
    assert answer.get_json()["title"] == title


def test_each_fault_is_told_as_asked(operator: Caller) -> None:
    answer = operator.get("/units?limit=x", Accept_Language="en")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["detail"] == "It must be a whole number."
    assert operator.get("/khong-co", Accept_Language="en").get_json()["title"] == "Not found"


def test_a_page_about_a_problem_is_read_as_asked(app: Flask) -> None:
    assert "<h1>Đã bị thu hồi</h1>" in app.test_client().get("/problems/gone").text
    page = app.test_client().get("/problems/gone", headers=ENGLISH).text
    assert '<html lang="en">' in page
    assert "<h1>Withdrawn</h1>" in page

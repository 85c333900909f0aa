"""The API is never weaker than the page: what both can do, the same roles may at the same distances (T-07)."""

import csv
from pathlib import Path

HERE = Path(__file__).parent
DISTANCES = ("own", "other", "parent", "child")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


PAGES = {row["rule"]: row for row in rows(HERE / "pages.csv") if row["method"] == "POST"}
ROUTES = {f"{row['method']} {row['rule']}": row for row in rows(HERE.parent / "api" / "routes.csv")}
PAIRS = rows(HERE / "same_deeds.csv")


def outcome(answer: str) -> str:
    return "done" if answer[:1] in {"2", "3"} else "refused"


def test_every_deed_of_a_page_has_its_route_or_a_reason_why_not() -> None:
    assert {pair["page"] for pair in PAIRS} == set(PAGES)
    assert len(PAIRS) == len(PAGES)
    assert [pair for pair in PAIRS if bool(pair["route"]) == bool(pair["why"])] == []
    assert [pair["route"] for pair in PAIRS if pair["route"] and pair["route"] not in ROUTES] == []


def test_both_doors_let_the_same_roles_do_it() -> None:
    both = [(PAGES[pair["page"]], ROUTES[pair["route"]]) for pair in PAIRS if pair["route"]]
    assert [(page["rule"], route["rule"]) for page, route in both if page["roles"] != route["roles"]] == []


def test_both_doors_refuse_at_the_same_distances() -> None:
    differ = [
        (pair["page"], distance, page[distance], route[distance])
        for pair in PAIRS
        if pair["route"]
        for page, route in [(PAGES[pair["page"]], ROUTES[pair["route"]])]
        for distance in DISTANCES
        if page[distance] and route[distance] and outcome(page[distance]) != outcome(route[distance])
    ]
    assert differ == []

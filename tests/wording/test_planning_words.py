"""What a proposal leaves out, and what would have to give way, in words."""

from datetime import date

import pytest

from scheduler.core.planner.giving_way import Kind, Step
from scheduler.core.planner.problem import Option
from scheduler.core.planner.ways_out import WayOut
from scheduler.wording.planning import way_out_sentence

OFFICES = {"a": "Chủ tịch UBND", "b": "Bí thư Đảng ủy"}


def way(kind: Kind, *codes: str, missing: int = 0) -> WayOut:
    option = Option(date(2026, 12, 15), 0, (), "o")
    return WayOut((Step("a/reception", option, kind, codes),), 1, missing, {})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            way(Kind.LIFT, "away", "place_full"),
            (
                "Thêm buổi thứ Ba 15/12/2026 cho Chủ tịch UBND nếu gỡ được việc vướng: "
                "người chủ trì báo bận, địa điểm đã kín phòng."
            ),
        ),
        (
            way(Kind.FREE, "b/reception", missing=1),
            (
                "Nhường ngày thứ Ba 15/12/2026 của Bí thư Đảng ủy cho Chủ tịch UBND; "
                "Bí thư Đảng ủy sẽ thiếu một buổi; khi đó vẫn còn thiếu 1."
            ),
        ),
        (
            way(Kind.SPACING, "2"),
            "Thêm buổi thứ Ba 15/12/2026 cho Chủ tịch UBND, chấp nhận cách buổi khác chỉ 2 ngày làm việc.",
        ),
        (
            way(Kind.OTHER_PLACE, "place:p"),
            "Thêm buổi thứ Ba 15/12/2026 cho Chủ tịch UBND tại một địa điểm khác, vì nơi thường dùng đã kín phòng.",
        ),
    ],
)
def test_a_way_out_says_what_to_do(found: WayOut, said: str) -> None:
    assert way_out_sentence(found, OFFICES) == said

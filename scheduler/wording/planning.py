"""A proposal in words: why a date was left out, and what would have to give way for a minimum to be met."""

from collections.abc import Mapping

from scheduler.core.patterns import PatternDate
from scheduler.core.planner.giving_way import Kind, Step
from scheduler.core.planner.ways_out import WayOut
from scheduler.wording.dates import inline_date
from scheduler.wording.language import said, say, source
from scheduler.wording.reasons import reason_sentence

_BLOCKS = {
    "away": source("người chủ trì báo bận"),
    "person_busy": source("người chủ trì đã có buổi khác cùng giờ"),
    "place_full": source("địa điểm đã kín phòng"),
    "vacant": source("chức vụ đang khuyết"),
}
_WAYS: dict[Kind, str] = {
    Kind.LIFT: source("Thêm buổi {day} cho {office} nếu gỡ được việc vướng: {blocks}"),
    Kind.OTHER_PLACE: source("Thêm buổi {day} cho {office} tại một địa điểm khác, vì nơi thường dùng đã kín phòng"),
    Kind.SPACING: source("Thêm buổi {day} cho {office}, chấp nhận cách buổi khác chỉ {days} ngày làm việc"),
    Kind.FREE: source("Nhường ngày {day} của {other} cho {office}; {other} sẽ thiếu một buổi"),
}
_PASSED_OVER = source("Không chọn vì quá gần buổi khác của chức vụ hoặc kỳ này đã đủ buổi.")


def left_out_sentence(kept: PatternDate, *, is_blocked: bool) -> str:
    """Return why a date of a pattern is not proposed; "" when the conflicts beside it say so."""
    if kept.on is None:
        return reason_sentence(kept.reason, None)
    return "" if is_blocked else said(_PASSED_OVER)


def way_out_sentence(way: WayOut, offices: Mapping[str, str]) -> str:
    """Return what gives way together, one thing after another; ``offices`` gives titles by id."""
    told = "; ".join(_step(step, offices) for step in way.steps)
    if way.missing_after:
        return say("{what}; khi đó vẫn còn thiếu {missing}.", what=told, missing=way.missing_after)
    return say("{what}.", what=told)


def _step(step: Step, offices: Mapping[str, str]) -> str:
    others = (offices.get(code.partition("/")[0], said("việc khác")) for code in step.codes)
    return say(
        _WAYS[step.kind],
        day=inline_date(step.option.day),
        office=offices.get(step.duty_id.partition("/")[0], said("chức vụ khác")),
        blocks=", ".join(said(_BLOCKS[code]) for code in step.codes if code in _BLOCKS),
        days=step.codes[0] if step.codes else "",
        other=", ".join(others),
    )

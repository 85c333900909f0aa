"""What a change would break, what stands in its way, and the nearest lawful dates: one sentence each."""

from collections.abc import Mapping

from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Finding, FindingCode, Severity
from scheduler.core.conflicts import EARLIEST, LATEST, Clash, Conflict
from scheduler.core.facts import Activity
from scheduler.wording.dates import clock, inline_date, period_name, short_date

SEVERITIES = {Severity.REFUSE: "không được", Severity.WARN: "lưu ý"}
_BARE = (
    " Ở đây chỉ tính các buổi đã niêm yết; vắng mặt, tiếp thay, khuyết chức danh do đơn vị tự ghi "
    "không làm giảm định mức."
)
_OF_THE_UNIT = (Clash.DAY_OFF, Clash.ODD_HOURS)
_CLASHES = {
    Clash.PERSON_BUSY: "người chủ trì đã có buổi khác cùng giờ",
    Clash.PLACE_FULL: "địa điểm đã kín phòng vào giờ này",
    Clash.AWAY: "người chủ trì báo bận",
    Clash.DAY_OFF: "là ngày nghỉ",
    Clash.ODD_HOURS: (
        "giờ quá sớm hoặc quá muộn (tiếp công dân trong khoảng {first}–{last}, đối thoại trong khoảng "
        "{first}–{evening}), cần chọn giờ khác"
    ),
}
_HOURS = {
    "first": clock(EARLIEST),
    "last": clock(LATEST[Activity.RECEPTION]),
    "evening": clock(LATEST[Activity.DIALOGUE]),
}


def finding_sentence(finding: Finding, office: str = "") -> str:
    """Return one finding with its legal source; ``office`` is the title of the office concerned, when known."""
    who = f"{office}: " if office else ""
    bare = _BARE if finding.bare and finding.code is not FindingCode.UNANNOUNCED else ""
    said = f"{who}{_said(finding)}{bare}"
    return f"{said[:1].upper()}{said[1:]} Căn cứ: {finding.legal_basis}."


def _said(finding: Finding) -> str:
    match finding.code:
        case FindingCode.SHORTFALL:
            last = f", hạn cuối khả thi {short_date(finding.last_feasible)}" if finding.last_feasible else ""
            return f"{_share(finding)}, còn thiếu {finding.missing}{last}; vẫn còn ngày để xếp cho đủ."
        case FindingCode.UNREACHABLE:
            return f"{_share(finding)}, còn thiếu {finding.missing} mà trong kỳ không còn đủ ngày để bù."
        case FindingCode.UNANNOUNCED:
            period = period_name(finding.period) if finding.period else "kỳ này"
            return (
                f"{period} mới niêm yết {finding.counted}/{finding.required} ngày trong khi còn buổi đã duyệt "
                "chưa niêm yết; cần niêm yết các buổi đã duyệt của kỳ cùng một lần."
            )
        case FindingCode.POSTPONED_WITHOUT_DATE:
            return "hoãn buổi tiếp công dân thì phải thông báo ngay thời gian dự kiến tiếp; cần chọn ngày mới."
        case FindingCode.DUTY_REMOVED:
            return (
                f"{_share(finding)}; thay đổi này làm mất định mức của kỳ đã bắt đầu nên đơn vị không tự làm được, "
                "cần đề nghị cấp quản trị hệ thống."
            )
        case FindingCode.LATE_PUBLICATION:
            due = f", hạn là {short_date(finding.due)}" if finding.due else ""
            return f"niêm yết trễ {finding.days_late} ngày so với quy định{due}; buổi sẽ được ghi là niêm yết trễ."


def _share(finding: Finding) -> str:
    period = period_name(finding.period) if finding.period else "kỳ này"
    return f"{period} mới có {finding.counted}/{finding.required} ngày"


def cure_sentence(cure: Cure) -> str:
    """Return one lawful date: "Thứ Hai 30/11/2026, niêm yết chậm nhất 23/11/2026"."""
    said = inline_date(cure.day)
    said = f"{said[0].upper()}{said[1:]}"
    if cure.posting_due is None:
        return f"{said}."
    if cure.posting_missed:
        return f"{said}; hạn niêm yết {short_date(cure.posting_due)} đã qua nên sẽ được ghi là niêm yết trễ."
    return f"{said}, niêm yết chậm nhất {short_date(cure.posting_due)}."


def conflict_sentence(conflict: Conflict, names: Mapping[str, str]) -> str:
    """Return what stands in the way; ``names`` gives the names of people, places and offices by id."""
    said = f"{inline_date(conflict.day)}: {_CLASHES[conflict.clash].format(**_HOURS)}"
    thing = names.get(conflict.thing, "")
    if thing and conflict.clash not in _OF_THE_UNIT:
        said = f"{said} ({thing})"
    if conflict.reason:
        said = f"{said} – {conflict.reason}"
    return f"{said[0].upper()}{said[1:]}."

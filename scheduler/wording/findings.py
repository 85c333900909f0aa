"""What a change would break, what stands in its way, and the nearest lawful dates: one sentence each."""

from collections.abc import Mapping

from scheduler.core.compliance.cures import Cure
from scheduler.core.compliance.objections import Finding, FindingCode, Severity
from scheduler.core.conflicts import EARLIEST, LATEST, Clash, Conflict
from scheduler.core.facts import Activity
from scheduler.wording.dates import clock, inline_date, period_name, short_date
from scheduler.wording.language import said, say, source, sources

SEVERITIES = {Severity.REFUSE: "không được", Severity.WARN: "lưu ý"}
_BARE = source(
    "Ở đây chỉ tính các buổi đã niêm yết; vắng mặt, tiếp thay, khuyết chức danh do đơn vị tự ghi "
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
sources(SEVERITIES, _CLASHES)


def finding_sentence(finding: Finding, office: str = "") -> str:
    """Return one finding with its legal source; ``office`` is the title of the office concerned, when known."""
    who = f"{office}: " if office else ""
    bare = finding.bare and finding.code is not FindingCode.UNANNOUNCED
    told = _headed(f"{who}{_told(finding)}")
    parts = (told, said(_BARE) if bare else "", say(source("Căn cứ: {basis}."), basis=finding.legal_basis))
    return " ".join(part for part in parts if part)


def _told(finding: Finding) -> str:  # noqa: PLR0911 - one line for each kind of finding
    last = short_date(finding.last_feasible) if finding.last_feasible else ""
    values = {"share": _share(finding), "missing": finding.missing, "last": last}
    match finding.code:
        case FindingCode.SHORTFALL if last:
            return say(
                source("{share}, còn thiếu {missing}, hạn cuối khả thi {last}; vẫn còn ngày để xếp cho đủ."), **values
            )
        case FindingCode.SHORTFALL:
            return say(source("{share}, còn thiếu {missing}; vẫn còn ngày để xếp cho đủ."), **values)
        case FindingCode.UNREACHABLE:
            return say(source("{share}, còn thiếu {missing} mà trong kỳ không còn đủ ngày để bù."), **values)
        case FindingCode.UNANNOUNCED:
            return say(
                source(
                    "{period} mới niêm yết {counted}/{required} ngày trong khi còn buổi đã duyệt chưa niêm yết; "
                    "cần niêm yết các buổi đã duyệt của kỳ cùng một lần."
                ),
                period=period_name(finding.period) if finding.period else said(source("kỳ này")),
                counted=finding.counted,
                required=finding.required,
            )
        case FindingCode.POSTPONED_WITHOUT_DATE:
            return said(
                source("hoãn buổi tiếp công dân thì phải thông báo ngay thời gian dự kiến tiếp; cần chọn ngày mới.")
            )
        case FindingCode.DUTY_REMOVED:
            return say(
                source(
                    "{share}; thay đổi này làm mất định mức của kỳ đã bắt đầu nên đơn vị không tự làm được, "
                    "cần đề nghị cấp quản trị hệ thống."
                ),
                **values,
            )
        case FindingCode.LATE_PUBLICATION:
            return _told_late(finding)


def _told_late(finding: Finding) -> str:
    if finding.due is None:
        return say(
            source("niêm yết trễ {n} ngày so với quy định; buổi sẽ được ghi là niêm yết trễ."), n=finding.days_late
        )
    return say(
        source("niêm yết trễ {n} ngày so với quy định, hạn là {due}; buổi sẽ được ghi là niêm yết trễ."),
        n=finding.days_late,
        due=short_date(finding.due),
    )


def _share(finding: Finding) -> str:
    period = period_name(finding.period) if finding.period else said(source("kỳ này"))
    return say(source("{period} mới có {counted}/{n} ngày"), period=period, counted=finding.counted, n=finding.required)


def cure_sentence(cure: Cure) -> str:
    """Return one lawful date: "Thứ Hai 30/11/2026, niêm yết chậm nhất 23/11/2026"."""
    day = _headed(inline_date(cure.day))
    if cure.posting_due is None:
        return f"{day}."
    late = source("{day}; hạn niêm yết {due} đã qua nên sẽ được ghi là niêm yết trễ.")
    told = late if cure.posting_missed else source("{day}, niêm yết chậm nhất {due}.")
    return say(told, day=day, due=short_date(cure.posting_due))


def conflict_sentence(conflict: Conflict, names: Mapping[str, str]) -> str:
    """Return what stands in the way; ``names`` gives the names of people, places and offices by id."""
    told = f"{inline_date(conflict.day)}: {say(_CLASHES[conflict.clash], **_HOURS)}"
    thing = names.get(conflict.thing, "")
    if thing and conflict.clash not in _OF_THE_UNIT:
        told = f"{told} ({thing})"
    if conflict.reason:
        told = f"{told} – {said(conflict.reason)}"
    return f"{_headed(told)}."


def _headed(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"

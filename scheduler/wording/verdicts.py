"""Duties in words: where an office stands, the meter, and why a day is not counted."""

from scheduler.core.compliance.values import Reason, Status, Verdict, WhyNot
from scheduler.core.rules import CountUnit
from scheduler.wording.dates import period_name, short_date
from scheduler.wording.language import said, say, source, sources
from scheduler.wording.meetings import title

STATUS = {
    Status.MET: "đạt",
    Status.ON_TRACK: "đủ theo kế hoạch",
    Status.AT_RISK: "có nguy cơ thiếu",
    Status.BREACHED: "thiếu",
    Status.NOT_APPLICABLE: "không áp dụng",
    Status.EXCUSED: "thiếu, có lý do",
}
REASONS = {
    Reason.NONE: "",
    Reason.NO_OFFICE: "chức vụ không tồn tại trong kỳ này",
    Reason.PARTIAL_PERIOD: "chức vụ chỉ tồn tại một phần của kỳ này",
    Reason.VACANT: "chức vụ khuyết trong cả kỳ",
    Reason.NO_WORKING_DAY: "trong kỳ không có ngày làm việc nào",
    Reason.NOTHING_PLANNED: "chưa có buổi nào được duyệt; cần xếp lịch",
    Reason.NOT_ENOUGH_PLANNED: "số buổi đã duyệt chưa đủ; cần xếp thêm",
    Reason.LAST_DATES: "chỉ còn vừa đủ số ngày có thể tiếp; cần xếp lịch ngay",
    Reason.NOT_POSTED: "có buổi đã duyệt quá hạn niêm yết mà chưa niêm yết; cần niêm yết ngay hoặc chọn ngày khác",
    Reason.UNREACHABLE: "số ngày còn lại trong kỳ không đủ để đạt định mức",
    Reason.PERIOD_OVER: "kỳ đã hết mà chưa đủ số ngày",
    Reason.EXCUSE_RECORDED: "đã ghi nhận lý do; báo cáo thống kê vẫn tính là chưa đạt",
}
WHY_NOT = {
    WhyNot.OTHER_OFFICE: "do chức vụ khác chủ trì",
    WhyNot.CAPACITY_NOT_DECLARED: "không đăng ký chủ trì với chức vụ này",
    WhyNot.OTHER_CAPACITY: "đã tính cho chức vụ khác của cùng một người",
    WhyNot.OTHER_LEDGER: "thuộc sổ khác (tiếp công dân và đối thoại tính riêng)",
    WhyNot.ADHOC: "tiếp đột xuất – không thay cho buổi định kỳ",
    WhyNot.REGULAR_ROSTER: "tiếp thường xuyên – không phải ngày tiếp của người đứng đầu",
    WhyNot.OTHER_SUB_TYPE: "khác loại buổi mà quy định yêu cầu",
    WhyNot.DRAFT: "mới là bản nháp, chưa được duyệt",
    WhyNot.POSTPONED: "hoãn, chưa có ngày mới",
    WhyNot.CANCELLED: "đã hủy",
    WhyNot.NOT_HELD: "không diễn ra",
    WhyNot.DELEGATED: "ủy quyền – không tính vào định mức",
    WhyNot.CHAIR_ABSENT: "người đứng đầu không có mặt",
    WhyNot.CHAIR_AWAY: "người đứng đầu vắng trong ngày này",
    WhyNot.DAY_OFF: "xếp vào ngày nghỉ",
    WhyNot.OFFICE_VACANT: "chức vụ khuyết trong ngày này",
    WhyNot.NOT_RECORDED: "đã qua ngày mà chưa ghi nhận kết quả; cần xác nhận đã tiếp",
    WhyNot.NOT_POSTED: "đã duyệt nhưng quá hạn niêm yết mà chưa niêm yết",
    WhyNot.NOT_YET: "chưa đến ngày",
    WhyNot.SECOND_SITTING_OF_DAY: "cùng ngày với buổi đã tính – mỗi ngày chỉ tính một lần",
    WhyNot.SAME_MEETING: "cùng một buổi đã tính",
    WhyNot.OUTSIDE_PERIOD: "nằm ngoài kỳ này",
    WhyNot.MOVED_AWAY: "đã chuyển sang ngày thuộc kỳ khác",
}
sources(STATUS, REASONS, WHY_NOT)
_OF = {CountUnit.DAY: source("{held}/{n} ngày"), CountUnit.SESSION: source("{held}/{n} buổi")}
_LEAST = {
    CountUnit.DAY: source("{what}, {period}: ít nhất {n} ngày ({basis})"),
    CountUnit.SESSION: source("{what}, {period}: ít nhất {n} buổi ({basis})"),
}
_DELEGATED = source("({n} buổi ủy quyền – không tính)")
_LATE = source("(trong đó {n} buổi nhập muộn)")


def status_word(status: Status) -> str:
    """Return the fixed word of a status: "đạt", "đủ theo kế hoạch", "có nguy cơ thiếu", "thiếu"."""
    return said(STATUS[status])


def why_not_counted(code: WhyNot) -> str:
    """Return why a day is not counted."""
    return said(WHY_NOT[code])


def meter(verdict: Verdict) -> str:
    """Return the duty meter: "1/2 ngày – còn thiếu 1 – hạn cuối khả thi 30/11/2026".

    Days received by a deputy are told beside the count: "0/2 ngày (1 buổi ủy quyền – không tính)".
    """
    told = say(_OF[verdict.rule.unit], held=verdict.held, n=verdict.required)
    delegated = {day.meeting_id for day in verdict.not_counted if day.why is WhyNot.DELEGATED}
    if delegated:
        told = f"{told} {say(_DELEGATED, n=len(delegated))}"
    late = {day.meeting_id for day in verdict.counted} & set(verdict.late_entries)
    if late:
        told = f"{told} {say(_LATE, n=len(late))}"
    if verdict.status is Status.NOT_APPLICABLE:
        return f"{told} – {status_word(verdict.status)}"
    parts = [told]
    if verdict.planned:
        parts.append(say(source("đã xếp {planned}"), planned=verdict.planned))
    if verdict.missing:
        parts.append(say(source("còn thiếu {missing}"), missing=verdict.missing))
    if verdict.last_feasible is not None:
        parts.append(say(source("hạn cuối khả thi {day}"), day=short_date(verdict.last_feasible)))
    return " – ".join(parts)


def duty_words(verdict: Verdict) -> str:
    """Return what is owed: "Tiếp công dân định kỳ, tháng 11/2026: ít nhất 2 ngày (Luật …)"."""
    rule = verdict.rule
    what, period = title(rule.activity, rule.sub_type), period_name(verdict.period)
    return say(_LEAST[rule.unit], what=what, period=period, n=verdict.required, basis=rule.legal_basis)


def shortfall_sentence(verdict: Verdict, office: str = "") -> str:
    """Return how one duty stands as a sentence, with its office's title when given."""
    head = f"{office}: " if office else ""
    why = said(REASONS[verdict.reason])
    told = f"{head}{duty_words(verdict)} – {status_word(verdict.status)}, {meter(verdict)}"
    if verdict.excused:
        told = say(source("{told}; lý do đã ghi: {reason}"), told=told, reason=verdict.excused)
    return f"{told}; {why}." if why else f"{told}."

"""Rules in words: whom they concern, how much they ask, how well they are founded, whether they hold."""

from scheduler.core.compliance.values import Status
from scheduler.core.facts import OfficeKind, Span
from scheduler.core.periods import PeriodKind
from scheduler.core.rules import Answer, Confidence, CountUnit, Rule
from scheduler.wording.dates import span as span_of_days
from scheduler.wording.language import said, say, source
from scheduler.wording.meetings import title
from scheduler.wording.oversight import OFFICES as KINDS
from scheduler.wording.verdicts import status_word

LEVELS: dict[str, str] = {
    "trung_uong": source("Trung ương"),
    "tinh": source("Cấp tỉnh"),
    "huyen": source("Cấp huyện (đến 30/6/2025)"),
    "xa": source("Cấp xã"),
    "all": source("Mọi cấp"),
    "tinh_xa": source("Cấp tỉnh và cấp xã"),
    "huyen_xa": source("Cấp huyện và cấp xã (đến 30/6/2025)"),
    "so_nganh_tinh": source("Sở, ngành cấp tỉnh"),
    "phong_huyen": source("Phòng, ban cấp huyện (đến 30/6/2025)"),
    "co_quan_thuoc_chinh_phu_va_su_nghiep": source("Cơ quan thuộc Chính phủ, đơn vị sự nghiệp"),
    "don_vi": source("Đơn vị"),
}
OFFICES: dict[str, str] = {
    **{kind.value: KINDS[kind] for kind in OfficeKind},
    "ubnd_xa": source("UBND xã"),
    "bo_truong": source("Bộ trưởng"),
    "bi_thu_va_chu_tich": source("Bí thư cấp ủy và Chủ tịch UBND"),
    "thuong_truc_tinh_uy": source("Thường trực Tỉnh ủy"),
    "dai_bieu_hdnd": source("Đại biểu HĐND"),
    "dai_bieu_quoc_hoi": source("Đại biểu Quốc hội"),
    "nguoi_su_dung_lao_dong": source("Người sử dụng lao động"),
}
CONFIDENCE: dict[Confidence, str] = {
    Confidence.PRIMARY: source("P: đã đọc văn bản gốc"),
    Confidence.SECONDARY: source("S: đã đọc báo, cổng thông tin hoặc trang hỏi đáp"),
    Confidence.LOCAL: source("L: quy định riêng của địa phương"),
    Confidence.INFERRED: source("I: suy luận, không phải luật"),
    Confidence.MEMORY: source("M: theo trí nhớ, chưa thấy văn bản"),
}
OFF_BECAUSE: dict[str, str] = {
    "trigger": source("chỉ phát sinh khi có việc, không có số lần theo kỳ"),
    "roster": source("theo lịch phân công, không có số lần theo kỳ"),
    "no_number": source("chưa tìm thấy số ngày phải tiếp"),
    "counts_unknown": source("chưa rõ buổi nào được tính"),
    "not_confirmed": source("chưa thấy văn bản nào xác nhận"),
    "local_history": source("quy định cũ của một địa phương, giữ làm mẫu"),
    "out_of_scope": source("ngoài phạm vi của hệ thống này"),
}
_NO_SPAN, _OFF_PLAIN = source("không rõ thời hạn"), source("chưa bật")
FORCES: dict[str, str] = {
    "now": source("đang hiệu lực"),
    "to_come": source("sắp hiệu lực"),
    "over": source("đã hết hiệu lực"),
    "off": source("tắt, không xét"),
}
_MINIMUM: dict[tuple[CountUnit, PeriodKind], str] = {
    (CountUnit.DAY, PeriodKind.WEEK): source("{n} ngày mỗi tuần"),
    (CountUnit.DAY, PeriodKind.MONTH): source("{n} ngày mỗi tháng"),
    (CountUnit.DAY, PeriodKind.QUARTER): source("{n} ngày mỗi quý"),
    (CountUnit.DAY, PeriodKind.YEAR): source("{n} ngày mỗi năm"),
    (CountUnit.SESSION, PeriodKind.WEEK): source("{n} buổi mỗi tuần"),
    (CountUnit.SESSION, PeriodKind.MONTH): source("{n} buổi mỗi tháng"),
    (CountUnit.SESSION, PeriodKind.QUARTER): source("{n} buổi mỗi quý"),
    (CountUnit.SESSION, PeriodKind.YEAR): source("{n} buổi mỗi năm"),
}
_NO_NUMBER, _NOT_RECURRING = source("chưa có số"), source("khi có việc")
COUNTED: dict[CountUnit, str] = {CountUnit.DAY: source("ngày"), CountUnit.SESSION: source("buổi")}
PERIODS: dict[PeriodKind, str] = {
    PeriodKind.WEEK: source("tuần"),
    PeriodKind.MONTH: source("tháng"),
    PeriodKind.QUARTER: source("quý"),
    PeriodKind.YEAR: source("năm"),
}
ANSWERS: dict[Answer, str] = {
    Answer.NO: source("không tính"),
    Answer.YES: source("có tính"),
    Answer.NOT_APPLICABLE: source("không áp dụng"),
    Answer.UNKNOWN: source("chưa rõ"),
}
_NOT_JUDGED = source("không xét")


def level_name(level: str) -> str:
    """Return "Cấp xã" for a level as rules name it."""
    return said(LEVELS[level])


def office_name(office: str) -> str:
    """Return "Chủ tịch UBND" for an office as rules name it."""
    return said(OFFICES[office])


def rule_name(rule: Rule) -> str:
    """Return "Chủ tịch UBND: Tiếp công dân định kỳ"."""
    what = title(rule.activity, rule.sub_type)
    return say(source("{office}: {what}"), office=office_name(rule.office), what=what)


def minimum_words(rule: Rule) -> str:
    """Return "2 ngày mỗi tháng", "khi có việc" where nothing recurs, "chưa có số" where none was found."""
    if rule.period is None:
        return said(_NOT_RECURRING)
    return said(_NO_NUMBER) if rule.minimum is None else say(_MINIMUM[rule.unit, rule.period], n=rule.minimum)


def span_words(span: Span | None) -> str:
    """Return "từ 01/07/2026", "từ 01/07/2014 đến 30/06/2026"."""
    return said(_NO_SPAN) if span is None else span_of_days(span.first, span.last)


def force_word(force: str) -> str:
    """Return "đang hiệu lực", "sắp hiệu lực", "đã hết hiệu lực" or "tắt, không xét"."""
    return said(FORCES[force])


def off_words(rule: Rule) -> str:
    """Return why a rule is off."""
    return said(OFF_BECAUSE.get(rule.off_because, _OFF_PLAIN))


def confidence_words(confidence: Confidence) -> str:
    """Return "P: đã đọc văn bản gốc"."""
    return said(CONFIDENCE[confidence])


def answer_word(answer: Answer) -> str:
    """Return "không tính", "có tính"."""
    return said(ANSWERS[answer])


def judged_word(status: Status | None) -> str:
    """Return the word of a status, "không xét" where nothing is judged."""
    return said(_NOT_JUDGED) if status is None else status_word(status)

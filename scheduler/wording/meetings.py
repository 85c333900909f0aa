"""Names: of meetings, their states and modes. The words are those people know from notices."""

from datetime import date

from scheduler.core.facts import Activity, Level, State
from scheduler.wording.dates import short_date
from scheduler.wording.language import said, say, source, sources

CANCELLED_PREFIX = "ĐÃ HỦY: "
TITLES: dict[Activity, dict[str, str]] = {
    Activity.RECEPTION: {
        "periodic": "Tiếp công dân định kỳ",
        "adhoc": "Tiếp công dân đột xuất",
        "regular": "Tiếp công dân thường xuyên",
        "by_roster": "Tiếp công dân theo lịch phân công",
    },
    Activity.DIALOGUE: {
        "youth": "Đối thoại với thanh niên",
        "youth_on_request": "Đối thoại với thanh niên theo đề nghị",
        "commune_people_conference": "Hội nghị trao đổi, đối thoại với Nhân dân",
        "people": "Đối thoại với Nhân dân",
        "mttq_ctxh_people": "Đối thoại với Mặt trận Tổ quốc, các tổ chức chính trị - xã hội và Nhân dân",
        "party_head_with_people": "Đối thoại của người đứng đầu cấp ủy với Nhân dân",
        "business": "Đối thoại với doanh nghiệp",
        "farmers": "Đối thoại với nông dân",
        "staff_conference": "Hội nghị cán bộ, công chức, viên chức và người lao động",
        "workplace": "Đối thoại tại nơi làm việc",
        "complaint": "Đối thoại trong giải quyết khiếu nại",
        "voter_contact": "Tiếp xúc cử tri",
    },
}
_ACTIVITIES = {Activity.RECEPTION: "Tiếp công dân", Activity.DIALOGUE: "Đối thoại trực tiếp"}
_STATES = {
    State.DRAFT: "bản nháp",
    State.APPROVED: "đã duyệt",
    State.PUBLISHED: "đã niêm yết",
    State.MOVED: "lùi lịch",
    State.POSTPONED: "hoãn",
    State.CANCELLED: "hủy",
    State.HELD: "đã tiếp",
    State.NOT_HELD: "không diễn ra",
}
_MODES = {"in_person": "Trực tiếp", "online": "Trực tuyến", "hybrid": "Trực tiếp kết hợp trực tuyến"}
sources(TITLES, _ACTIVITIES, _STATES, _MODES)


def activity_name(activity: Activity) -> str:
    """Return "Tiếp công dân" or "Đối thoại trực tiếp"."""
    return said(_ACTIVITIES[activity])


def title(activity: Activity, sub_type: str) -> str:
    """Return what a meeting is called: "Tiếp công dân định kỳ", "Đối thoại với thanh niên"."""
    return said(TITLES[activity].get(sub_type, _ACTIVITIES[activity]))


def summary(activity: Activity, sub_type: str, where: str, state: State) -> str:
    """Return the line a calendar shows: "Tiếp công dân định kỳ – UBND xã Tân Đoàn", marked when it is cancelled."""
    line = f"{title(activity, sub_type)} – {where}" if where else title(activity, sub_type)
    return f"{CANCELLED_PREFIX}{line}" if state is State.CANCELLED else line


def state_word(state: State, activity: Activity = Activity.RECEPTION) -> str:
    """Return the fixed word of a state. A dialogue that was held "đã diễn ra": nobody was received."""
    if state is State.HELD and activity is Activity.DIALOGUE:
        return said(source("đã diễn ra"))
    return said(_STATES[state])


def moved_words(was: date, now: date) -> str:
    """Return "lùi lịch sang 19/11/2026", or for an earlier date "chuyển sớm lên 12/11/2026"."""
    told = source("lùi lịch sang {day}") if now >= was else source("chuyển sớm lên {day}")
    return say(told, day=short_date(now))


def mode_word(mode: str) -> str:
    """Return "Trực tiếp", "Trực tuyến" or "Trực tiếp kết hợp trực tuyến"."""
    return said(_MODES[mode])


def committee_name(full_name: str) -> str:
    """Return "UBND xã Tân Đoàn" for the unit "Xã Tân Đoàn"."""
    return say(source("UBND {unit}"), unit=f"{full_name[:1].lower()}{full_name[1:]}")


def party_name(full_name: str, level: str) -> str:
    """Return "Đảng ủy xã Tân Đoàn" for a commune, "Tỉnh ủy Lạng Sơn" or "Thành ủy Hà Nội" for a province."""
    if level != Level.TINH:
        return say(source("Đảng ủy {unit}"), unit=f"{full_name[:1].lower()}{full_name[1:]}")
    if full_name.startswith("Tỉnh "):
        return say(source("Tỉnh ủy {unit}"), unit=full_name.removeprefix("Tỉnh "))
    return say(source("Thành ủy {unit}"), unit=full_name.removeprefix("Thành phố "))


def chair_words(title_of_office: str, person: str, *, in_person: bool) -> str:
    """Return "Chủ tịch UBND xã – Nguyễn Văn A"; for a stand-in, that a deputy receives instead."""
    named = f"{title_of_office} – {person}" if person else title_of_office
    return named if in_person else say(source("{chair} (cấp phó tiếp thay theo ủy quyền)"), chair=named)


def stand_in_words(title_of_office: str, delegate: str) -> str:
    """Return "Phó Chủ tịch, tiếp thay Chủ tịch UBND xã"; without a delegate, that the head was absent."""
    if delegate:
        return say(source("{deputy}, tiếp thay {office}"), deputy=delegate, office=title_of_office)
    return say(source("{office} (vắng mặt)"), office=title_of_office)

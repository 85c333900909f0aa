"""Names: of meetings, their states and modes, of offices and channels. The words are those people know from notices."""

from datetime import date

from scheduler.core.facts import Activity, OfficeKind, State
from scheduler.wording.dates import short_date

CANCELLED_PREFIX = "ĐÃ HỦY: "
_TITLES: dict[Activity, dict[str, str]] = {
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
_CHANNELS = {
    "portal": "trang công khai của hệ thống",
    "hq_board": "bảng niêm yết tại trụ sở",
    "reception_place": "nơi tiếp công dân",
    "website": "trang thông tin điện tử",
    "media": "phương tiện thông tin đại chúng",
    "loudspeaker": "loa truyền thanh",
    "village_heads": "trưởng thôn, tổ trưởng tổ dân phố",
}
_UNIT_KINDS = {
    "tinh": "tỉnh",
    "thanh_pho": "thành phố",
    "quan": "quận",
    "huyen": "huyện",
    "thi_xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "dac_khu": "đặc khu",
    "thi_tran": "thị trấn",
    "so": "sở",
    "ban": "ban",
}
_PARTY_HEADS = {
    ("tinh", "tinh"): "Bí thư Tỉnh ủy",
    ("tinh", "thanh_pho"): "Bí thư Thành ủy",
    ("huyen", "huyen"): "Bí thư Huyện ủy",
    ("huyen", "quan"): "Bí thư Quận ủy",
    ("huyen", "thi_xa"): "Bí thư Thị ủy",
    ("huyen", "thanh_pho"): "Bí thư Thành ủy",
}
_BODIES = {
    OfficeKind.CHU_TICH_UBND: "Chủ tịch UBND",
    OfficeKind.CHU_TICH_HDND: "Chủ tịch HĐND",
    OfficeKind.THUONG_TRUC_HDND: "Thường trực HĐND",
    OfficeKind.THU_TRUONG_CO_QUAN: "Thủ trưởng cơ quan",
    OfficeKind.THU_TRUONG_DON_VI: "Thủ trưởng đơn vị",
    OfficeKind.CHINH_QUYEN_XA: "Chính quyền địa phương",
}


def activity_name(activity: Activity) -> str:
    """Return "Tiếp công dân" or "Đối thoại trực tiếp"."""
    return _ACTIVITIES[activity]


def title(activity: Activity, sub_type: str) -> str:
    """Return what a meeting is called: "Tiếp công dân định kỳ", "Đối thoại với thanh niên"."""
    return _TITLES[activity].get(sub_type, _ACTIVITIES[activity])


def known_sub_types(activity: Activity) -> tuple[str, ...]:
    """Return the sub-types that have a name of their own."""
    return tuple(_TITLES[activity])


def summary(activity: Activity, sub_type: str, where: str, state: State) -> str:
    """Return the line a calendar shows: "Tiếp công dân định kỳ – UBND xã Tân Đoàn", marked when it is cancelled."""
    line = f"{title(activity, sub_type)} – {where}" if where else title(activity, sub_type)
    return f"{CANCELLED_PREFIX}{line}" if state is State.CANCELLED else line


def state_word(state: State, activity: Activity = Activity.RECEPTION) -> str:
    """Return the fixed word of a state. A dialogue that was held "đã diễn ra": nobody was received."""
    if state is State.HELD and activity is Activity.DIALOGUE:
        return "đã diễn ra"
    return _STATES[state]


def moved_words(was: date, now: date) -> str:
    """Return "lùi lịch sang 19/11/2026", or for an earlier date "chuyển sớm lên 12/11/2026"."""
    return f"lùi lịch sang {short_date(now)}" if now >= was else f"chuyển sớm lên {short_date(now)}"


def mode_word(mode: str) -> str:
    """Return "Trực tiếp", "Trực tuyến" or "Trực tiếp kết hợp trực tuyến"."""
    return _MODES[mode]


def channel_name(channel: str) -> str:
    """Return where something was posted; a channel without a fixed word is shown as it was entered."""
    return _CHANNELS.get(channel, channel)


def unit_kind(kind: str) -> str:
    """Return "xã", "phường", "đặc khu", "tỉnh", "thành phố" and so on, in small letters."""
    return _UNIT_KINDS.get(kind, kind.replace("_", " "))


def office_title(kind: str, level: str, kind_of_unit: str) -> str:
    """Return an office's usual title at a unit: "Bí thư Tỉnh ủy", "Chủ tịch UBND phường"."""
    if kind == OfficeKind.BI_THU:
        return _PARTY_HEADS.get((level, kind_of_unit), f"Bí thư Đảng ủy {unit_kind(kind_of_unit)}")
    named = _BODIES.get(OfficeKind(kind)) if kind in set(OfficeKind) else None
    if named is None:
        return kind
    heads_a_body = kind in {OfficeKind.THU_TRUONG_CO_QUAN, OfficeKind.THU_TRUONG_DON_VI}
    return named if heads_a_body else f"{named} {unit_kind(kind_of_unit)}"


def committee_name(full_name: str) -> str:
    """Return "UBND xã Tân Đoàn" for the unit "Xã Tân Đoàn"."""
    return f"UBND {full_name[:1].lower()}{full_name[1:]}"


def chair_words(title_of_office: str, person: str, *, in_person: bool) -> str:
    """Return "Chủ tịch UBND xã – Nguyễn Văn A"; for a stand-in, that a deputy receives instead."""
    named = f"{title_of_office} – {person}" if person else title_of_office
    return named if in_person else f"{named} (cấp phó tiếp thay theo ủy quyền)"

"""What can be done to a meeting, in words: links, headings, and the buttons that say how many calendars they reach."""

from collections.abc import Iterable

from scheduler.core.deeds import Deed
from scheduler.core.facts import Activity, State
from scheduler.core.roles import Role
from scheduler.wording.language import said, say, source
from scheduler.wording.meetings import state_word
from scheduler.wording.roles import role_name

NAMES: dict[Deed, str] = {
    Deed.APPROVE: source("Duyệt"),
    Deed.PUBLISH: source("Niêm yết", "deed"),
    Deed.RECORD: source("Ghi nhận kết quả"),
    Deed.MOVE: source("Đổi ngày, giờ, địa điểm"),
    Deed.DELEGATE: source("Cử người tiếp thay"),
    Deed.DESCRIBE: source("Sửa thông tin"),
    Deed.EVIDENCE: source("Ghi bằng chứng niêm yết"),
    Deed.CORRECT: source("Đính chính kết quả"),
    Deed.SEND_BACK: source("Trả lại bản nháp"),
    Deed.POSTPONE: source("Hoãn"),
    Deed.CANCEL: source("Hủy"),
}
_DROP = source("Bỏ bản nháp")
_LATE = source("Nhập muộn kết quả")
_NEW_DATE = source("Đặt ngày mới")
_SAVE: dict[Deed, tuple[str, str]] = {
    Deed.APPROVE: (source("Duyệt"), source("Duyệt và cập nhật {n} lịch")),
    Deed.PUBLISH: (source("Niêm yết", "deed"), source("Niêm yết và cập nhật {n} lịch")),
    Deed.RECORD: (source("Ghi nhận"), source("Ghi nhận và cập nhật {n} lịch")),
    Deed.MOVE: (source("Lưu"), source("Lưu và cập nhật {n} lịch")),
    Deed.DELEGATE: (source("Cử tiếp thay"), source("Cử tiếp thay và cập nhật {n} lịch")),
    Deed.DESCRIBE: (source("Lưu"), source("Lưu")),
    Deed.EVIDENCE: (source("Lưu"), source("Lưu")),
    Deed.CORRECT: (source("Lưu đính chính"), source("Lưu đính chính và cập nhật {n} lịch")),
    Deed.SEND_BACK: (source("Trả lại bản nháp"), source("Trả lại và cập nhật {n} lịch")),
    Deed.POSTPONE: (source("Hoãn buổi"), source("Hoãn và cập nhật {n} lịch")),
    Deed.CANCEL: (source("Hủy buổi"), source("Hủy và cập nhật {n} lịch")),
}
"""The button that saves: when no calendar shows the meeting, and when it reaches ``n``."""


def deed_name(deed: Deed, state: State) -> str:
    """Return what a deed is called for a meeting in a state: a draft is dropped, a missed meeting entered late."""
    special = {
        (Deed.CANCEL, State.DRAFT): _DROP,
        (Deed.RECORD, State.NOT_HELD): _LATE,
        (Deed.MOVE, State.POSTPONED): _NEW_DATE,
    }
    return said(special.get((deed, state), NAMES[deed]), "deed")


def save_words(deed: Deed, calendars: int) -> str:
    """Return the words of the button that saves, with the number of calendars it reaches."""
    alone, reaching = _SAVE[deed]
    return say(reaching, n=calendars) if calendars else said(alone, "deed")


def turn_words(deed: Deed, state: State, roles: Iterable[Role]) -> str:
    """Return who takes the next step: "Bước tiếp theo: Duyệt (Lãnh đạo, Chánh văn phòng)."."""
    who = ", ".join(role_name(role) for role in roles)
    return say(source("Bước tiếp theo: {deed} ({who})."), deed=deed_name(deed, state), who=who)


def stage_word(state: State, activity: Activity) -> str:
    """Return the name of a state as a stage of a meeting's life: "Bản nháp", "Đã duyệt"."""
    word = state_word(state, activity)
    return f"{word[:1].upper()}{word[1:]}"

"""Accounts, roles, keys and links in words, as those who keep them read them."""

from scheduler.core.roles import Role
from scheduler.wording.language import said, say, source
from scheduler.wording.roles import role_name

STATES: dict[str, str] = {
    "invited": source("Đã mời, chưa mở"),
    "lapsed": source("Lời mời hết hạn"),
    "open": source("Đang dùng"),
    "resetting": source("Chờ đặt lại mật khẩu"),
    "ended": source("Đã rời nhiệm vụ"),
}
DUTIES: dict[str, str] = {
    "secretary": source("lập lịch, niêm yết, ghi nhận kết quả"),
    "leader": source("duyệt lịch, báo bận, xác nhận trực tiếp chủ trì"),
    "deputy": source("xem lịch, báo bận, cử người tiếp thay"),
    "office_chief": source("lập, duyệt, niêm yết, chốt số liệu, ghi lý do vượt"),
    "unit_admin": source("chức vụ, nhân sự, người dùng, khóa và liên kết"),
    "legal_admin": source("quy định chung và ngày nghỉ của cả nước"),
    "front": source("xem lịch của đơn vị"),
    "department": source("xem lịch của đơn vị"),
    "inspector": source("xem tình hình, chứng cứ và nhật ký; yêu cầu giải trình"),
    "desk": source("xem lịch trong ngày ở bàn tiếp đón"),
    "operator": source("mọi việc của hệ thống"),
}
_CHANGES: dict[str, str] = {
    "assign": source("Giao vai trò {role}"),
    "end": source("Kết thúc vai trò {role}"),
    "leave": source("Cho rời nhiệm vụ"),
    "change": source("Sửa tên hoặc ngôn ngữ"),
}


def account_state(state: str) -> str:
    """Return where an account stands: "Đang dùng"."""
    return said(STATES[state])


def role_choice(role: Role) -> str:
    """Return a role with what it is for, as a choice: "Thư ký: lập lịch, niêm yết, ghi nhận kết quả"."""
    return say("{role}: {duties}", role=role_name(role), duties=said(DUTIES[role.value]))


def change_words(kind: str, role: Role | None, where: str) -> str:
    """Return what a change that takes two administrators would do: "Giao vai trò Quản trị đơn vị, Xã Tân Đoàn"."""
    what = say(_CHANGES[kind], role=role_name(role) if role else "")
    return f"{what}, {where}" if where else what

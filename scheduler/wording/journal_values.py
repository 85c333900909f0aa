"""What the values that the journal keeps are called, and what their codes mean."""

from collections.abc import Mapping

from scheduler.wording.language import source
from scheduler.wording.meetings import TITLES
from scheduler.wording.offices import CAPACITIES, KINDS
from scheduler.wording.reasons import DAY_KINDS
from scheduler.wording.requests import PARTS, WISHES
from scheduler.wording.roles import ROLES
from scheduler.wording.rules import LEVELS, PERIODS

LABELS: dict[str, str] = {
    "unit": source("Đơn vị"),
    "units": source("Số đơn vị"),
    "office": source("Chức vụ"),
    "person": source("Người"),
    "account": source("Tài khoản"),
    "role": source("Vai trò"),
    "name": source("Tên"),
    "title": source("Tên chức vụ"),
    "kind": source("Loại"),
    "kind_of_day": source("Loại ngày"),
    "capacity": source("Tư cách"),
    "address": source("Địa chỉ"),
    "telephone": source("Điện thoại"),
    "regular_hours": source("Giờ tiếp thường xuyên"),
    "rooms": source("Số phòng"),
    "first_on": source("Từ ngày"),
    "last_on": source("Đến hết ngày"),
    "first": source("Từ ngày"),
    "last": source("Đến hết ngày"),
    "on": source("Ngày"),
    "valid_from": source("Có hiệu lực từ"),
    "valid_to": source("Hiệu lực đến hết"),
    "closed_on": source("Ngừng từ"),
    "part": source("Phần trong ngày"),
    "level": source("Cấp"),
    "reason": source("Lý do"),
    "ground": source("Lý do"),
    "source": source("Nguồn"),
    "confirmed": source("Đã xác nhận"),
    "rule": source("Quy tắc"),
    "rules": source("Các quy tắc"),
    "succeeded_by": source("Quy tắc thay thế"),
    "legal_basis": source("Căn cứ"),
    "minimum": source("Ít nhất"),
    "min_count": source("Ít nhất"),
    "period": source("Kỳ"),
    "month": source("Tháng"),
    "code": source("Điều bị vướng"),
    "meetings": source("Số buổi"),
    "touched": source("Số buổi bị ảnh hưởng"),
    "verdicts": source("Số kết quả được giữ"),
    "question": source("Câu hỏi"),
    "answer": source("Trả lời"),
    "word": source("Lời xác nhận"),
    "scope": source("Lịch của"),
    "target": source("Đối tượng"),
    "language": source("Ngôn ngữ"),
    "sessions": source("Số phiên đã đóng"),
    "entries": source("Số mục"),
    "bytes": source("Số byte"),
    "filters": source("Bộ lọc"),
    "format": source("Dạng tệp"),
    "former": source("Trước đây"),
    "sub_type": source("Loại buổi"),
    "activity": source("Hoạt động"),
    "device": source("Thiết bị"),
    "known": source("Thiết bị đã biết"),
    "handed": source("Đã giao liên kết"),
    "expires_on": source("Hết hạn"),
    "deputy": source("Người tiếp thay"),
    "channel": source("Nơi niêm yết"),
    "posted_at": source("Niêm yết lúc"),
    "change": source("Thay đổi"),
    "batches": source("Số lô"),
    "fields": source("Các mục"),
    "of": source("Của"),
    "office_id": source("Chức vụ"),
    "person_id": source("Người"),
    "unit_id": source("Đơn vị"),
    "former_units": source("Số đơn vị cũ"),
    "former_names": source("Số tên cũ"),
    "unplanned": source("Ngoài kế hoạch"),
    "after_lock": source("Sau khi chốt số liệu"),
    "by": source("Bằng"),
    "server": source("Máy chủ thư"),
    "insisted": source("Lý do vẫn thực hiện"),
    "meeting_id": source("Buổi"),
    "wish": source("Xin việc gì"),
    "ended": source("Số đơn vị đã kết thúc"),
}
"""What the values of an entry are called; what is not here keeps its own name."""
_SCOPES = {"unit": source("cả đơn vị"), "office": source("một chức vụ"), "person": source("một người")}
_DEVICES = {"office": source("máy ở cơ quan"), "desk": source("máy ở quầy tiếp"), "phone": source("điện thoại")}
_MEANS = {
    "password": source("mật khẩu"),
    "identity": source("tài khoản cơ quan"),
    "first_start": source("trang khởi tạo"),
    "command": source("lệnh cli.py"),
}
_CHANGES = {
    "assign": source("giao vai trò"),
    "end": source("kết thúc vai trò"),
    "leave": source("rời nhiệm vụ"),
    "change": source("sửa tài khoản"),
}
WORDS: dict[str, Mapping[str, str]] = {
    "role": ROLES,
    "kind_of_day": {kind.value: name for kind, name in DAY_KINDS.items()},
    "period": {kind.value: name for kind, name in PERIODS.items()},
    "part": {part.value: name for part, name in PARTS.items()},
    "wish": {wish.value: name for wish, name in WISHES.items()},
    "sub_type": {code: name for names in TITLES.values() for code, name in names.items()},
    "office": KINDS,
    "capacity": CAPACITIES,
    "level": LEVELS,
    "scope": _SCOPES,
    "device": _DEVICES,
    "by": _MEANS,
    "change": _CHANGES,
    "fields": LABELS,
}
"""What the codes of a value mean; a text that is no code stays as it is."""
ABOUT = {"wish": "wish"}
"""For which values a word has a meaning of its own in English."""

"""What boards are about, in words."""

from scheduler.core.duty import Duty
from scheduler.core.facts import OfficeKind
from scheduler.wording.language import said, say, source, sources
from scheduler.wording.meetings import title

OFFICES = {
    OfficeKind.BI_THU: "Bí thư cấp ủy",
    OfficeKind.CHU_TICH_UBND: "Chủ tịch UBND",
    OfficeKind.CHU_TICH_HDND: "Chủ tịch HĐND",
    OfficeKind.THUONG_TRUC_HDND: "Thường trực HĐND",
    OfficeKind.THU_TRUONG_CO_QUAN: "Thủ trưởng cơ quan",
    OfficeKind.THU_TRUONG_DON_VI: "Thủ trưởng đơn vị sự nghiệp",
    OfficeKind.CHINH_QUYEN_XA: "Chính quyền xã",
}
sources(OFFICES)
UPDATING = source(
    "Đang cập nhật: số liệu của {n} đơn vị chưa tính xong các thay đổi mới nhất. Tải lại trang sau ít phút."
)


def duty_name(duty: Duty) -> str:
    """Return "Bí thư cấp ủy: Tiếp công dân định kỳ"."""
    return f"{said(OFFICES[duty.office])}: {title(duty.activity, duty.sub_type)}"


def updating_sentence(count: int) -> str:
    """Return that the figures of so many units are not current yet and what to do; nothing, when all are."""
    return say(UPDATING, n=count) if count else ""


OVERSIGHT_FAULTS: dict[str, str] = {
    "year-not-kept": "Chỉ có số liệu từ năm {first} đến năm {last}; chọn một năm trong khoảng đó.",
    "no-such-duty": "Không có nghĩa vụ này; chọn một nghĩa vụ trong danh sách của đơn vị.",
    "month-not-over": "Tháng này chưa hết; khóa được từ ngày sau {last}.",
    "period-locked": (
        "Tháng có ngày {month} đã khóa. Chỉ người có thẩm quyền ghi rõ lý do mới được sửa; hãy chuyển việc này cho "
        "chánh văn phòng hoặc người vận hành."
    ),
    "locked-needs-ground": (
        "Tháng có ngày {month} đã khóa: cần ghi lý do từ 20 đến 500 ký tự. Thay đổi sẽ mang dấu “sau khi khóa” mãi mãi."
    ),
    "period-locked-already": "Tháng có ngày {month} đã khóa từ trước.",
    "records-outstanding": (
        "Chưa khóa được: các buổi ngày {days} còn chờ ghi nhận kết quả. Ghi nhận, hoặc chờ hệ thống ghi không diễn ra."
    ),
    "explanation-open": "Nội dung này đã có yêu cầu giải trình chưa trả lời; chờ đơn vị trả lời rồi hỏi tiếp.",
    "explanation-answered": "Yêu cầu giải trình này đã được trả lời; câu trả lời không sửa được.",
}
"""Why a board, a lock, a change in a locked month or an explanation was refused."""
sources(OVERSIGHT_FAULTS)

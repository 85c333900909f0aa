"""What the tables of the database hold, in words for those who keep the service."""

from collections.abc import Mapping

from scheduler.wording.language import said, say, source, sources

TABLES: dict[str, str] = {
    "absence": "các khoảng vắng",
    "account": "tài khoản người dùng",
    "account_change": "thay đổi tài khoản quản trị đang chờ người thứ hai",
    "account_link": "liên kết mời và đặt lại mật khẩu",
    "api_key": "khóa truy cập của chương trình",
    "assignment": "ai có vai trò gì ở đơn vị nào",
    "chair_confirmation": "ai đã xác nhận trực tiếp chủ trì",
    "calendar_day": "ngày nghỉ và ngày làm bù",
    "correction": "thay đổi sau khi chốt số liệu",
    "excuse": "lý do của kỳ chưa đạt",
    "explanation": "yêu cầu giải trình và trả lời",
    "feed": "phiên bản của lịch đăng ký",
    "feed_entry": "buổi nào hiện ở lịch nào",
    "feed_link": "địa chỉ lịch riêng đã cấp",
    "former_date": "ngày, giờ và nơi đã niêm yết trước khi đổi",
    "former_name": "tên cũ của đơn vị",
    "holding": "ai giữ chức vụ nào, khi nào",
    "identity": "tài khoản cơ quan đã liên kết",
    "insistence": "lý do của người có thẩm quyền khi vẫn quyết làm",
    "job_run": "các lượt chạy của trình nền",
    "journal": "nhật ký",
    "journal_head": "chỗ nhật ký kết thúc",
    "known_device": "thiết bị đã đăng nhập",
    "locked_verdict": "kết quả lúc chốt số liệu",
    "login_session": "các lần đăng nhập",
    "meeting": "các buổi tiếp và đối thoại",
    "meeting_chair": "ai chủ trì buổi nào",
    "occurrence": "mục lịch và số lần sửa đã báo cho điện thoại",
    "office": "chức vụ",
    "pattern": "lịch cố định",
    "period_lock": "các tháng đã chốt số liệu",
    "person": "người giữ chức vụ",
    "place": "địa điểm tiếp",
    "plan": "kế hoạch đã giữ lại",
    "posting": "bằng chứng niêm yết",
    "remembered_answer": "câu trả lời giữ cho yêu cầu gửi lại",
    "request": "đề nghị của lãnh đạo",
    "rule": "quy định",
    "sign_in_attempt": "các lần thử đăng nhập",
    "sitting": "giờ và nơi của từng buổi",
    "standing": "kết quả định mức đã tính sẵn",
    "standing_due": "đơn vị cần tính lại định mức",
    "standing_year": "năm đã tính định mức của đơn vị",
    "unit": "đơn vị",
}
sources(TABLES)
_COUNTED = source("{table} ({n} dòng: {holds})")


def counted(rows: Mapping[str, int]) -> str:
    """Return tables with how many rows they hold and what that is, in the order given."""
    return "; ".join(say(_COUNTED, table=table, n=n, holds=said(TABLES.get(table, "…"))) for table, n in rows.items())

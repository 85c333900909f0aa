"""What went wrong with what lies outside the service: the provider of agency accounts, and its settings."""

from scheduler.wording.language import sources

OUTSIDE_FAULTS: dict[str, str] = {
    "setting-needed-too": "Các cài đặt {with} đi cùng nhau: đặt đủ, hoặc để trống tất cả.",
    "setting-not-https": "“{given}” phải là địa chỉ bắt đầu bằng https:// (http:// chỉ dùng được trên chính máy này).",
    "secret-file-unreadable": "Không đọc được bí mật trong tệp {file}. Kiểm tra đường dẫn và nội dung tệp.",
    "journey-over": (
        "Lần đăng nhập bằng tài khoản cơ quan này đã quá 10 phút, đã dùng rồi hoặc bắt đầu từ trình duyệt khác. "
        "Bắt đầu lại từ trang đăng nhập."
    ),
    "agency-account-unknown": (
        "Tài khoản cơ quan này chưa liên kết với tài khoản nào còn dùng ở đây. Đăng nhập bằng mật khẩu, "
        "mở trang Tài khoản rồi chọn “Liên kết tài khoản cơ quan”."
    ),
    "agency-address-unverified": (
        "Hệ thống tài khoản cơ quan chưa xác nhận địa chỉ thư của tài khoản này nên chưa liên kết được. "
        "Liên hệ người quản trị hệ thống tài khoản cơ quan."
    ),
    "agency-address-differs": (
        "Tài khoản cơ quan vừa dùng có địa chỉ thư khác với tài khoản ở đây, nên không liên kết: có thể trên máy này "
        "đang đăng nhập tài khoản cơ quan của người khác. Đăng xuất ở đó rồi thử lại."
    ),
    "agency-account-elsewhere": "Tài khoản cơ quan này đã liên kết với một tài khoản khác.",
    "agency-account-already": "Tài khoản này đã liên kết với một tài khoản cơ quan. Gỡ liên kết cũ trước.",
    "agency-said-no": "Chưa đăng nhập: hệ thống tài khoản cơ quan đã dừng lại hoặc việc đăng nhập ở đó bị hủy.",
    "agency-answer-wrong": (
        "Câu trả lời của hệ thống tài khoản cơ quan không hợp lệ nên không được dùng. Bắt đầu lại; "
        "nếu vẫn vậy, báo người vận hành hệ thống."
    ),
    "agency-unreachable": "Chưa liên lạc được với hệ thống tài khoản cơ quan. Thử lại sau, hoặc dùng mật khẩu.",
}
sources(OUTSIDE_FAULTS)

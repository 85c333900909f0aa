"""What letters say, and what the mail server's refusals mean."""

from datetime import date, datetime

from scheduler.wording.dates import moment, short_date
from scheduler.wording.language import said, say, source, sources

MAIL_FAULTS: dict[str, str] = {
    "not-a-host": "“{given}” không phải tên máy chủ, ví dụ thu.donvi.gov.vn.",
    "password-in-clear": "Không gửi mật khẩu khi chưa mã hóa: đặt MAIL_TLS là starttls hoặc tls.",
    "mail-not-set": "Chưa đặt máy chủ thư. Đặt MAIL_HOST và MAIL_FROM rồi khởi động lại.",
    "mail-unreachable": (
        "Chưa kết nối được máy chủ thư {host}, cổng {port}, hoặc máy chủ không trả lời. "
        "Kiểm tra MAIL_HOST, MAIL_PORT, MAIL_TLS và tường lửa."
    ),
    "mail-tls-failed": (
        "Không lập được kết nối mã hóa với {host}, cổng {port}: máy chủ không có kiểu mã hóa này, hoặc chứng chỉ "
        "hết hạn, sai tên hay không được tin cậy. Kiểm tra MAIL_TLS, MAIL_PORT và chứng chỉ."
    ),
    "mail-sign-in-refused": "Máy chủ thư từ chối đăng nhập (mã {reply}). Kiểm tra MAIL_USER và tệp MAIL_PASSWORD_FILE.",
    "mail-sender-refused": "Máy chủ thư không cho gửi từ địa chỉ {sender} (mã {reply}). Kiểm tra MAIL_FROM.",
    "mail-refused": "Máy chủ thư không nhận thư (mã {reply}). Xem nhật ký của máy chủ thư.",
    "mail-address-refused": "Máy chủ thư không nhận địa chỉ này (mã {reply}). Kiểm tra lại địa chỉ.",
    "mail-later": "Máy chủ thư tạm thời chưa nhận (mã {reply}). Thử lại sau vài phút.",
}
sources(MAIL_FAULTS)
TLS: dict[str, str] = {
    "starttls": source("mã hóa sau khi kết nối (STARTTLS)"),
    "tls": source("mã hóa từ đầu (TLS)"),
    "none": source("không mã hóa"),
}


def sender_name() -> str:
    """Return the name that letters come from."""
    return said(source("Lịch tiếp công dân"))


def trial_subject(today: date) -> str:
    """Return the subject of a test letter."""
    return say(source("Thư thử của hệ thống Lịch tiếp công dân, ngày {day}"), day=short_date(today))


def trial_lines(public_url: str, now: datetime) -> list[str]:
    """Return the lines of a test letter."""
    return [
        said(source("Kính gửi Ông/Bà,")),
        "",
        say(source("Thư này được gửi thử từ {address} lúc {moment}."), address=public_url, moment=moment(now)),
        said(source("Nhận được thư này nghĩa là máy chủ thư đã được cài đặt đúng. Không cần trả lời.")),
        said(source("Nếu Ông/Bà không yêu cầu thư này, xin bỏ qua; hệ thống không lưu địa chỉ của Ông/Bà.")),
    ]


def server_words(host: str, port: int, tls: str) -> str:
    """Return how the mail server is reached."""
    return say(source("{host}, cổng {port}, {tls}"), host=host, port=port, tls=said(TLS[tls]))

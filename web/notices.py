"""What a page says once something was done: the address names one of these, never what a person typed."""

from scheduler.wording.language import said, source

NOTICES: dict[str, str] = {
    "da-luu": source("Đã lưu."),
    "da-them": source("Đã thêm buổi thành bản nháp."),
    "da-ghi-niem-yet": source("Đã ghi nơi niêm yết."),
    "da-duyet": source("Đã duyệt."),
    "da-tra-lai": source("Đã trả lại bản nháp."),
    "da-niem-yet": source("Đã niêm yết. Trang công khai và các lịch đã đăng ký cập nhật trong vòng một phút."),
    "da-chap-nhan": source("Đã chấp nhận các buổi được chọn thành bản nháp."),
    "da-hoan-tac": source("Đã hoàn tác; các bản nháp vừa lập đã được bỏ."),
    "da-doi": source("Đã đổi lịch. Ngày cũ vẫn giữ dấu vết và dẫn tới lịch mới."),
    "da-hoan": source("Đã hoãn buổi."),
    "da-huy": source("Đã hủy buổi."),
    "da-cu-tiep-thay": source("Đã cử người tiếp thay; buổi này không tính vào định mức của người đứng đầu."),
    "da-ghi-nhan": source("Đã ghi nhận kết quả buổi."),
    "da-gui": source("Đã gửi."),
    "da-gui-de-nghi": source("Đã gửi thư ký. Lịch công khai chưa thay đổi cho đến khi thư ký đồng ý."),
    "da-rut": source("Đã rút đề nghị."),
    "da-dong-y": source("Đã đồng ý; lịch và định mức đã cập nhật."),
    "da-tu-choi": source("Đã trả lời không đồng ý; lãnh đạo thấy lý do ngay."),
    "da-ghi-vang": source("Đã ghi ngày vắng mặt. Buổi nào vướng vẫn đứng trên lịch cho đến khi được đổi."),
    "da-sua-vang": source("Đã sửa ngày vắng mặt; định mức đã tính lại."),
    "da-go-vang": source("Đã gỡ ngày vắng mặt; định mức đã tính lại."),
    "da-them-dia-diem": source("Đã thêm địa điểm."),
    "da-sua-dia-diem": source("Đã sửa địa điểm; trang công khai và các lịch cập nhật trong vòng một phút."),
    "da-dong-dia-diem": source("Đã ghi ngày ngừng sử dụng địa điểm."),
    "da-them-mau": source("Đã thêm mẫu lặp. Chưa có buổi nào được lập; mở Đề xuất để lập buổi từ mẫu."),
    "da-ket-thuc-mau": source("Đã ghi ngày cuối của mẫu. Các buổi đã lập từ mẫu vẫn giữ nguyên."),
    "da-thay-mau": source("Đã thay mẫu. Các buổi đã lập từ mẫu cũ vẫn giữ nguyên."),
    "da-xac-nhan": source("Đã xác nhận trực tiếp chủ trì. Xác nhận được lưu với giờ của hệ thống, không sửa được."),
    "da-xac-nhan-thay": source("Đã xác nhận người đứng đầu trực tiếp chủ trì, với tên và giờ của hệ thống."),
    "da-thu-hoi": source("Đã thu hồi; có hiệu lực ngay."),
    "da-xoa": source("Đã gỡ bỏ."),
    "da-moi": source("Đã mời. Liên kết chỉ hiện một lần."),
    "cho-nguoi-thu-hai": source("Đã gửi; có hiệu lực khi một người quản trị khác đồng ý."),
    "da-dang-xuat-het": source("Đã đăng xuất người này khỏi mọi thiết bị."),
    "da-roi-nhiem-vu": source("Đã kết thúc tài khoản và mọi thứ tài khoản đã mở; có hiệu lực ngay."),
    "da-doi-mat-khau": source("Đã đổi mật khẩu; mọi thiết bị khác đã bị đăng xuất."),
    "da-lien-ket-co-quan": source("Đã liên kết tài khoản cơ quan; từ nay đăng nhập được bằng tài khoản đó."),
    "da-go-co-quan": source("Đã gỡ liên kết; tài khoản cơ quan đó không mở tài khoản này nữa."),
    "da-gui-thu-thu": source("Máy chủ thư đã nhận thư thử. Mở hộp thư đó xem thư có đến không, kể cả mục thư rác."),
    "da-dang-xuat": source("Đã đăng xuất."),
    "da-khoa-ky": source("Đã chốt số liệu của kỳ."),
    "da-nhap": source("Đã nhập danh sách."),
}


def notice(code: str) -> str:
    """Return the sentence of a code, "" for one that nobody wrote down."""
    return said(NOTICES[code]) if code in NOTICES else ""

"""The notes of the shipped rules, in the words of the service; their own are English, as in the file of the law."""

from scheduler.wording.language import said, source

NOTES: dict[str, str] = {
    "R-P-PROV-01": source(
        "số ngày được Kết luận 215 giữ nguyên; từ 23/11/2025 người đứng đầu còn phải ấn định và công khai "
        "lịch cố định hằng tháng (KL 215)"
    ),
    "R-P-DIST-01": source(
        "văn bản trước Kết luận 215; cấp huyện kết thúc ngày 01/7/2025, văn bản đến 23/11/2025 mới sửa"
    ),
    "R-P-COMM-01": source("xã, phường và đặc khu"),
    "R-G-PROV-01": source(
        "nơi tiếp: Trụ sở tiếp công dân cấp tỉnh; từ 01/7/2026 số ngày cho là không đổi (suy luận); cần "
        "đọc lại Luật 136/2025"
    ),
    "R-G-DIST-01": source("cấp huyện đã kết thúc"),
    "R-G-COMM-01": source(
        "từ 7/2025 đến 6/2026 vẫn tính theo tuần, theo hướng dẫn của tỉnh tháng 9/2025: "
        "https://dantri.com.vn/noi-vu/chu-tich-xa-phai-tiep-cong-dan-it-nhat-1-ngay-moi-tuan-20250913130345733.htm"
    ),
    "R-G-COMM-02": source(
        "Điều 15.2 là nội dung mới, cố ý thống nhất với Quy định 11; nơi tiếp là trụ sở cấp xã hoặc nơi "
        "do chủ tịch quyết định"
    ),
    "R-G-DEPT-01": source("người đứng đầu cơ quan chuyên môn cấp tỉnh, tiếp tại cơ quan"),
    "R-G-DEPT-02": source("Điều 16.2: chủ tịch tỉnh quy định chi tiết; hết cùng cấp huyện"),
    "R-G-MIN-01": source("chưa đọc thông tư của các bộ; ngoài phạm vi sản phẩm"),
    "R-G-PSU-01": source("đơn vị sự nghiệp công lập giải quyết quyền lợi của công dân"),
    "R-G-ADHOC-01": source(
        "Điều 12.5, 13.5, 15.2 dẫn đến; trường hợp thứ nhất: gay gắt, phức tạp, đông người, nhiều cơ quan "
        "có trách nhiệm hoặc còn ý kiến khác nhau; trường hợp thứ hai: có thể gây hậu quả nghiêm trọng "
        "nếu không chỉ đạo ngay"
    ),
    "R-P-ADHOC-01": source(
        "trường hợp thứ nhất: nổi cộm, phức tạp, kéo dài, đông người, nhiều cơ quan hoặc còn ý kiến khác "
        "nhau; trường hợp thứ hai: hậu quả nghiêm trọng về an ninh, trật tự"
    ),
    "R-H-SC-01": source(
        "luật thêm nghĩa vụ của Thường trực HĐND; nghĩa vụ đã xác nhận, chưa tìm thấy số ngày nên để tắt"
    ),
    "R-H-DEL-01": source(
        "theo phân công của Thường trực HĐND; ví dụ địa phương: đại biểu không chuyên trách cấp tỉnh ít "
        "nhất 1 ngày mỗi năm (Quảng Nam 2025)"
    ),
    "R-N-DEL-01": source("theo phân công của trưởng đoàn"),
    "D-G-COMM-01": source(
        "đã thấy số điều; số lần và 7 ngày báo trước ghi theo trí nhớ; nghĩa vụ của tập thể, không của riêng ai"
    ),
    "D-G-COMM-02": source(
        "trực tiếp, trực tuyến hoặc qua mạng xã hội đúng luật; có thể chia theo cụm thôn; nghĩa vụ của "
        "tập thể, không của riêng ai"
    ),
    "D-G-COMM-03": source(
        "UBND cùng MTTQ tổ chức; đồng chủ trì với đại diện Thường trực HĐND; mời cấp ủy; nghĩa vụ của tập "
        "thể, không của riêng ai"
    ),
    "D-G-COMM-04": source(
        "cả khi từ 10% cử tri của xã yêu cầu, hoặc khi cần thiết; nghĩa vụ của tập thể, không của riêng ai"
    ),
    "D-G-COMM-05": source(
        "cùng một hội nghị với D-G-COMM-03, xét như một nghĩa vụ; nghĩa vụ của tập thể, không của riêng ai"
    ),
    "D-Y-PROV-01": source("tháng 3 là tháng hướng tới; chính chủ tịch chủ trì (NĐ 13 Điều 9.1.đ)"),
    "D-Y-DIST-01": source("cấp huyện đã kết thúc"),
    "D-Y-COMM-01": source("tháng 3 là tháng hướng tới"),
    "D-Y-REQ-01": source("theo đề nghị của Đoàn, Hội LHTN, Hội Sinh viên; xem xét trong 45 ngày"),
    "D-B-PROV-01": source("chương trình đến năm 2020; hiệu lực hiện nay chưa xác nhận nên để tùy chọn"),
    "D-F-PROV-01": source("Thủ tướng đề nghị: quý IV hằng năm; là đề nghị, không phải luật; để tùy chọn"),
    "D-P-TRIG-01": source(
        "nội dung thấy qua quy định của Thành phố Hồ Chí Minh; khi nhiều người đề nghị đối thoại hoặc khi thấy cần"
    ),
    "D-S-UNIT-01": source("tổ chức sau khi kết thúc năm công tác, chậm nhất 3 tháng của năm sau: hạn 31/3"),
    "D-W-EMP-01": source("người sử dụng lao động; phần lớn ngoài phạm vi"),
    "D-218-LOCAL-01": source("chỉ là mẫu; từng tỉnh quy định số của mình"),
    "D-218-LOCAL-02": source("chỉ là mẫu"),
    "D-218-LAOCAI-15": source("tháng 4 và tháng 10"),
    "D-218-LAOCAI-15B": source("mỗi quý một lần"),
    "D-218-LAOCAI-25": source("tháng 4, 7, 10; huyện nêu trong kế hoạch đã kết thúc ngày 01/7"),
    "D-218-HANOI-23": source("tất cả 12 = 5 buổi tiếp + 7 buổi đối thoại; cho thấy cách đếm gộp"),
}


def rule_note(rule_id: str, note: str) -> str:
    """Return the note of a rule: of a shipped one in the language spoken, else as it was written."""
    return said(NOTES[rule_id]) if rule_id in NOTES else note

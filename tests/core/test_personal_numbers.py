"""What looks like somebody's number, and what does not."""

import pytest

from scheduler.core.personal_numbers import holds_personal_number


@pytest.mark.parametrize(
    "text",
    [
        "Ông A, CCCD 020090001234, thôn Nà Pàn",
        "căn cước 020 090 001 234",
        "căn cước 0200.9000.1234",
        "CMND 081234567",
        "CMND 081 234 567.",
        "số 081-234-567",
        "gọi 0912345678 để hẹn",
        "gọi 0912 345 678",
        "gọi 091.234.5678",
        "gọi 09-1234-5678",
        "+84 912 345 678",
        "84912345678",
        "máy cũ 0168 123 4567",
        "số ０９１２３４５６７８",
        "0912345678 đồng ý tiếp",
        "(0912345678)",
        "gọi 0912345678 15 phút trước giờ tiếp",
        "lúc 8 0912 345 678",
        "số ٠٩١٢٣٤٥٦٧٨",
    ],
)
def test_a_number_of_somebody_is_seen(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đất đai, giải phóng mặt bằng tuyến đường liên xã",
        "Thông báo số 02/TB-UBND ngày 05/11/2026",
        "ngày 05.12.2026 08.30",
        "từ 2026-12-15 đến 2026-12-18",
        "08:00–11:30, 13:30–17:00",
        "các năm 2025, 2026, 2027",
        "các ngày 10 15 20 25 30 31",
        "hỗ trợ 120.000.000 đồng",
        "hỗ trợ 120 000 000 đ",
        "thu hồi 250000000 m2",
        "điện thoại bộ phận 0205 3871 234",
        "đường dây nóng 1900 1234",
        "Nghị quyết 1234567890",
        "mã 12345678",
    ],
)
def test_what_is_nobody_s_number_passes(text: str) -> None:
    assert not holds_personal_number(text)

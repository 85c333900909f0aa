"""Every kind of refusal that the API tells: its status, its name, and the page that explains it."""

from dataclasses import dataclass

from scheduler.core import errors
from scheduler.wording.language import source


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: HTTP status, short name and what the reader can do, in Vietnamese."""

    code: str
    status: int
    title: str
    advice: str


_ALL = (
    ProblemType(
        "invalid-input",
        422,
        source("Dữ liệu gửi lên chưa đúng"),
        source(
            "Mỗi lỗi nêu rõ trường dữ liệu (pointer) và lý do. Hãy sửa các trường đó rồi gửi lại; chưa có gì được lưu."
        ),
    ),
    ProblemType(
        "not-authenticated",
        401,
        source("Chưa xác thực"),
        source(
            "Yêu cầu phải kèm tiêu đề Authorization: Bearer với khóa API còn hiệu lực. "
            "Khóa sai, hết hạn hoặc đã thu hồi đều nhận câu trả lời này."
        ),
    ),
    ProblemType(
        "not-allowed",
        403,
        source("Không có quyền"),
        source("Khóa API hợp lệ nhưng vai trò của khóa không được làm việc này. Hãy dùng khóa có vai trò phù hợp."),
    ),
    ProblemType(
        "not-found",
        404,
        source("Không tìm thấy"),
        source("Không có đối tượng này, hoặc đối tượng không thuộc phạm vi của đơn vị gửi yêu cầu."),
    ),
    ProblemType(
        "foreign-form",
        403,
        source("Biểu mẫu không còn dùng được"),
        source("Trang đã mở quá lâu hoặc được mở từ nơi khác. Hãy tải lại trang rồi gửi lại; chưa có gì được lưu."),
    ),
    ProblemType(
        "gone", 410, source("Đã bị thu hồi"), source("Địa chỉ này từng tồn tại nhưng đã bị thu hồi vĩnh viễn.")
    ),
    ProblemType(
        "conflict",
        409,
        source("Không thực hiện được lúc này"),
        source("Trạng thái hiện tại không cho phép thao tác; chưa có gì đổi."),
    ),
    ProblemType(
        "stale",
        409,
        source("Dữ liệu đã có người sửa"),
        source(
            "Có người đã sửa sau lần đọc này. Hãy đọc lại, so sánh rồi gửi lại với ETag mới trong If-Match. "
            "Khi yêu cầu có If-Match, mã trả về là 412."
        ),
    ),
    ProblemType(
        "wrong-state",
        409,
        source("Không thể chuyển sang bước này"),
        source("Buổi tiếp công dân hoặc đối thoại đang ở trạng thái không cho phép bước được yêu cầu."),
    ),
    ProblemType(
        "objection",
        409,
        source("Trái với quy định"),
        source(
            "Thao tác sẽ làm thiếu số buổi tối thiểu mà pháp luật yêu cầu, trong khi vẫn còn cách đáp ứng. "
            "findings nêu từng điểm trái và căn cứ; conflicts nêu điều vướng trong lịch; "
            "cures nêu các ngày hợp lệ gần nhất; "
            "may_insist cho biết vai trò này có thể tiếp tục với lý do bằng văn bản hay không."
        ),
    ),
    ProblemType(
        "key-reused",
        422,
        source("Khóa chống lặp đã dùng cho yêu cầu khác"),
        source("Mỗi Idempotency-Key chỉ dành cho một yêu cầu. Hãy tạo khóa mới cho yêu cầu mới."),
    ),
    ProblemType(
        "unavailable",
        503,
        source("Tạm thời không phục vụ được"),
        source(
            "Hệ thống đang bận hoặc chưa sẵn sàng; chưa có gì được lưu. Hãy thử lại sau số giây ghi trong Retry-After."
        ),
    ),
    ProblemType(
        "bad-request",
        400,
        source("Yêu cầu không hợp lệ"),
        source("Không đọc được yêu cầu, hoặc tên máy chủ không đúng."),
    ),
    ProblemType(
        "method-not-allowed",
        405,
        source("Phương thức không được hỗ trợ"),
        source("Địa chỉ này có, nhưng không nhận phương thức đã gọi."),
    ),
    ProblemType("too-large", 413, source("Yêu cầu quá lớn"), source("Phần thân của yêu cầu không được vượt quá 1 MB.")),
    ProblemType(
        "unsupported-media-type",
        415,
        source("Định dạng không được hỗ trợ"),
        source("Hãy gửi JSON với Content-Type: application/json."),
    ),
    ProblemType(
        "precondition-required",
        428,
        source("Thiếu If-Match"),
        source(
            "Sửa đổi phải kèm tiêu đề If-Match với ETag của bản đã đọc, để không ghi đè lên thay đổi của người khác."
        ),
    ),
    ProblemType(
        "too-many",
        429,
        source("Thử quá nhiều lần"),
        source(
            "Có quá nhiều lần thử trong thời gian ngắn. Hãy chờ số giây nêu trong Retry-After rồi gửi lại; "
            "không có gì bị khóa."
        ),
    ),
    ProblemType(
        "internal-error",
        500,
        source("Lỗi hệ thống"),
        source(
            "Đã xảy ra lỗi ngoài dự kiến và đã được ghi lại; chưa có gì được lưu. "
            "Khi báo lỗi, hãy kèm mã trong instance."
        ),
    ),
)
PROBLEMS = {problem.code: problem for problem in _ALL}
BY_STATUS = {
    status: PROBLEMS[code]
    for status, code in {
        400: "bad-request",
        401: "not-authenticated",
        403: "not-allowed",
        404: "not-found",
        405: "method-not-allowed",
        410: "gone",
        413: "too-large",
        415: "unsupported-media-type",
        422: "invalid-input",
        428: "precondition-required",
        429: "too-many",
        500: "internal-error",
        503: "unavailable",
    }.items()
}
"""The kind that stands for a bare HTTP status."""


def problem_of(error: errors.DomainError) -> ProblemType:
    """Return the kind of a refusal; a refusal nobody has described is a bug (KeyError, a house test looks)."""
    return PROBLEMS[error.code]

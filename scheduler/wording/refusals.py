"""What was not accepted, why, and what to do: one sentence for every code of a DomainError and of a Fault."""

import string
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from scheduler.core.errors import DomainError, Fault
from scheduler.core.facts import State
from scheduler.wording.dates import clock, moment, short_date
from scheduler.wording.faults import EXACT_FAULTS, FAULTS
from scheduler.wording.language import said, say, source, sources
from scheduler.wording.letters import MAIL_FAULTS
from scheduler.wording.meeting_faults import MEETING_FAULTS
from scheduler.wording.meetings import state_word
from scheduler.wording.outside import OUTSIDE_FAULTS
from scheduler.wording.oversight import OVERSIGHT_FAULTS
from scheduler.wording.tables import TABLES, counted

REFUSALS: dict[str, str] = {
    "refused": "Yêu cầu không được chấp nhận.",
    "invalid-input": "Có thông tin cần sửa. Xem từng mục được nêu bên dưới.",
    "not-authenticated": "Cần đăng nhập hoặc gửi khóa truy cập hợp lệ.",
    "foreign-form": "Trang đã mở quá lâu hoặc được mở từ nơi khác. Tải lại trang rồi gửi lại; chưa có gì được lưu.",
    "not-allowed": "Tài khoản này không có quyền thực hiện việc này. Liên hệ người quản trị của đơn vị.",
    "sign-in-refused": "Địa chỉ thư hoặc mật khẩu không đúng. Kiểm tra lại, hoặc chọn “Quên mật khẩu”.",
    "code-refused": "Mã không đúng hoặc đã dùng. Chờ mã tiếp theo trên điện thoại rồi nhập lại.",
    "sign-in-again": "Phiên đăng nhập trên điện thoại đã quá lâu cho vai trò này. Đăng nhập lại.",
    "step-up-needed": "Nhập lại mật khẩu để tiếp tục; việc này được bảo vệ thêm một lần.",
    "password-refused": "Mật khẩu không đúng. Nhập lại mật khẩu đang dùng.",
    "second-step-needed": "Vai trò này bắt buộc có mã xác thực nên không tắt được.",
    "link-over": "Liên kết này đã dùng hoặc đã hết hạn. Xin người quản trị đơn vị gửi liên kết mới.",
    "first-start-over": "Địa chỉ khởi tạo đã dùng, đã hết hạn, hoặc hệ thống đã có tài khoản. Hãy đăng nhập.",
    "account-ended": "Tài khoản này đã kết thúc khi người đó rời vị trí. Mời lại bằng tài khoản mới.",
    "invitation-taken": "Người này đã nhận lời mời và đặt mật khẩu; nếu quên, dùng “Quên mật khẩu”.",
    "invitation-not-taken": "Người này chưa mở tài khoản; tạo lại liên kết mời thay vì liên kết đặt lại mật khẩu.",
    "account-not-yours-to-open": (
        "Ai giữ liên kết này thì vào được tài khoản, nên với vai trò này chỉ người vận hành hệ thống mới cấp lại."
    ),
    "account-link-shown-already": (
        "Đã có liên kết mới hơn cho tài khoản này. Mở lại trang tài khoản; nếu vẫn cần thì tạo liên kết khác, "
        "liên kết cũ sẽ hết hiệu lực."
    ),
    "not-to-oneself": "Không ai tự giao vai trò cho mình. Nhờ một người quản trị khác.",
    "role-not-yours-to-give": "Vai trò này do người vận hành hệ thống giao, người quản trị đơn vị không giao được.",
    "role-elsewhere": "Người này còn vai trò ở đơn vị khác hoặc của cả nước; nhờ người vận hành hệ thống kết thúc.",
    "needs-a-person": "Việc này cần hai người quản trị đăng nhập; chương trình dùng khóa API không làm thay được.",
    "needs-a-second": "Việc này cần một người quản trị khác: không phải người đề nghị, cũng không phải chính người đó.",
    "accounts-there": "Đã có tài khoản. Mời thêm người bằng lệnh cli.py accounts invite.",
    "change-settled": "Đề nghị này đã được xử lý. Tải lại danh sách.",
    "office-not-presiding": (
        "Buổi này do chức vụ khác chủ trì nên tài khoản này không duyệt và không ghi nhận được. "
        "Người giữ chức vụ chủ trì, thư ký hoặc chánh văn phòng sẽ làm việc này."
    ),
    "only-own-request": (
        "Chỉ lãnh đạo hoặc cấp phó, đăng nhập bằng tài khoản của mình, mới gửi và rút được đề nghị của chính mình."
    ),
    "only-own-feeds": "Chỉ tạo được liên kết lịch của chính mình và của chức vụ mình giữ.",
    "link-made-already": (
        "Liên kết này đã được tạo và chỉ hiện một lần. Nếu chưa kịp dùng, thu hồi liên kết đó rồi tạo liên kết mới."
    ),
    "request-settled": "Đề nghị này đã được xử lý hoặc đã rút. Tải lại trang để xem kết quả.",
    "asked-already": "Đề nghị giống hệt đang chờ thư ký xử lý; không cần gửi lại.",
    "meeting-moved-since": (
        "Buổi này đã đổi ngày sau khi lãnh đạo gửi đề nghị. Không đồng ý kèm lý do, rồi đề nghị lãnh đạo gửi lại."
    ),
    "delegated-already": "Buổi này đã có người tiếp thay.",
    "not-found": "Không tìm thấy nội dung này trong phạm vi được xem.",
    "gone": "Liên kết này đã bị thu hồi. Xin cấp liên kết mới từ đơn vị.",
    "database-missing": "Cơ sở dữ liệu chưa sẵn sàng; chạy lệnh cli.py init trước.",
    "conflict": "Trạng thái hiện tại không cho phép việc này. Tải lại để xem tình trạng mới nhất.",
    "taken-meanwhile": "Có người vừa lưu nội dung này trước. Tải lại bản mới nhất rồi kiểm tra trước khi làm lại.",
    "stale": "Có người vừa thay đổi nội dung này. Tải lại bản mới nhất rồi thực hiện lại.",
    "plan-changed": (
        "Các buổi đã duyệt không còn như lúc đọc: có buổi vừa được duyệt thêm, trả lại hoặc niêm yết rồi. "
        "Đọc lại kế hoạch rồi niêm yết."
    ),
    "wrong-state": "Buổi đang ở trạng thái “{state}” nên không thể {action}.",
    "key-reused": "Mã chống gửi trùng này đã dùng cho một yêu cầu khác. Dùng mã mới cho yêu cầu mới.",
    "objection": (
        "Làm như vậy thì định mức theo luật sẽ không đạt được. Chọn một trong các ngày thay thế được nêu, "
        "hoặc người có thẩm quyền ghi rõ lý do để tiếp tục."
    ),
    "too-many": "Đã thử quá nhiều lần. Chờ {retry_after} giây rồi thử lại; tài khoản không bị khóa.",
    "unavailable": "Hệ thống tạm thời chưa ghi được, chưa có gì được lưu. Thử lại sau {retry_after} giây.",
}
sources(REFUSALS)
SENTENCES = {**FAULTS, **MEETING_FAULTS, **OVERSIGHT_FAULTS, **OUTSIDE_FAULTS, **MAIL_FAULTS, **REFUSALS}
_ACTIONS = {
    "rearrange": source("đổi giờ hoặc địa điểm", "deed"),
    "redate": source("đổi ngày", "deed"),
    "approve": source("duyệt", "deed"),
    "return": source("trả lại bản nháp", "deed"),
    "publish": source("niêm yết", "deed"),
    "move": source("lùi lịch", "deed"),
    "postpone": source("hoãn", "deed"),
    "cancel": source("hủy", "deed"),
    "hold": source("ghi nhận đã tiếp", "deed"),
    "miss": source("ghi nhận không diễn ra", "deed"),
    "enter_late": source("nhập muộn", "deed"),
    "drop": source("bỏ bản nháp", "deed"),
    "record": source("ghi nhận kết quả", "deed"),
    "delegate": source("cử người tiếp thay", "deed"),
    "describe": source("sửa thông tin", "deed"),
    "evidence": source("ghi bằng chứng niêm yết", "deed"),
    "correct": source("đính chính kết quả", "deed"),
    "send_back": source("trả lại bản nháp", "deed"),
}
DAMAGE: dict[str, str] = {
    "missing": "Nhật ký thiếu mục số {seq}.",
    "out-of-order": "Nhật ký có mục số {seq} sai thứ tự.",
    "other-key": (
        "Từ mục số {seq}, không mục nào khớp với khóa audit.key ở đây: đây không phải khóa của nhật ký này, "
        "hoặc cả nhật ký đã bị thay."
    ),
    "altered": "Nội dung mục số {seq} của nhật ký đã bị sửa.",
    "end-cut": "Phần cuối của nhật ký đã bị cắt; mục cuối phải là số {seq}.",
    "row-altered": "Dữ liệu về {holds} ({row}) khác với lần ghi gần nhất trong nhật ký (mục số {seq}): đã bị sửa.",
    "row-altered-before": (
        "Dữ liệu về {holds} ({row}) đã bị sửa, thêm hoặc xóa từ bên ngoài "
        "trước khi được ghi ở mục số {seq} của nhật ký."
    ),
    "row-missing": "Dữ liệu về {holds} ({row}), ghi ở mục số {seq} của nhật ký, không còn: đã bị xóa.",
    "row-stranger": "Dữ liệu về {holds} ({row}) không có trong nhật ký: đã bị thêm từ bên ngoài.",
    "anchors-missing": (
        "Tệp anchors.txt không có hoặc trống, dù việc ghi mốc đã từng chạy: các mốc của nhật ký đã bị xóa."
    ),
    "anchors-old": (
        "Mốc mới nhất trong tệp anchors.txt (mục số {seq}) cũ hơn lần ghi mốc gần nhất: các mốc sau đó đã bị xóa."
    ),
    "anchor-not-found": "Không tìm thấy mốc đã lưu ở mục số {seq}; nhật ký không còn khớp với bản đối chiếu.",
}
sources(DAMAGE)
_UNKNOWN = source("Yêu cầu không được chấp nhận (mã {code}).")


def sentence(code: str, values: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a refusal's or a fault's code, filled with its values.

    Some codes have a more exact sentence for a value that came along. A code nobody wrote a sentence for still gets
    an honest one, with the code in it.
    """
    given = values or {}
    exact = (text for (of, value), text in EXACT_FAULTS.items() if of == code and value in given)
    text = next(exact, SENTENCES.get(code))
    if text is None:
        return say(_UNKNOWN, code=code)
    return _filled(text, given)


def error_sentence(error: DomainError) -> str:
    """Return the sentence of a refusal: the more exact one of its detail where there is one, else that of its kind."""
    return sentence(error.detail if known(error.detail) else error.code, error.values)


def fault_sentence(fault: Fault) -> str:
    """Return the sentence of one field's fault."""
    return sentence(fault.code, fault.values)


def damage_sentence(code: str, seq: int, table: str = "", row: str = "") -> str:
    """Return what is wrong with the journal at entry ``seq``, or with a row that it last told of."""
    values = {"seq": seq, "row": row, "holds": said(TABLES.get(table, table))}
    return _filled(DAMAGE.get(code, source("Nhật ký hỏng tại mục số {seq}.")), values)


def known(code: str) -> bool:
    """Tell whether a code has a sentence of its own."""
    return code in SENTENCES


def _filled(text: str, values: Mapping[str, object]) -> str:
    shown = _Values({name: _shown(name, v) for name, v in values.items()})
    told = string.Formatter().vformat(said(text), (), shown)
    return told[:1].upper() + told[1:]


class _Values(dict[str, str]):
    """Values of a sentence; one that did not come is shown as a gap, for a refusal must never fail itself."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, value: object) -> str:  # noqa: PLR0911 - one line for each kind of value
    match value:
        case str() if name == "action":
            return said(_ACTIONS.get(value, value), "deed")
        case str() if name == "state":
            return _state(value)
        case str() | int():
            return str(value)
        case datetime():
            return moment(value)
        case date():
            return short_date(value)
        case time():
            return clock(value)
        case Mapping():
            return counted(value)
        case Iterable():
            return ", ".join(_shown("", item) for item in value)
        case _:
            return "…" if value is None else str(value)


def _state(value: str) -> str:
    return state_word(State(value)) if value in _STATES else value


_STATES = frozenset(state.value for state in State)

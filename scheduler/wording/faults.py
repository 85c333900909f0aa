"""The sentences of field faults. Each says what is wrong with one field and what to enter instead."""

from scheduler.wording.language import sources

FAULTS: dict[str, str] = {
    # reading plain values
    "required": "Cần nhập mục này.",
    "unknown-field": "Hệ thống không biết mục này; kiểm tra lại tên mục.",
    "not-text": "Cần là chữ.",
    "not-a-number": "Cần là số nguyên.",
    "not-a-list": "Cần là một danh sách.",
    "not-an-object": "Cần là một nhóm các mục có tên.",
    "not-a-date": "Ngày không đọc được; ghi theo dạng 2026-12-15.",
    "not-a-time": "Giờ không đọc được; ghi theo dạng 08:00.",
    "not-a-month-day": "Ngày trong năm không đọc được; ghi tháng-ngày, ví dụ 04-16.",
    "unknown-value": "Giá trị này không có trong danh sách cho phép: {allowed}.",
    "out-of-range": "Giá trị nằm ngoài khoảng cho phép.",
    "empty": "Danh sách đang trống; cần ít nhất một mục.",
    "repeated": "Mục này bị lặp lại; mỗi mục chỉ ghi một lần.",
    "too-many-items": "Quá nhiều mục; nhiều nhất là {most}.",
    "overlap": "Các khoảng thời gian chồng lên nhau hoặc sai thứ tự.",
    "ends-before-start": "Giờ hoặc ngày kết thúc phải sau lúc bắt đầu ({start}).",
    "needed-for-days-29-to-31": (
        "Có ngày 29, 30 hoặc 31: cần nói rõ tháng thiếu ngày đó thì làm thế nào, chọn một trong: {allowed}."
    ),
    "given-by-rotation": "Lịch luân phiên đã nêu các chức vụ theo thứ tự; để trống mục này.",
    "ground-length": "Lý do cần dài từ {shortest} đến {longest} ký tự.",
    # people and keys
    "not-an-email": "Địa chỉ thư điện tử chưa đúng; ghi theo dạng ten@donvi.gov.vn.",
    "email-taken": "Địa chỉ thư điện tử này đã có tài khoản. Kiểm tra lại, hoặc liên hệ người vận hành hệ thống.",
    "role-needs-office": "Vai trò lãnh đạo gắn với một chức vụ; chọn chức vụ.",
    "role-without-office": "Chỉ lãnh đạo và cấp phó gắn với chức vụ; để trống mục này.",
    "only-sooner": "Vai trò này đã kết thúc vào ngày đó hoặc sớm hơn; muốn kéo dài thì giao vai trò mới.",
    "not-the-same": "Hai lần nhập chưa giống nhau; nhập lại mật khẩu mới.",
    "password-length": "Mật khẩu cần dài từ {low} đến {high} ký tự. Có thể dùng cả một câu dễ nhớ, có dấu cách.",
    "password-common": "Nhiều người dùng mật khẩu này nên dễ bị đoán. Chọn một câu do chính mình nghĩ ra.",
    "password-of-known-words": (
        "Mật khẩu gần như chỉ gồm tên người, tên đơn vị hoặc từ ai cũng biết. Thêm vài từ không liên quan."
    ),
    "code-wrong": "Mã không đúng. Xem lại sáu chữ số đang hiện trên điện thoại; giờ của điện thoại phải đúng.",
    "no-such-unit": "Không có đơn vị này; tìm lại rồi chọn trong danh sách.",
    "role-needs-unit": "Vai trò này luôn gắn với một đơn vị; chọn đơn vị.",
    "key-made-already": "Vừa có khóa được cấp sau khi mở trang này. Xem danh sách; nếu vẫn cần thì gửi lại.",
    # requests
    "request-needs-person": (
        "Tài khoản này chưa gắn với người nào trong danh sách của đơn vị nên chưa báo bận được; "
        "đề nghị người quản trị của đơn vị gắn tài khoản với người dùng tài khoản."
    ),
    "other-cause-needs-words": "Khi chọn “Việc khác”, cần ghi rõ nội dung.",
    "not-own-meeting": "Chọn một buổi sắp tới do chính chức vụ của mình chủ trì và chưa giao người tiếp thay.",
    # the calendar and the law
    "duplicate-day": "Ngày {on} được ghi hai lần trong lịch nghỉ.",
    "day-confirmed-already": "Ngày {on} đã được xác nhận; bỏ chọn ngày này.",
    "unreadable-rule": "Dòng quy định không đọc được: {detail}.",
    "duplicate-rule": "Mã quy định {rule_id} bị lặp.",
    "unreadable-deadline": "Dòng thời hạn không đọc được: {detail}.",
    "duplicate-deadline": "Mã thời hạn {deadline_id} bị lặp.",
    "cannot-be-enabled": "Quy định này thiếu số liệu hoặc chưa được xác nhận nên chưa thể bật.",
    "successor-needs-own-id": "Quy định thay thế cần mã riêng, khác {rule_id}.",
    "rule-not-in-force": "Quy định {rule_id} không có hiệu lực vào ngày {on}.",
    "looser-period": "Quy định riêng phải theo kỳ không dài hơn quy định chung ({legal_basis}).",
    "looser-minimum": "Quy định riêng không được thấp hơn mức chung là {national} ({legal_basis}).",
    "looser-unit": "Quy định chung tính theo ngày; quy định riêng cũng phải tính theo ngày ({legal_basis}).",
    "looser-counts-delegated": (
        "Quy định chung không tính buổi ủy quyền; quy định riêng cũng không được tính ({legal_basis})."
    ),
    "looser-counts-adhoc": (
        "Quy định chung không tính buổi đột xuất; quy định riêng cũng không được tính ({legal_basis})."
    ),
    # requests of programs
    "not-json": "Nội dung gửi lên không phải JSON hợp lệ.",
    "json-too-deep": "JSON lồng quá nhiều tầng; nhiều nhất là {most} tầng.",
    "not-an-id": "Mã không hợp lệ; dùng đúng mã mà hệ thống đã trả về.",
    "not-a-tag": 'Ghi ETag của bản đã đọc trong dấu ngoặc kép, ví dụ If-Match: "5".',
    "not-an-idempotency-key": "Mã chống gửi trùng cần từ 1 đến 200 ký tự ASCII không có dấu cách.",
    "not-a-flag": "Cần là true hoặc false.",
    "not-an-instant": "Thời điểm không đọc được; ghi kèm múi giờ, ví dụ 2026-12-15T08:00:00+07:00.",
    "no-such-date": "Không có ngày {given} trong lịch.",
    "date-out-of-range": "Ngày {given} nằm ngoài khoảng năm 1945 đến 2199.",
    "number-out-of-range": "Số phải từ {low} đến {high}.",
    "text-too-long": "Quá dài; nhiều nhất là {most} ký tự.",
    "search-too-short": "Gõ ít nhất {least} chữ hoặc số để tìm.",
    # registers
    "nothing-to-change": "Chưa nêu nội dung nào cần thay đổi.",
    "office-exists": "Đơn vị đã có chức vụ loại này trong thời gian đó ({office}); cần kết thúc chức vụ cũ trước.",
    "office-closed": "Chức vụ {office} đã kết thúc từ ngày {closed_on}.",
    "office-headed": (
        "Thời gian này đã có người đứng đầu từ {first_on} đến {last_on}; cần ghi ngày thôi giữ chức của người đó trước."
    ),
    "deputy-on-record": (
        "Sổ đã ghi cấp phó tiếp thay ngày {day}; không ghi thêm người đứng đầu cho ngày đó. "
        "Nếu sổ sai, đề nghị người quản trị hệ thống ghi lại."
    ),
    "heads-it-already": "Người này đang giữ chức vụ từ ngày {first_on}; chọn người khác.",
    "person-twice": "Chọn một người trong danh sách, hoặc ghi tên người mới; không cả hai.",
    "person-needed": "Chọn một người trong danh sách, hoặc ghi tên người mới.",
    "held-later": "Có người giữ chức vụ này từ ngày {first_on}, sau ngày kết thúc; cần xem lại hai ngày.",
    "name-turns-verdicts": (
        "Tên này làm đổi kết quả định mức đã có, vì hai mục cùng tên được hiểu là một người; cần đề nghị cấp quản trị "
        "hệ thống sửa."
    ),
    "no-such-person": "Không có người này trong danh sách của đơn vị.",
    "place-exists": "Đơn vị đã có địa điểm mang tên này; ghi tên khác hoặc sửa địa điểm đã có.",
    "place-closed-already": "Địa điểm {place} đã ngừng sử dụng từ ngày {closed_on}.",
    "absence-of-one": (
        "Cần nêu đúng một đối tượng: một người, một chức vụ, cả đơn vị hoặc cả cấp; "
        "đơn vị quản lý chỉ nêu khi chọn cả cấp."
    ),
    "makeup-on-weekday": "Ngày {day} vốn là ngày làm việc nên không thể là ngày làm bù.",
    "rule-ended": "Quy định {rule_id} đã được ghi ngày hết hiệu lực là {on}.",
    "ends-within-period": "Quy định riêng còn hiệu lực đến hết kỳ đang chạy; chọn ngày kết thúc từ {earliest} trở đi.",
    "rule-judges-what-is-over": (
        "Quy định riêng không xét lại những kỳ đã qua; chọn ngày bắt đầu từ {earliest} trở đi."
    ),
    "local-rule-exists": (
        "Đơn vị đã có quy định riêng về đúng việc này từ {since} ({legal_basis}); "
        "ghi ngày hết hiệu lực của quy định đó trước, hoặc thay thế nó."
    ),
    "local-rule-until": (
        "Đơn vị đã có quy định riêng về đúng việc này từ {since} đến {until} ({legal_basis}); "
        "chọn ngày bắt đầu sau {until}."
    ),
    "pattern-exists": (
        "Các chức vụ này đã có lịch cố định với đúng những ngày đó từ {since}; "
        "kết thúc lịch cũ trước khi thêm lịch mới."
    ),
    "succeeds-too-early": "Mẫu mới phải bắt đầu sau ngày đầu của mẫu cũ ({first}); chọn ngày muộn hơn.",
    "not-a-day-month": "Ngày trong năm không đọc được; ghi ngày/tháng, ví dụ 16/4.",
    "choose-offices": "Chọn ít nhất một chức vụ.",
    "choose-turns": "Chọn chức vụ cho ít nhất một lượt.",
    "choose-weekdays": "Chọn ít nhất một thứ trong tuần.",
    "choose-nths": "Chọn ít nhất một lần trong tháng.",
    "not-days-of-month": "Ghi các ngày trong tháng bằng số từ 1 đến 31, cách nhau bằng dấu phẩy, ví dụ: 5, 20.",
    "pattern-ended": "Lịch cố định này đã kết thúc ngày {on}.",
    # commands at the machine, files
    "data-folder-missing": "Không có thư mục dữ liệu {folder}. Chạy lệnh cli.py init để tạo.",
    "data-folder-unusable": "Không dùng được thư mục dữ liệu {folder} ({reason}). Chọn thư mục khác hoặc sửa quyền.",
    "no-such-revision": "Không có phiên bản lược đồ {given}; các phiên bản có: {known}.",
    "downgrade-loses": (
        "Không lùi lược đồ về {revision}: lược đồ đó không có chỗ chứa {rows}, và khi lên lại cũng không lấy lại được. "
        "Chưa có gì thay đổi. Muốn lùi thì khôi phục bản sao lưu làm trước khi nâng cấp; hoặc, khi đã biết mất những "
        "gì và chấp nhận, tự xóa các dòng đó rồi chạy lại."
    ),
    "calendar-entries-lost": "Các mục lịch đã mất; chạy lệnh cli.py init để dựng lại.",
    "database-empty": "Cơ sở dữ liệu còn trống; nếu đây là cơ sở dữ liệu đang dùng, chạy lệnh cli.py init.",
    "not-a-database": "Tệp này không phải cơ sở dữ liệu của Tiếp Dân.",
    "schema-strange": "Cơ sở dữ liệu có {name}, không do chương trình tạo ra: có thể đã bị cài thêm để sửa dữ liệu.",
    "schema-lacking": "Cơ sở dữ liệu thiếu {name} do chương trình tạo ra: đã bị gỡ bỏ.",
    "schema-altered": "Trong cơ sở dữ liệu, {name} khác với lúc chương trình tạo ra: đã bị sửa hoặc tắt.",
    "anchor-file-broken": "Dòng {line} không phải là một mốc của nhật ký: tệp đã bị sửa. Đối chiếu bản lưu ở nơi khác.",
    "anchor-needs-database": "Bản sao lưu PostgreSQL chỉ đọc được mục lục, chưa đối chiếu được mốc; khôi phục trước.",
    "no-such-unit-code": "Không có đơn vị nào đang tồn tại mang mã {given}.",
    "unit-without-offices": "{unit} chưa có chức vụ nào; nhập chức vụ trước khi lập kế hoạch.",
    "demo-not-empty": "Đã có dữ liệu đơn vị; dữ liệu minh họa chỉ nạp vào cơ sở dữ liệu trống.",
    "backup-exists": "Tệp {file} đã có; chọn tên khác.",
    "backup-failed": "Chưa sao lưu được: {reason}.",
    "backup-tool-missing": "Máy chưa có chương trình {tool}; cài gói postgresql-client.",
    "file-too-large": "Tệp quá lớn; nhiều nhất là {most} byte.",
    "sheet-missing": "Chọn tệp Excel (.xlsx) đã điền theo mẫu.",
    "sheet-empty": "Tệp rỗng. Điền vào tệp mẫu rồi chọn lại.",
    "sheet-not-xlsx": "Tệp không phải tệp Excel .xlsx. Mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.",
    "sheet-locked-or-old": "Tệp có mật khẩu hoặc là tệp Excel đời cũ (.xls). Bỏ mật khẩu và lưu thành .xlsx.",
    "sheet-with-macro": "Tệp chứa macro. Lưu thành .xlsx không có macro rồi chọn lại.",
    "sheet-with-links": "Tệp có liên kết tới tệp khác. Dán lại thành giá trị, bỏ liên kết rồi chọn lại.",
    "sheet-swollen": "Tệp nén phình quá lớn nên không mở. Chép dữ liệu sang tệp mẫu rồi chọn lại.",
    "sheet-too-long": "Tệp quá dài; nhiều nhất là {most} dòng và 30 cột. Chia thành nhiều tệp.",
    "sheet-too-slow": "Tệp quá phức tạp nên không đọc xong. Chép dữ liệu sang tệp mẫu rồi chọn lại.",
    "sheet-unreadable": "Tệp hỏng hoặc không đọc được. Mở và lưu lại thành .xlsx rồi chọn lại.",
    "sheet-not-the-template": "Tệp phải dùng mẫu: dòng đầu cần đủ các cột {columns}.",
    "sheet-without-rows": "Tệp chưa có dòng nào dưới dòng tiêu đề.",
    "sheet-to-be-sent-again": "Bản xem trước không còn nguyên vẹn. Chọn lại tệp.",
    "nothing-to-import": "Không có dòng nào để nhập.",
    "cell-not-a-date": "“{given}” không phải ngày; ghi dạng 31/12/2026.",
    "cell-not-known": "“{given}” không có trong danh sách; ghi một trong: {allowed}.",
    "row-refused": "Dòng {row} chưa nhập được; xem lý do ở dòng đó.",
    "row-twice": "Trùng với dòng {row}.",
    "person-ambiguous": "Đơn vị có nhiều người mang tên này; ghi người này trên trang chức vụ.",
    "not-a-csv": "Tệp không đọc được; cần tệp CSV mã hóa UTF-8.",
    "column-missing": "Thiếu cột này.",
    "not-a-unit-code": "Mã đơn vị cần 2 chữ số (tỉnh) hoặc 5 chữ số (xã).",
    "name-does-not-fit": "Tên đầy đủ phải bắt đầu bằng “{expected}” rồi đến tên.",
    "no-such-parent": "Không có đơn vị cấp trên này vào ngày bắt đầu (tỉnh thì để trống).",
    "code-taken": "Mã này đang thuộc về {unit}; kết thúc đơn vị đó trước.",
    "unit-differs": "Khác với dữ liệu đang có ({stands}). Kết thúc đơn vị cũ và thêm dòng mới thay vì sửa.",
    # settings of the service
    "setting-unreadable": "Giá trị cài đặt “{given}” không đọc được.",
    "setting-out-of-bounds": "Giá trị cài đặt phải từ {low} đến {high}.",
    "setting-not-an-address": "“{given}” không phải địa chỉ bắt đầu bằng http:// hoặc https://.",
    "setting-not-a-database": "Cần địa chỉ dạng postgresql://người_dùng:mật_khẩu@máy/tên; để trống thì dùng SQLite.",
    "key-file-broken": "Tệp khóa {file} không đọc được như một khóa. Khôi phục tệp từ nơi cất giữ.",
    "key-file-open": ("Người khác đọc được tệp khóa {file}. Chỉ để chủ sở hữu đọc (chmod 600) rồi khởi động lại."),
}
EXACT_FAULTS: dict[tuple[str, str], str] = {
    ("out-of-range", "high"): "Giá trị nằm ngoài khoảng cho phép; số phải từ {low} đến {high}.",
    ("out-of-range", "allowed"): "Giá trị nằm ngoài khoảng cho phép; chỉ nhận một trong: {allowed}.",
    ("out-of-range", "most"): "Giá trị nằm ngoài khoảng cho phép; cần dài từ {least} đến {most} ký tự.",
    ("out-of-range", "latest"): "Giá trị nằm ngoài khoảng cho phép; ngày phải từ {earliest} đến {latest}.",
}
"""More exact sentences of a fault, by its code and a value that came with it: they name what is allowed."""
sources(FAULTS, EXACT_FAULTS)

"""The sentences of what stands against a meeting, a plan, a posting or a record: each says what to do instead."""

from scheduler.wording.language import sources

MEETING_FAULTS: dict[str, str] = {
    # arranging
    "sittings-overlap": "Ngày {day} có hai khoảng giờ chồng lên nhau tại cùng một địa điểm.",
    "sittings-number": "Mỗi buổi cần từ 1 đến {most} khoảng giờ.",
    "adhoc-needs-trigger": "Buổi tiếp đột xuất cần ghi rõ vụ việc hoặc lý do phải tiếp.",
    "reception-one-day": "Mỗi buổi tiếp công dân chỉ trong một ngày; ngày khác thì lập buổi khác.",
    "day-passed": "Ngày {day} đã qua; chọn ngày từ {earliest} trở đi.",
    "hour-passed": "Giờ bắt đầu {starts} đã qua; chọn giờ khác, hoặc nhập muộn nếu buổi đã diễn ra.",
    "day-too-far": "Ngày này quá xa; chỉ xếp được đến ngày {latest}.",
    "unit-not-in-being": "{unit} không tồn tại vào ngày {day}; chọn ngày khác hoặc đơn vị khác.",
    "no-such-place": "Không có địa điểm này ở đơn vị; chọn địa điểm trong danh sách của đơn vị.",
    "place-closed": "Địa điểm {place} ngừng sử dụng từ ngày {closed_on}; chọn địa điểm khác.",
    "no-chair": "Cần nêu ít nhất một người chủ trì.",
    "online-since": "Tiếp công dân trực tuyến chỉ được tổ chức từ ngày {since}; chọn hình thức trực tiếp.",
    "personal-number": (
        "Nội dung này được công bố: không ghi số giấy tờ tùy thân hay số điện thoại di động của ai; bỏ dãy số đó đi. "
        "Số tiền, diện tích thì ghi kèm đơn vị, ví dụ 120.000.000 đồng."
    ),
    "address-not-https": "Địa chỉ phòng họp trực tuyến phải bắt đầu bằng https://.",
    "no-such-meeting": "Không có buổi này ở đơn vị.",
    "makes-up-another-kind": "Buổi tiếp bù phải cùng loại với buổi được bù; chọn buổi khác.",
    "makes-up-another-office": "Buổi tiếp bù phải có cùng người chủ trì với buổi được bù; chọn buổi khác.",
    "nothing-to-make-up": "Buổi này chưa từng niêm yết hoặc người đứng đầu đã trực tiếp tiếp nên không có gì để bù.",
    "made-up-already": "Buổi này đã có buổi tiếp bù; sửa buổi tiếp bù đó thay vì lập thêm.",
    "no-such-office": "Không có chức vụ này trong buổi hoặc ở đơn vị.",
    "office-not-in-being": "Chức vụ {office} không tồn tại vào ngày đã chọn.",
    "delegation-needs-name-and-ground": "Khi ủy quyền, cần ghi tên, chức vụ người tiếp thay và lý do.",
    "record-closed": "Buổi đang ở trạng thái “{state}” nên không sửa được nữa.",
    "posting-taken-back": "Điều này đã niêm yết; ghi nội dung khác thì được, bỏ trống thì không.",
    "address-was-announced": (
        "Địa chỉ họp trực tuyến đã niêm yết là nơi tiếp; dùng chức năng lùi lịch để đổi địa chỉ, kèm lý do."
    ),
    "form-was-announced": "Hình thức đã niêm yết; dùng chức năng lùi lịch để đổi hình thức, kèm lý do.",
    "approved-as-it-is": "Buổi đã duyệt; trả lại bản nháp rồi mới sửa nội dung hoặc hình thức, sau đó trình duyệt lại.",
    "delegated-not-counted": (
        "Buổi này đã cử người tiếp thay; chỉ lãnh đạo hoặc chánh văn phòng mới xác nhận được "
        "người đứng đầu đã trực tiếp tiếp."
    ),
    "absence-on-record": (
        "Biên bản đã ghi người đứng đầu không trực tiếp tiếp; chỉ lãnh đạo hoặc chánh văn phòng mới sửa được điều này."
    ),
    "overlaps-record": "Người đứng đầu đã được ghi nhận tiếp ở một buổi khác trong cùng giờ này; kiểm tra lại giờ.",
    "too-short": "Một buổi tiếp phải kéo dài ít nhất {minutes} phút; kiểm tra lại giờ bắt đầu và kết thúc.",
    "only-drafts-rearranged": "Buổi không còn là bản nháp; dùng chức năng lùi lịch hoặc trả lại bản nháp để đổi giờ.",
    # planning
    "no-longer-proposed": "Đề xuất đã thay đổi; lập lại đề xuất rồi chọn lại. Ngày không còn trong đề xuất: {keys}.",
    "nothing-ticked": "Chưa chọn buổi nào; đánh dấu ít nhất một buổi.",
    "plan-in-use": (
        "Không hoàn tác được nữa vì có buổi của kế hoạch đã được sửa, duyệt hoặc bỏ. "
        "Bỏ từng bản nháp còn lại tại trang của buổi."
    ),
    "not-to-approve": "Buổi ngày {day} đang ở trạng thái “{state}” nên không duyệt được; tải lại rồi chọn lại.",
    "span-too-long": "Khoảng ngày quá dài; nhiều nhất là {most} ngày.",
    # publishing
    "meetings-of-one-unit": "Chỉ niêm yết các buổi của cùng một đơn vị trong một lần.",
    "nothing-approved": "Không có buổi đã duyệt nào từ {first} đến {last} để niêm yết.",
    "not-yet-published": "Buổi đang ở trạng thái “{state}”, chưa niêm yết trên hệ thống; niêm yết trước đã.",
    "before-it-existed": "Thời điểm niêm yết không thể trước lúc buổi được lập.",
    "before-its-date-was-set": "Ngày hiện tại của buổi chỉ được ấn định lúc {earliest}; niêm yết không thể trước đó.",
    "posting-withdrawn-already": "Việc gỡ niêm yết này đã được ghi lúc {at}; lý do đã ghi được giữ nguyên.",
    "posting-needs-content": "Cần ghi nội dung dự kiến trước khi niêm yết (Luật Tiếp công dân, Điều 24).",
    "posting-needs-address": "Buổi trực tuyến cần có địa chỉ phòng họp trước khi niêm yết.",
    "posting-needs-place": "Cần ghi địa điểm trước khi niêm yết (Luật Tiếp công dân, Điều 24).",
    # moving
    "date-without-sitting": "Ngày mới cần có ít nhất một khoảng giờ.",
    "same-hours": "Ngày giờ mới giống ngày giờ hiện nay; chọn ngày hoặc giờ khác.",
    "meeting-day-passed": "Ngày {day} đã qua; ghi nhận kết quả của buổi thay vì đổi lịch.",
    "hours-needed": "Buổi có nhiều ngày hoặc chưa có giờ; cần ghi đủ các khoảng giờ mới.",
    # holding
    "in-the-future": "Thời điểm này chưa đến; chỉ ghi nhận việc đã xảy ra.",
    "not-held": "Buổi đang ở trạng thái “{state}”, chưa ghi nhận đã tiếp nên không có gì để đính chính.",
    "count-or-none": "Ghi số công dân đã tiếp, hoặc đánh dấu không có công dân nào đến.",
    "count-and-none": "Vừa có số công dân, vừa đánh dấu không ai đến; chỉ giữ một.",
    "who-sat": "Chọn người đã ngồi ghế chủ trì.",
    "stand-in-name": "Ghi tên, chức vụ người đã tiếp thay.",
    "negative": "Số lượng không thể nhỏ hơn 0.",
    "longer-than-a-day": "Thời gian ghi nhận dài hơn một ngày; kiểm tra lại giờ bắt đầu và kết thúc.",
    "not-its-day": "Giờ bắt đầu phải thuộc ngày của buổi: {days}.",
    "before-announced": (
        "Giờ bắt đầu sớm hơn lúc buổi được công bố hoặc được ấn định ngày này; chỉ chánh văn phòng "
        "mới ghi nhận được, kèm lý do."
    ),
    "beside-its-hours": (
        "Giờ bắt đầu phải nằm trong giờ đã công bố, sớm nhất là {minutes} phút trước giờ đó; khác giờ đã công bố thì "
        "chỉ chánh văn phòng mới ghi nhận được, kèm lý do."
    ),
    "day-not-on-record": ("Biên bản đã ghi không có ngày {day}; chỉ chánh văn phòng mới thêm được ngày này."),
    "sittings-to-come": "Buổi còn tiếp tục đến ngày {last}; ghi nhận sau khi ngày cuối đã diễn ra.",
    "nobody-in-chair": (
        "Chưa có ai chủ trì: cần ghi người đứng đầu có mặt hoặc nêu tên người tiếp thay; không có ai thì buổi không "
        "diễn ra."
    ),
    "chair-unaccounted": "Cần ghi rõ từng người chủ trì có mặt hay vắng.",
    # what may be done next
    "deed-not-begun": "Buổi chưa bắt đầu; ghi nhận kết quả từ lúc bắt đầu, ngày {day}.",
    "deed-has-begun": "Buổi ngày {day} đã bắt đầu hoặc đã qua; ghi nhận kết quả thay vì đổi lịch.",
    "deed-day-over": "Ngày {day} đã qua; ai đã chủ trì thì ghi trong kết quả của buổi.",
    # excuses
    "nothing-to-excuse": "Kỳ này không thiếu nên không cần ghi lý do.",
    "still-to-be-made-good": (
        "Kỳ này còn thiếu {missing} nhưng vẫn đủ ngày để bù: bố trí thêm buổi, muộn nhất là ngày {latest}; "
        "chỉ ghi lý do khi không còn ngày nào."
    ),
    "short-by-own-entries": (
        "Kỳ này chỉ thiếu vì ngày vắng mặt đơn vị tự nhập, chức vụ bỏ trống hoặc đã kết thúc, là những việc còn "
        "rút lại được: rút lại những mục đó trước, hoặc đợi hết kỳ ({last}) rồi ghi lý do."
    ),
    "already-excused": "Kỳ này đã có lý do được ghi nhận.",
    # calendars
    "length": "Cần dài từ {low} đến {high} ký tự.",
    "not-a-secret-feed": "Lịch công khai không cần liên kết riêng; dùng địa chỉ công khai của đơn vị.",
    # confirming that one was in the chair
    "only-own-chair": (
        "Chỉ người giữ chính chức vụ chủ trì, đăng nhập bằng tài khoản của mình, mới xác nhận được; "
        "không ai xác nhận thay và không xác nhận qua khóa API."
    ),
    "second-officer-only": (
        "Người xác nhận thứ hai phải đăng nhập bằng tài khoản của mình, không phải lãnh đạo và "
        "không phải người đã ghi nhận kết quả buổi này."
    ),
    "delegated-not-confirmed": "Buổi này đã giao người tiếp thay nên không xác nhận trực tiếp chủ trì được.",
    "nothing-to-confirm": "Chưa có ghi nhận nào nói người chủ trì có mặt; ghi nhận kết quả buổi trước rồi xác nhận.",
    "not-to-confirm": "Buổi đang ở trạng thái “{state}” nên không có gì để xác nhận.",
    "too-early-to-confirm": (
        "Chưa đến giờ xác nhận. Xác nhận được từ 30 phút trước giờ bắt đầu ({opens}) "
        "đến hết 3 ngày sau buổi ({closes})."
    ),
    "too-late-to-confirm": (
        "Đã quá hạn xác nhận. Xác nhận được từ 30 phút trước giờ bắt đầu ({opens}) "
        "đến hết 3 ngày sau buổi ({closes}); "
        "buổi giữ ghi chú “chưa có xác nhận của người chủ trì”."
    ),
    "confirmed-already": "Buổi này đã được xác nhận; mỗi buổi chỉ xác nhận một lần và không sửa được.",
}
sources(MEETING_FAULTS)

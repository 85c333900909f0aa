"""Pages for what cannot be shown: never a dead end, always a way on, and a code to read out on the telephone."""

from flask import Response, make_response, render_template

from scheduler.wording.language import said, say, source

BAD_REQUEST = 400
_KNOWN = {404, 410, 500, 503}
_UNREADABLE = source("Yêu cầu không hợp lệ: không đọc được, hoặc tên máy chủ trong địa chỉ không đúng.")


def error_page(status: int, incident: str = "", retry_after: int = 0) -> Response:
    """Return the page for a status; ``incident`` is the code under which the log knows the event.

    A status without a page of its own gets that of 404 below 500 and of 500 above, under its own number. A 400 is plain
    text: where the request names a foreign host, there is no address that a page could link to.
    """
    if status == BAD_REQUEST:
        return _without_links(incident)
    page = status if status in _KNOWN else (500 if status >= 500 else 404)  # noqa: PLR2004 - HTTP's own boundary
    answer = make_response(render_template(f"errors/{page}.html", incident=incident), status)
    answer.headers["Cache-Control"] = "no-store"
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _without_links(incident: str) -> Response:
    code = say(source("Mã sự cố: {code}"), code=incident) if incident else ""
    answer = Response(
        f"{said(_UNREADABLE)}\n{code}\n" if code else f"{said(_UNREADABLE)}\n", BAD_REQUEST, mimetype="text/plain"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer

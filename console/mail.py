"""A command for mail: does the server that the settings name take a letter?"""

import click

from console.desk import Desk, with_json
from notifications.trial import send_test_letter
from scheduler.core.roles import OPERATOR

_desk = click.make_pass_decorator(Desk)


@click.command("mail-test")
@click.option("--to", required=True, metavar="ADDRESS", help="Where the test letter goes.")
@with_json
@_desk
def mail_test(desk: Desk, to: str) -> None:
    """Send a test letter through the mail server that the settings name."""
    message_id = send_test_letter(desk.works, desk.settings, to, OPERATOR, asked="command")
    server = f"{desk.settings.mail_host}:{desk.settings.port_for_mail}"
    desk.say(
        {"sent": True, "to": to, "server": server, "message_id": message_id},
        f"Máy chủ thư {server} đã nhận thư thử gửi tới {to}.",
        "Mở hộp thư đó xem thư có đến không, kể cả mục thư rác.",
    )

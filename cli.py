"""The door at the machine's own prompt: `cli.py --help` lists the commands, each has --help and --json."""

import os

import click

from console import keeping, mail, people, planning, setting_up
from console.desk import Commands, desk_of


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Plan, enforce and publish the days on which Vietnam's leaders receive citizens.

    Settings come from the environment (see README). Exit codes: 0 done, 1 refused or damaged, 2 wrong usage.
    """
    os.umask(0o077)
    if ctx.obj is None:
        ctx.obj = desk_of(os.environ)


for command in (
    setting_up.init,
    setting_up.migrate,
    setting_up.demo,
    setting_up.welcome,
    setting_up.import_units_command,
    planning.plan,
    planning.verdicts,
    keeping.verify,
    keeping.backup,
    keeping.openapi,
    keeping.keys_group,
    people.accounts_group,
    keeping.worker_status,
    mail.mail_test,
):
    main.add_command(command)

if __name__ == "__main__":
    main()

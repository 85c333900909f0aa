"""The door for people and programs: settings from the surroundings, one application, nothing else."""

import os
import sys

from api.feeds import mask_access_logs
from scheduler.core.errors import InvalidInput
from scheduler.settings import Settings
from scheduler.wording.refusals import fault_sentence
from web.app import create_app
from web.logs import write_logs

_BAD_SETTINGS = 2

try:
    _settings = Settings.from_env(os.environ)
    write_logs(_settings.log_level)
    mask_access_logs()
    app = create_app(_settings)
except InvalidInput as refusal:
    for fault in refusal.faults:
        print(f"{fault.where}: {fault_sentence(fault)}", file=sys.stderr)  # noqa: T201 - said to who started it
    sys.exit(_BAD_SETTINGS)

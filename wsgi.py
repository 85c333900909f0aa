"""The door for people and programs: settings from the surroundings, one application, nothing else."""

import os

from scheduler.settings import Settings
from web.app import create_app
from web.logs import write_logs

_settings = Settings.from_env(os.environ)
write_logs(_settings.log_level)
app = create_app(_settings)

"""The door for people and programs: settings from the surroundings, one application, nothing else."""

import os

from api.feeds import mask_access_logs
from scheduler.settings import Settings
from web.app import create_app
from web.logs import write_logs

_settings = Settings.from_env(os.environ)
write_logs(_settings.log_level)
mask_access_logs()
app = create_app(_settings)

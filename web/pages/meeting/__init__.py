"""The page of one meeting, and a page for each thing that may be done to it."""

from web.pages.meeting import evidence, moving, overview, recording, standing_in, steps, telling
from web.pages.meeting.shared import pages

__all__ = ["evidence", "moving", "overview", "pages", "recording", "standing_in", "steps", "telling"]

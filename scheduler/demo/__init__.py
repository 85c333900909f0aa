"""The demonstration: its cast brought to life through the use cases, month by month, as it would have happened."""

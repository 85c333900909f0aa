"""The roof: one application of the API, the calendars and the pages."""

"""Shipped facts of law, calendar and administration, each with its source. Data files only."""

"""Meetings as calendar entries (RFC 5545), rendered once when they change and joined when a feed is asked for."""

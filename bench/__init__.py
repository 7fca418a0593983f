"""Measurements: how fast the program is beside a yardstick, and what survives a kill."""

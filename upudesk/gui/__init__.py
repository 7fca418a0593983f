"""The window: shows snapshots, hands actions to the desk, and knows no SQL."""

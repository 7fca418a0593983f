"""The window: shows snapshots, hands actions to the desk, and knows no SQL."""

import sys

if sys.version_info < (3, 12):
    # Every Signal.emit() of PySide 6.12 gives back a reference to True that it never took. Since
    # Python 3.12 True cannot die of that; before, the program aborts after some hundred signals.
    import ctypes

    ctypes.c_ssize_t.from_address(id(True)).value += sys.maxsize >> 2

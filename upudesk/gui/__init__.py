"""The window: shows snapshots, hands actions to the desk, and knows no SQL."""

import sys

if sys.version_info < (3, 12):
    # PySide 6.12 gives back references that it never took: to True with every Signal.emit(), to
    # None with every call that returns nothing, some thousand whenever the list is painted. Since
    # Python 3.12 these cannot die of that; before, the program aborts within minutes.
    import ctypes

    for eternal in (None, True, False):
        ctypes.c_ssize_t.from_address(id(eternal)).value += sys.maxsize >> 2

"""UPUDesk: the desk of an election campaign at a Congress of the Universal Postal Union."""

__version__ = "0.1.0"

"""Pictures as plain geometry: drawn alike by the window, on paper and into SVG.

A figure knows no screen and no page. Its texts are given by the caller, in the reader's language;
every mark in it has a key, by which it is found again under the mouse.
"""

"""The actions: each takes a snapshot and an input, and gives the changes to make as a Plan."""

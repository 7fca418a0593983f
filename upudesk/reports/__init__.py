"""What goes out on paper: a snapshot in, the bytes of a PDF out."""

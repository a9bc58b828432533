"""One screen a file or folder; `ui.window` makes them and connects them."""

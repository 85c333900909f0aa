"""The shapes that come in and go out, one noun a file."""

"""What was found, written down: in, a result; out, JSON, or a report on a terminal."""

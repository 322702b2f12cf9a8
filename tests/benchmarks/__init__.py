"""Measures of speed and memory, beside what others need for their part of the same job."""

"""What the documentation shows, made by the program itself: pictures of its views, and what its commands print."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""

"""Pieces of screens with an example each; /_components/ shows them all."""

"""Screens about documents and drafts."""

"""A document as slides of PowerPoint: shapes, texts and tables that can be edited, and the view in the package."""

from __future__ import annotations

from geo.snapshot.forms.pptx.document import document_pptx

__all__ = ["document_pptx"]

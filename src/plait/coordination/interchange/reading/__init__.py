"""Reading a person's FHIR file: from bytes to frozen values and a full account, without touching anything else.

Begin with ``bundle.read_bundle``. Pure: no Django, no network, no clock. One module for each kind of resource.
"""

from plait.coordination.interchange.reading.bundle import read_bundle
from plait.coordination.interchange.reading.received import Received
from plait.coordination.interchange.reading.report import KeptResource, Line, Outcome, Rejected
from plait.coordination.interchange.reading.words import Note

__all__ = ["KeptResource", "Line", "Note", "Outcome", "Received", "Rejected", "read_bundle"]

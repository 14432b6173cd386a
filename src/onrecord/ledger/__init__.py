"""Reports and their claims kept: found again, versioned, corrected, proved."""

from onrecord.ledger.corrections import Correction
from onrecord.ledger.ledger import Answer, Ledger, Shown, open_ledger
from onrecord.ledger.log import Entry
from onrecord.ledger.results import Found, Kept, ReportCard

__all__ = ["Answer", "Correction", "Entry", "Found", "Kept", "Ledger", "ReportCard", "Shown", "open_ledger"]

"""What an instructor needs: the audit, which proves that an exercise grades fairly."""

from grader.authoring.audit import Pending, finish_audit, start_audit

__all__ = ["Pending", "finish_audit", "start_audit"]

"""The open library: everything a person can ask of it or do to it, one short method per use.

Reads may run on any thread and several at once; writes are one at a time. Every write is one transaction, one
undo step and one `Changes` notice. No SQL here (see `db`), no words for people (see `app.messages`).
"""

from __future__ import annotations

from __future__ import annotations
import libcst as cst
from .draft import Draft
from .facts import AuthorizerFacts
from .session import Session
def authorizer(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: AuthorizerFacts) -> frozenset[str]:
    return frozenset()

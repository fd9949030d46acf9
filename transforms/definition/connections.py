"""How an integration reaches its backend: links into a VPC, certificates, and responses that are streamed."""

from __future__ import annotations

from migrator.concern import is_true
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import is_map, literal

from ..codes import DEFINITION_BODY
from ..routes.codes import RESPONSE_STREAMING
from .codes import INTEGRATION_SETTING, VPC_LINK
from .proxies import Proxy, Stated

CERTIFICATE = "Give the backend a certificate that is trusted and remove the setting first, or leave this API as it is."


def connection(proxy: Proxy, value: Node) -> Stated:
    """Say of an integration that its backend is behind a VPC link."""
    if (literal(value) or "").upper() != "INTERNET":
        to_rest = "Create an AWS::ApiGateway::VpcLink to a network load balancer and rewrite the integration by hand."
        remedy = to_rest if proxy.view.kind.name == "rest" else ""
        yield proxy.view.find(VPC_LINK, f"{proxy.label} goes through a VPC link.", value, remedy=remedy)


def connection_id(proxy: Proxy, value: Node) -> Stated:
    """State what becomes of the name of a VPC link."""
    if proxy.node.get("connectionType") is None:
        yield from connection(proxy, value)
    else:
        yield proxy.view.find(INTEGRATION_SETTING, "`connectionId` is left out. It belongs to VPC links.", value)
        yield Remove(proxy.node, "connectionId")


def transfer(proxy: Proxy, value: Node) -> Stated:
    """State what becomes of how a response is handed on."""
    if (literal(value) or "").upper() != "BUFFERED":
        yield proxy.view.find(RESPONSE_STREAMING, f"{proxy.label} streams its response.", value)
    else:
        what = "`responseTransferMode: BUFFERED` is what every HTTP API does; it is left out."
        yield proxy.view.find(INTEGRATION_SETTING, what, value)
    yield Remove(proxy.node, "responseTransferMode")


def tls(proxy: Proxy, value: Node) -> Stated:
    """State what becomes of how the certificate of a backend is checked."""
    if proxy.view.kind.name == "rest":
        what = f"The integration of {proxy.label} sets how the certificate of its backend is checked."
        remedy = "Remove `tlsConfig` if the default check is enough."
        yield proxy.view.find(DEFINITION_BODY, what, value, remedy=remedy)
    elif not is_map(value) or is_true(value.get("insecureSkipVerification")):
        what = f"{proxy.label} skips the check of its backend's certificate, which an HTTP API never does."
        yield proxy.view.find(DEFINITION_BODY, what, value, remedy=CERTIFICATE)
    else:
        yield proxy.view.find(INTEGRATION_SETTING, "`tlsConfig` is left out. Certificates are always checked.", value)
        yield Remove(proxy.node, "tlsConfig")

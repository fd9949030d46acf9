"""Web ACLs: what ties them to a stage, their rules, and the sets that these name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .attachment import Attachment, ComparedPart, texts

FIREWALLS: Final[Mapping[str, Attachment]] = {
    "AWS::WAFv2::WebACLAssociation": Attachment(
        "waf", "web ACL association", ("ResourceArn",), ("WebACLArn",),
        {"acl": ComparedPart("web ACL", ("WebACLArn",)),
         "resource": ComparedPart("protected resource", ("ResourceArn",))},
        guards=True,
    ),
    "AWS::WAFRegional::WebACLAssociation": Attachment(
        "waf", "web ACL association", ("ResourceArn",), ("WebACLId",),
        {"acl": ComparedPart("web ACL", ("WebACLId",)),
         "resource": ComparedPart("protected resource", ("ResourceArn",))},
        guards=True,
    ),
    "AWS::WAFv2::WebACL": Attachment(
        "web-acl", "web ACL", (), ("Rules",),
        {"default": ComparedPart("default action", ("DefaultAction",)), "rules": ComparedPart("rules", ("Rules",))},
        texts("VisibilityConfig", "CustomResponseBodies", "DataProtectionConfig"),
    ),
    "AWS::WAFRegional::WebACL": Attachment(
        "web-acl", "web ACL", (), ("Rules",),
        {"default": ComparedPart("default action", ("DefaultAction",)), "rules": ComparedPart("rules", ("Rules",))},
        texts("MetricName"),
    ),
    **dict.fromkeys(
        ("AWS::WAFv2::RuleGroup", "AWS::WAFRegional::Rule", "AWS::WAFRegional::RateBasedRule"),
        Attachment(
            "web-acl-rules", "rules of a web ACL", (), ("Rules", "Predicates", "MatchPredicates"),
            {"rules": ComparedPart("rules", ("Rules", "Predicates", "MatchPredicates"))},
            texts("MetricName", "VisibilityConfig", "CustomResponseBodies"),
        ),
    ),
    "AWS::WAFv2::IPSet": Attachment(
        "web-acl-set", "set of a web ACL", (), (),
        {"items": ComparedPart("items", ("Addresses",)),
         "version": ComparedPart("address version", ("IPAddressVersion",))},
        texts(),
    ),
    "AWS::WAFv2::RegexPatternSet": Attachment(
        "web-acl-set", "set of a web ACL", (), (),
        {"items": ComparedPart("items", ("RegularExpressionList",))}, texts()
    ),
    **{
        f"AWS::WAFRegional::{name}": Attachment(
            "web-acl-set", "set of a web ACL", (), (), {"items": ComparedPart("items", (items,))}, texts()
        )
        for name, items in {
            "ByteMatchSet": "ByteMatchTuples",
            "GeoMatchSet": "GeoMatchConstraints",
            "IPSet": "IPSetDescriptors",
            "RegexPatternSet": "RegexPatternStrings",
            "SizeConstraintSet": "SizeConstraints",
            "SqlInjectionMatchSet": "SqlInjectionMatchTuples",
            "XssMatchSet": "XssMatchTuples",
        }.items()
    },
}  # fmt: skip
"""By type. Source: AWS WAF and AWS WAF Classic Regional API references."""

"""Prints what the documentation in botocore's service models says of members, as {"path": "words"}.

Arguments are TYPE=STRUCTURE pairs, such as AWS::CloudFront::Distribution=cloudfront:DistributionConfig, the structure in
the form service:shape or service:shape:PREFIX where its members stand within a member of the resource. CloudFront's
{Quantity, Items} are passed through, as are lists: the words of a list are those of its member, of its shape, of the
structure of its elements and of what is in that.
"""

import json
import re
import sys

import botocore.session

SESSION = botocore.session.Session()


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html or "")).strip()


def unwrapped(shape):
    """The list inside {Quantity, Items}, and what it says of itself."""
    if shape.type_name == "structure" and set(shape.members) == {"Quantity", "Items"}:
        return shape.members["Items"], [text(shape.documentation), text(shape.members["Items"].documentation)]
    return shape, [text(shape.documentation)]


def walk(shape, path, words, outer=()):
    if shape.type_name != "structure" or shape.name in outer:
        return
    for name, member in shape.members.items():
        inner, said = unwrapped(member)
        here = path + [name]
        if inner.type_name == "list":
            element = inner.member
            said.append(text(element.documentation))
            if element.type_name == "structure":
                said += [text(one.documentation) for one in element.members.values()]
            walk(element, here, words, outer + (shape.name,))
        walk(inner, here, words, outer + (shape.name,))
        words[".".join(here)] = " ".join(filter(None, said))


answer = {}
for argument in sys.argv[1:]:
    type_name, _, structure = argument.partition("=")
    service, shape, *prefix = structure.split("/")
    words = answer.setdefault(type_name, {})
    model = SESSION.get_service_model(service)
    walk(model.shape_for(shape), [part for part in prefix if part], words)
json.dump(answer, sys.stdout)

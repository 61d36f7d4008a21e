#!/usr/bin/env bash
# Which language a visitor is sent to: an origin, or a handler at the edge, holds Accept-Language against the languages
# that a site has, here de, en, pt-BR, zh-Hans, zh-Hant and nb. Libraries for Python answer, each in its own way:
#   zh-TW, as browsers in Taiwan say   zh-Hant for Django and langcodes; en for Werkzeug, WebOb's lookup and Babel;
#                                      zh-Hans, the other script, for WebOb's basic_filtering
#   zh-CN                              en for WebOb's lookup, and nothing for Babel
#   pt                                 pt-BR for Django, langcodes and basic_filtering; en for the other three
#   no (Norwegian)                     nb for langcodes alone
#   fr, which the site has not         nothing for Werkzeug, Babel and langcodes
#   en;q=0.1,de;q=0.1                  de for Werkzeug (the order of the site), en for Django (of the header)
# de-AT and en-GB, which tests have, are de and en in all but basic_filtering. (WebOb 1.8.11, Werkzeug 3.1.9, Django
# 5.2.19, Babel 2.19.0, langcodes 3.5.1.) List the tags of browsers, zh-TW and zh-CN and pt, beside one's own names, and
# test with them. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install webob==1.8.11 werkzeug==3.1.9 django==5.2.19 \
  babel==2.19.0 langcodes==3.5.1 language_data==1.4.0

cat > "$folder/try.py" <<'PYTHON'
import django
import langcodes
from babel.core import negotiate_locale
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from webob.acceptparse import create_accept_language_header
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

SITE = ["de", "en", "pt-BR", "zh-Hans", "zh-Hant", "nb"]
settings.configure(USE_I18N=True, LANGUAGES=[(one.lower(), one) for one in SITE], LANGUAGE_CODE="en")
django.setup()


def with_django(accept):
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accept
    return get_language_from_request(request)


def with_filtering(accept):
    return next((one for one, _ in create_accept_language_header(accept).basic_filtering(SITE)), None)


def wanted(accept):
    return [part.split(";")[0] for part in accept.split(",")]


LIBRARIES = {
    "werkzeug": lambda accept: parse_accept_header(accept, LanguageAccept).best_match(SITE),
    "lookup": lambda accept: create_accept_language_header(accept).lookup(SITE, default="en"),
    "filtering": with_filtering,
    "django": with_django,
    "babel": lambda accept: negotiate_locale(wanted(accept), SITE, sep="-"),
    "langcodes": lambda accept: langcodes.closest_supported_match(wanted(accept)[0], SITE),
}
for accept in ("en-GB,en;q=0.9,de;q=0.8", "de-AT", "zh-TW,zh;q=0.9,en;q=0.8", "zh-CN,zh;q=0.9", "pt,en;q=0.5",
               "no,en;q=0.8", "fr", "en;q=0.1,de;q=0.1"):
    print(f"{accept}:", *(f"{name} {library(accept)}" for name, library in LIBRARIES.items()))
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
en-GB,en;q=0.9,de;q=0.8: werkzeug en lookup en filtering en django en babel en langcodes en
de-AT: werkzeug de lookup de filtering None django de babel de langcodes de
zh-TW,zh;q=0.9,en;q=0.8: werkzeug en lookup en filtering zh-Hans django zh-hant babel en langcodes zh-Hant
zh-CN,zh;q=0.9: werkzeug zh-Hans lookup en filtering zh-Hans django zh-hans babel None langcodes zh-Hans
pt,en;q=0.5: werkzeug en lookup en filtering pt-BR django pt-br babel en langcodes pt-BR
no,en;q=0.8: werkzeug en lookup en filtering en django en babel en langcodes nb
fr: werkzeug None lookup en filtering None django en babel None langcodes None
en;q=0.1,de;q=0.1: werkzeug de lookup en filtering en django en babel en langcodes en
SEEN

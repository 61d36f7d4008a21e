#pragma once
// libxml2's headers pull in the system's ICU, whose types clash with those of Foundation's own copy.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

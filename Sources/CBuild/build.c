#include "build.h"

#include <stddef.h>

#ifdef AUDIT_COMMIT
const char *audit_build_commit(void) { return AUDIT_COMMIT; }
#else
const char *audit_build_commit(void) { return NULL; }
#endif

#ifdef AUDIT_DATE
const char *audit_build_date(void) { return AUDIT_DATE; }
#else
const char *audit_build_date(void) { return NULL; }
#endif

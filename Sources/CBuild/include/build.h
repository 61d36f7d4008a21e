#pragma once

// The commit a release was built from, which `scripts/package` names in the environment; NULL where nothing was named.
const char *audit_build_commit(void);

// The day of that commit, YYYY-MM-DD; NULL where nothing was named.
const char *audit_build_date(void);

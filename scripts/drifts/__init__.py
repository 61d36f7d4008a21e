"""One drift a rule: each takes the compliant estate, breaks one thing as people break it, and says what is to be found.

Written for the emulator where it differs from AWS: it accepts an association with anything (a store that is gone, a
version that never was, another region), which AWS lets happen only by deletions and races.
"""

from drifts import distributions, functions, lambda_edge, logs, origins, roles
from drifts.making import (
    BUCKET, DISTRIBUTION, DRIFTS, FUNCTION, LAMBDA, LOG_GROUP, ROLE, STORE, VERSION, Expected, associate_status,
    change_api, images,
)

edge_log_retention = logs.edge_log_retention

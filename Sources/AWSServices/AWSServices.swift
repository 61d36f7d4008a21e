// The AWSServices room.

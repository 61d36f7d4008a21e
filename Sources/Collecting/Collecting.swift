// The Collecting room.

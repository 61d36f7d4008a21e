// The XMLReading room.

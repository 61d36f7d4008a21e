// The SourceCode room.

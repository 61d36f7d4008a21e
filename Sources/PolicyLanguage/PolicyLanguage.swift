// The PolicyLanguage room.

extension Unicode.Scalar {
  /// Whether it does something rather than being seen: moves the cursor, breaks a line, turns the reading direction. The
  /// joiners that emoji and Indic scripts need are none.
  public var isActive: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    if self == "\u{200C}" || self == "\u{200D}" { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    // XML refuses them, and nobody means them.
    default: return properties.isNoncharacterCodePoint
    }
  }
}

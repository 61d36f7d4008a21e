/// What stands in the place of a secret: Lambda environment values and origin custom header values are never kept.
public enum Redacted {
  /// The text that stands there.
  public static let mark = "(redacted)"
}

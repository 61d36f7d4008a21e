import Auditing

/// How a piece of text looks where there are colours. What it means is always said in words too.
enum Style: Sendable, Hashable {
  case plain, faint, strong
  case critical, high, medium, low, info
  case unknown
  case wanted, found
  case good, warning

  /// The parameters of the escape sequence (ECMA-48, SGR); the 16 colours that follow the user's own palette.
  var parameters: String? {
    switch self {
    case .plain: nil
    case .faint: "2"
    case .strong: "1"
    case .critical: "1;97;41"
    case .high, .found: "31"
    case .medium, .warning: "33"
    case .low: "36"
    case .info: "34"
    case .unknown: "1;35"
    case .wanted, .good: "32"
    }
  }

  /// The style of a severity.
  static func of(_ severity: Severity) -> Style {
    switch severity {
    case .critical: .critical
    case .high: .high
    case .medium: .medium
    case .low: .low
    case .info: .info
    }
  }
}

/// Yes, no, or what it depends on.
enum Truth: Sendable, Hashable {
  case yes, no
  case unknown(String)

  init(_ value: Bool) { self = value ? .yes : .no }

  static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .yes: .no
    case .no: .yes
    case .unknown: truth
    }
  }

  static func && (left: Truth, right: @autoclosure () -> Truth) -> Truth {
    if left == .no { return .no }
    let right = right()
    if right == .no { return .no }
    return left == .yes ? right : left
  }

  static func || (left: Truth, right: @autoclosure () -> Truth) -> Truth { !(!left && !right()) }
}

extension Sequence {
  /// Whether it is so for some element.
  func some(_ test: (Element) -> Truth) -> Truth {
    var result = Truth.no
    for element in self {
      result = result || test(element)
      if result == .yes { return .yes }
    }
    return result
  }

  /// Whether it is so for every element.
  func every(_ test: (Element) -> Truth) -> Truth { !some { !test($0) } }
}

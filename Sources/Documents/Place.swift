/// The place of a value as a person knows it, which stays the same while lists grow and shrink: elements are named by
/// what tells them apart, as in `CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request]`.
public struct Place: Sendable, Hashable {
  /// One step down.
  public enum Step: Sendable, Hashable {
    /// To the member of that name.
    case member(String)
    /// To the element of that name; without one that is so called, to the one at that number from 0.
    case element(String)
  }

  /// The steps, from the root down.
  public var steps: [Step]

  /// The place that these steps lead to; without any, the root itself.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The place that a text names, as ``description`` writes it.
  public init(_ text: String) {
    steps = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "[", let close = Self.close(in: rest) {
        steps.append(.element(String(rest[rest.index(after: rest.startIndex)..<close])))
        rest = rest[rest.index(after: close)...]
      } else {
        let name = (first == "." ? rest.dropFirst() : rest).prefix { $0 != "." && $0 != "[" }
        steps.append(.member(String(name)))
        // A text such as `a[b` says nothing of an element.
        rest = name.isEmpty ? "" : rest[name.endIndex...]
      }
    }
  }

  /// The bracket that ends an element's name: names may hold brackets of their own.
  private static func close(in text: Substring) -> Substring.Index? {
    text.indices.first { index in
      guard text[index] == "]" else { return false }
      let next = text.index(after: index)
      return next == text.endIndex || text[next] == "." || text[next] == "["
    }
  }

  /// This place, one step further.
  public func appending(_ step: Step) -> Place { Place(steps + [step]) }

  /// The member of that name here.
  public func member(_ name: String) -> Place { appending(.member(name)) }

  /// The element of that name here.
  public func element(_ name: String) -> Place { appending(.element(name)) }

  /// Whether another place is this one or within it.
  public func contains(_ other: Place) -> Bool { other.steps.starts(with: steps) }

  /// The name of the first member on the way.
  public var root: String {
    if case .member(let name)? = steps.first { name } else { "" }
  }

  /// The names of the members on the way, lists passed through.
  public var memberNames: [String] { steps.compactMap { if case .member(let name) = $0 { name } else { nil } } }

  /// The name of the last member on the way.
  public var lastMember: String {
    for case .member(let name) in steps.reversed() { return name }
    return ""
  }
}

extension Place: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

extension Place: CustomStringConvertible {
  /// `CacheBehaviors[/api/*].Compress`.
  public var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .member(let name): text += text.isEmpty ? name : ".\(name)"
      case .element(let name): text += "[\(name)]"
      }
    }
  }
}

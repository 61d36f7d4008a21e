/// The place of a value in a tree: the steps that lead there from the root.
///
/// Elements of lists are told by number, as they stand in one text, or by name, which stays the same while lists grow
/// and shrink: `CacheBehaviors[0]` is now `CacheBehaviors[/api/*]`. Only who knows what names the elements of a list
/// can turn the one into the other, and find the second.
public struct DocumentPath: Sendable, Hashable {
  /// One step down.
  public enum Step: Sendable, Hashable {
    /// To the member of that name.
    case member(String)
    /// To the element at that index, from 0.
    case index(Int)
    /// To the element of that name; without one that is so called, to the one at that number from 0.
    case element(String)
  }

  /// The steps, from the root down.
  public var steps: [Step]

  /// The path of these steps; without any, the root itself.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The path that a text says, as ``description`` writes it: what stands in brackets is the name of an element.
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

  /// This path, one step further.
  public func appending(_ step: Step) -> DocumentPath { DocumentPath(steps + [step]) }

  /// This path followed by another one.
  public func appending(_ path: DocumentPath) -> DocumentPath { DocumentPath(steps + path.steps) }

  /// The member of that name here.
  public func member(_ name: String) -> DocumentPath { appending(.member(name)) }

  /// The element of that name here.
  public func element(_ name: String) -> DocumentPath { appending(.element(name)) }

  /// Whether another path leads to the same value, or to one within it.
  public func contains(_ other: DocumentPath) -> Bool { other.steps.starts(with: steps) }

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

extension DocumentPath: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

extension DocumentPath: CustomStringConvertible {
  /// `CacheBehaviors[0].Compress`, as JMESPath writes it, or `CacheBehaviors[/api/*].Compress`.
  public var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .member(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      case .element(let name): text += "[\(name)]"
      }
    }
  }
}

/// The place of a value in a tree: the steps that lead there from the root.
public struct DocumentPath: Sendable, Hashable {
  /// One step down.
  public enum Step: Sendable, Hashable {
    /// To the member of that name.
    case member(String)
    /// To the element at that index, from 0.
    case index(Int)
  }

  /// The steps, from the root down.
  public var steps: [Step]

  /// The path of these steps; without any, the root itself.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The names of the members on the way, lists passed through.
  public var memberNames: [String] { steps.compactMap { if case .member(let name) = $0 { name } else { nil } } }

  /// This path, one step further.
  public func appending(_ step: Step) -> DocumentPath { DocumentPath(steps + [step]) }

  /// This path followed by another one.
  public func appending(_ path: DocumentPath) -> DocumentPath { DocumentPath(steps + path.steps) }
}

extension DocumentPath: CustomStringConvertible {
  /// The path as JMESPath writes it: `CacheBehaviors[0].Compress`.
  public var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .member(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}

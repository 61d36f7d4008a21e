import Documents

/// What an expression selected, and where that stands in the document.
public struct Selection: Sendable {
  let node: Node

  init(node: Node) { self.node = node }

  /// The selected value; of what was computed, it is put together each time.
  public var value: JSONValue { node.json }

  /// Whether the value is an array.
  public var isArray: Bool { node.typeName == "array" }

  /// Where the value stands in the document; `nil` for what was computed, such as the list of a projection.
  ///
  /// A member that an object lacks has the place where it would stand.
  public var path: DocumentPath? { node.place?.path }

  /// The elements of a selected array, each with its own place; empty where the value is no array.
  public var elements: [Selection] { node.elements?.nodes.map(Selection.init) ?? [] }

  /// The member of a selected object, with its own place; null where there is none.
  public subscript(name: String) -> Selection { Selection(node: node.member(name)) }
}

/// A path in a document, whose beginning is shared by everything below it.
indirect enum LinkedPath: Sendable {
  case root
  case step(LinkedPath, DocumentPath.Step)

  var path: DocumentPath {
    var steps: [DocumentPath.Step] = []
    var place = self
    while case .step(let parent, let step) = place {
      steps.append(step)
      place = parent
    }
    return DocumentPath(steps.reversed())
  }
}

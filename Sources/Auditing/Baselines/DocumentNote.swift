import Documents
import Foundation

/// Something that a document of Terraform or CloudFormation says and that is not compared, and why.
public struct DocumentNote: Sendable, Hashable, CustomStringConvertible {
  /// The address of the resource; empty where the whole document is meant.
  public let address: String
  /// The attribute, in the document's names, or the place in the declaration, in those of the API; empty where the whole
  /// resource is meant.
  public let attribute: String
  /// What is the matter with it: `is sensitive`.
  public let reason: String
  /// Where it is written, where the document says so.
  public let source: SourceMark?

  /// A note of these parts.
  public init(address: String, attribute: String, reason: String, source: SourceMark? = nil) {
    self.address = address
    self.attribute = attribute
    self.reason = reason
    self.source = source
  }

  /// `module.edge.aws_lambda_function.a: tags is not read`, in one line, with its place where that is known.
  public var description: String { "\(source.map { "\($0.file):\($0.line): " } ?? "")\(subject) \(reason)" }

  /// What it is of: `module.edge.aws_lambda_function.a: tags`.
  public var subject: String {
    let subject = address.isEmpty || attribute.isEmpty ? address + attribute : "\(address): \(attribute)"
    return subject.isEmpty ? "The document" : subject
  }

  /// The note of a report; `document` is where it is written as far as it does not say itself.
  public func report(in document: SourceMark) -> AuditReport.Note {
    AuditReport.Note(subject, reason, source: source ?? document)
  }
}

/// Notes in the order in which they come, each once: a document may say most things twice.
public struct DocumentNotes: Sendable {
  /// The notes.
  public private(set) var list: [DocumentNote] = []
  private var known: Set<DocumentNote> = []

  /// No notes.
  public init() {}

  /// Adds a note that is not there yet.
  public mutating func add(_ address: String, _ attribute: String, _ reason: String, _ source: SourceMark? = nil) {
    let note = DocumentNote(address: address, attribute: attribute, reason: reason, source: source)
    if known.insert(note).inserted { list.append(note) }
  }
}

/// A policy document as a text that a document holds.
public enum PolicyText {
  /// What is said of a text that is none.
  public static let complaint = "is no policy document, or names a member twice"

  /// Reads JSON, which the API of IAM encodes as in URLs.
  public static func read(_ text: String) -> JSONValue? {
    let plain = text.hasPrefix("%7B") || text.hasPrefix("%7b") ? text.removingPercentEncoding ?? text : text
    guard let document = try? JSONReader.read(plain, duplicateNames: .refused), document.object != nil else {
      return nil
    }
    return document
  }
}

extension JSONValue {
  /// A copy without what is withheld, whose places are noted with the number that says why; `nil` where that is all. A
  /// list of which an element is withheld is left out whole.
  public func disclosed(at path: String, _ withheld: inout [(path: String, number: Int)]) -> JSONValue? {
    switch self {
    case .unread(let number):
      withheld.append((path, number))
      return nil
    case .object(let object):
      let members = object.compactMap { member in
        member.value.disclosed(at: path.isEmpty ? member.name : "\(path).\(member.name)", &withheld)
          .map { (member.name, $0) }
      }
      return .object(JSONObject(members))
    case .array(let elements):
      for case .unread(let number) in elements {
        withheld.append((path, number))
        return nil
      }
      return .array(
        elements.enumerated().compactMap { index, element in
          element.disclosed(at: "\(path)[\(index)]", &withheld)
        })
    default: return self
    }
  }
}

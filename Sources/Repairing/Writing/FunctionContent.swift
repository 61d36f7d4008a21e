import AWSCore
import AWSServices
import Documents
import EdgeCode
import Schema
import XMLReading

/// What a stage of a function holds, as it came and goes back: the configuration as the service wrote it,
/// members included that nobody knows yet, and the bytes of the code.
struct FunctionContent: Sendable, Equatable {
  /// Its configuration and `FunctionCode`, as an estate has them.
  private(set) var members: JSONValue
  private let type: ResourceType
  private let form: FunctionStages
  /// The configuration as it goes over the wire.
  private var configuration: XMLElement
  /// The code in Base64, as it goes over the wire: it need not be text.
  private var code: String

  static func == (left: FunctionContent, right: FunctionContent) -> Bool {
    left.members[left.form.configuration] == right.members[right.form.configuration] && left.code == right.code
  }

  private var schema: SchemaNode { type.schema.root }

  // MARK: Reading

  /// What a reading keeps of a stage, of which content can be made again.
  static func kept(
    summary: [UInt8], _ value: JSONValue, code: [UInt8], as form: FunctionStages
  ) -> JSONValue {
    let members: JSONObject = JSONObject([
      (form.configuration, value[form.configuration]), ("FunctionCode", .string(String(decoding: code, as: UTF8.self))),
    ])
    return [
      "members": .object(members),
      "summary": .string(String(decoding: summary, as: UTF8.self)), "code": .string(Base64.encode(code)),
    ]
  }

  /// The content that a reading of a type of function has kept.
  init(kept: JSONValue, of type: ResourceType) throws(WriteError) {
    guard let form = type.schema.stages else { throw .refused("\(type.rawValue) has no stages that can be written.") }
    guard let summary = kept["summary"].string, let code = kept["code"].string,
      let configuration = (try? XMLReader.read(Array(summary.utf8)))?.first(form.configuration)
    else { throw .refused("The function's answer has no \(form.configuration).") }
    (self.type, self.form) = (type, form)
    members = kept["members"]
    self.configuration = configuration
    self.code = code
  }

  /// Why what changes make of stages cannot be written; `nil` where it can.
  static func refusal(of changes: [Change], making members: JSONValue) -> String? {
    let stages = Set(changes.lazy.filter { !$0.isGuard }.map(\.place.root)).sorted()
    if let gone = stages.first(where: { members[$0]["FunctionCode"].isNull }) { return refusal(ofTakingAway: gone) }
    let isNew = changes.contains { change in
      !change.isGuard && (change.place.contains("LIVE.FunctionCode") || change.place.contains("LIVE"))
    }
    guard isNew, let flaw = members["LIVE"]["FunctionCode"].string.flatMap(EdgeCode.flaw(ofFunction:)) else {
      return nil
    }
    return "The code that would serve is no program: \(flaw). Mend it, then run audit fix again."
  }

  private static func refusal(ofTakingAway stage: String) -> String {
    "CloudFront has no call that takes \(stage) away. Delete the function, if nothing uses it."
  }

  // MARK: Changing

  /// A copy with changes made to it, whose places begin with a stage.
  func applying(_ changes: [Change], to stage: String) throws(WriteError) -> FunctionContent {
    let wanted = changes.reduce([stage: members] as JSONValue) { $1.applied(to: $0, of: schema) }[stage]
    guard wanted[form.configuration].object != nil, let text = wanted["FunctionCode"].string else {
      throw .refused(Self.refusal(ofTakingAway: stage))
    }
    var copy = self
    do {
      copy.configuration = try CloudFront.shapes.editing(
        configuration, to: wanted[form.configuration], keys: schema.member(stage).member(form.configuration).keys)
    } catch {
      throw .refused("audit cannot write this change of \(form.configuration): \(error). Make it by hand.")
    }
    if text != members["FunctionCode"].string {
      guard Base64.encode(Array((members["FunctionCode"].string ?? "").utf8)) == code else {
        throw .refused("The code in \(stage) is no text in UTF-8, so that it could not be put back. Write it by hand.")
      }
      copy.code = Base64.encode(Array(text.utf8))
    }
    copy.members = wanted
    return copy
  }

  /// This, in all that another still has in common with a third: what it has of its own stays.
  func merged(into found: FunctionContent, over common: FunctionContent) -> FunctionContent {
    var result = found
    let name = form.configuration
    var members = found.members[name].object ?? [:]
    let (own, shared, theirs) = (self.members[name], common.members[name], found.members[name])
    for name in Set(members.names + (own.object?.names ?? []))
    where theirs[name] == shared[name] {
      members[name] = own.object?[name]
      result.configuration.set(configuration.first(name), named: name)
    }
    result.members = result.members.setting(.object(members), at: DocumentPath(name), of: .unknown)
    if found.code == common.code {
      result.code = code
      result.members = result.members.setting(self.members["FunctionCode"], at: "FunctionCode", of: .unknown)
    }
    return result
  }

  /// What changes in DEVELOPMENT where this replaces other content, member by member.
  func changes(from other: FunctionContent) -> [Change] {
    let configurations = [self, other].flatMap { $0.members[form.configuration].object?.names ?? [] }
    let places = Set(configurations).sorted().map { DocumentPath(form.configuration).member($0) } + ["FunctionCode"]
    return places.filter { members[$0, of: .unknown] != other.members[$0, of: .unknown] }.map { place in
      Change(
        DocumentPath("DEVELOPMENT").appending(place), from: other.members[place, of: .unknown],
        to: members[place, of: .unknown])
    }
  }

  /// The document that replaces DEVELOPMENT by it.
  var request: XMLElement {
    XMLElement(form.request, nodes: [.element(configuration), .element(XMLElement(form.code, text: code))])
  }
}

extension XMLElement {
  /// Puts another child in the place of the one of that name, or at the end; without one, takes it away.
  fileprivate mutating func set(_ child: XMLElement?, named name: String) {
    let index = nodes.firstIndex { if case .element(let element) = $0 { element.name == name } else { false } }
    switch (index, child) {
    case (let index?, let child?): nodes[index] = .element(child)
    case (let index?, nil): nodes.remove(at: index)
    case (nil, let child?): nodes.append(.element(child))
    case (nil, nil): break
    }
  }
}

import Auditing
import Documents
import EdgeCode
import Estate
import Schema

extension Action {
  static let associateStore = Action(
    needs: .of(.keyValueStore, "Id").union(.of(.cloudFrontFunction, "DEVELOPMENT", "LIVE"))
      .union(.of(.connectionFunction, "DEVELOPMENT", "LIVE")),
    parts: [PartOfType(.cloudFrontFunction, .stages), PartOfType(.connectionFunction, .stages)],
    plan: { planner, _, finding throws(Refusal) in try planner.associateStore(for: finding) })
}

extension Planner {
  /// Associates the store that the code of a function opens, unless a baseline says which.
  fileprivate func associateStore(for finding: Finding) throws(Refusal) -> [Proposal] {
    if declaredAssociations.contains(finding.resource.key) { return [] }
    let members = try members(of: finding.resource)
    let place = finding.place
    let stage = members[place.root]
    let code = stage["FunctionCode"].string ?? ""
    let answer = EdgeCode.read(package: ["": Array(code.utf8)], handler: "", runtime: .cloudFrontFunction).stores
    guard answer.state == .known, Set(answer.values).count == 1, case .id(let id)? = answer.values.first else {
      throw Refusal(
        "Which store the code of \(finding.resource.id) opens is not known; declare in a baseline which one is "
          + "associated.")
    }
    let stores = lookups.stores(id)
    guard let store = stores.first, stores.count == 1 else {
      throw Refusal("There is no key value store \(id), which the code of \(finding.resource.id) opens. Make it first.")
    }
    if let status = store.properties["Status"]?.string, status != "READY" {
      throw Refusal("Key value store \(store.reference.id) is \(status). Run audit fix again when it is READY.")
    }
    let association: JSONValue = [["KeyValueStoreARN": .string(store.reference.arn)]]
    return [
      Proposal(
        Part(.stages, of: finding.resource),
        change(place, to: association, in: members, of: finding.resource.type.schema.root))
    ]
  }
}

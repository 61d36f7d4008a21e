import Auditing
import Documents
import EdgeCode
import Estate
import Schema

extension Planner {
  /// Makes LIVE what DEVELOPMENT is.
  func publishFunction(for finding: Finding) throws(Refusal) -> [Proposal] {
    let members = try members(of: finding.resource)
    let schema = finding.resource.type.schema.root
    let changes = ["FunctionCode", "FunctionConfig"].flatMap { name -> [Change] in
      let (live, draft) = (Place("LIVE").member(name), Place("DEVELOPMENT").member(name))
      // What was seen as the draft has to be what is published.
      return [
        Change(live, from: members[live, of: schema], to: members[draft, of: schema]),
        Change(draft, from: members[draft, of: schema], to: members[draft, of: schema]),
      ]
    }
    guard changes.allSatisfy({ $0.from.firstGap == nil && !members["DEVELOPMENT"].isNull }) else {
      throw Refusal("The stages of \(finding.resource.id) were not read.")
    }
    return [Proposal(Part(.stages, of: finding.resource), changes)]
  }

  /// Associates the store that the code of a function opens, unless a baseline says which.
  func associateStore(for finding: Finding) throws(Refusal) -> [Proposal] {
    let isDeclared = findings.contains {
      $0.rule == Declaration.rule && $0.resource == finding.resource
        && $0.path.contains("FunctionConfig.KeyValueStoreAssociations")
    }
    if isDeclared { return [] }
    let members = try members(of: finding.resource)
    let place = finding.place
    let stage = members[place.root]
    let code = stage["FunctionCode"].string ?? ""
    let answer = EdgeCode.read(package: ["": Array(code.utf8)], handler: "", kind: .cloudFrontFunction).stores
    guard answer.state == .known, Set(answer.values).count == 1, case .id(let id)? = answer.values.first else {
      throw Refusal(
        "Which store the code of \(finding.resource.id) opens cannot be told; declare in a baseline which one is "
          + "associated.")
    }
    let stores = estate.resources(of: .keyValueStore).filter {
      $0.properties["Id"]?.string == id || $0.reference.arn.hasSuffix("/\(id)")
    }
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

import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let publishFunction = Action(
    needs: .of(.cloudFrontFunction, "DEVELOPMENT", "LIVE").union(.of(.connectionFunction, "DEVELOPMENT", "LIVE")),
    parts: [PartOfType(.cloudFrontFunction, .stages), PartOfType(.connectionFunction, .stages)],
    plan: { planner, _, finding throws(Refusal) in try planner.publishFunction(for: finding) })
}

extension Planner {
  /// Makes LIVE what DEVELOPMENT is.
  fileprivate func publishFunction(for finding: Finding) throws(Refusal) -> [Proposal] {
    let members = try members(of: finding.resource)
    let schema = finding.resource.type.schema.root
    let changes = ["FunctionCode", finding.resource.type.schema.stages?.configuration].compactMap(\.self).flatMap {
      name -> [Change] in
      let (live, draft) = (DocumentPath("LIVE").member(name), DocumentPath("DEVELOPMENT").member(name))
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
}

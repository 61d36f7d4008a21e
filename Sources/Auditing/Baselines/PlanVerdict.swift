import Documents
import Schema

/// Who holds what, of the three that speak of a resource: a plan of Terraform, the state that it starts from, and what is
/// there.
struct PlanVerdict {
  /// Who differs from whom at a place where what is there is not as planned.
  enum Disagreement {
    /// The plan asks for something else than the state, and what is there is as the state: it is not applied.
    case pending
    /// Plan and state agree: what is there was changed outside Terraform.
    case outside
    /// No two agree.
    case both
    /// The state does not have the resource.
    case unmanaged

    /// A sentence for the finding.
    var remark: String {
      switch self {
      case .pending: "It is as Terraform's state holds it: the plan is not applied."
      case .outside: "Terraform's state is as the plan: it was changed outside Terraform."
      case .both: "Terraform's state holds neither: it was changed outside Terraform, and the plan is not applied."
      case .unmanaged: "Terraform's state does not have the resource: the plan is not applied."
      }
    }

    /// Whether only the plan asks for it, so that Terraform is to do it.
    var isAskedByPlanAlone: Bool { self != .outside }

    /// What a person can do, where only the plan asks for it.
    var advice: String {
      self == .unmanaged
        ? "Run `terraform apply`; where somebody else made the resource, `terraform import` it first."
        : "Run `terraform apply`, or take it out of the configuration."
    }
  }

  private let exists: Bool
  /// Where the plan asks for something else than the state holds.
  private let asked: [DocumentPath]
  /// Where what is there is not as the state holds it.
  private let changed: [DocumentPath]
  /// What the state holds, and what is there.
  private let (held, live): (JSONValue, JSONValue)
  private let type: ResourceType

  /// The verdict on a resource; `nil` where what is declared is no plan.
  init?(_ declaration: Declaration, on document: JSONValue, knowing principals: KnownPrincipals) {
    guard let prior = declaration.prior else { return nil }
    let type = declaration.selector.type
    func places(_ document: JSONValue, _ expected: JSONObject, only: [DocumentPath] = []) -> [DocumentPath] {
      Comparison.differences(of: document, from: expected, of: type, only: only, knowing: principals).map(\.place)
    }
    exists = prior.exists
    asked =
      places(.object(prior.expect), declaration.expect, only: declaration.only)
      + declaration.absent.filter { !prior.absent.contains($0) }
    changed = places(document, prior.expect)
    (held, live, self.type) = (.object(prior.expect), document, type)
  }

  /// Who differs at a place.
  func disagreement(at place: DocumentPath) -> Disagreement {
    func touches(_ places: [DocumentPath]) -> Bool { places.contains { $0.contains(place) || place.contains($0) } }
    if !exists { return .unmanaged }
    if !touches(asked) { return .outside }
    return touches(changed) || isNew(at: place) ? .both : .pending
  }

  /// Whether something is there where the state holds nothing.
  private func isNew(at place: DocumentPath) -> Bool {
    let value = live[place, of: type.schema.root]
    return held[place, of: type.schema.root].isNull && !Normalization(type, in: live).contains(value, at: place)
  }
}

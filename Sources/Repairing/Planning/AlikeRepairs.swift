import Auditing
import Documents
import Estate
import Schema

/// Which findings ask for the same change, each on a resource of its own.
///
/// Where that change leads all of them to one more resource, such as a version of a function that a thousand distributions
/// are to have, what one of them breaks there each of them does: one is tried, and not a thousand.
struct AlikeRepairs {
  /// What is the same of those that are alike.
  struct Request: Hashable {
    private let rule: String
    private let place: DocumentPath
    private let part: WritablePart.Name
    private let changes: [DocumentPath: Change.Target]

    fileprivate init(_ step: Step, for finding: Finding) {
      (rule, place) = (finding.rule, finding.place)
      part = step.part.name
      changes = Dictionary(step.changes.lazy.filter { !$0.isGuard }.map { ($0.place, $0.to) }) { first, _ in first }
    }

    /// Whether it leads to a resource, which it names by its ARN.
    fileprivate func leads(to resource: ResourceReference) -> Bool {
      !resource.arn.isEmpty
        && changes.values.contains { target in
          if case .value(let value) = target { value.mentions(resource.arn) } else { false }
        }
    }
  }

  /// By the fingerprints of the findings; none for those that ask for more than one part.
  private var kinds: [String: Request] = [:]

  /// The findings of a plan.
  init(in plan: Plan) {
    var several: Set<String> = []
    for step in plan.steps {
      for fingerprint in step.findings {
        guard let finding = plan.findings[fingerprint] else { continue }
        if kinds.updateValue(Request(step, for: finding), forKey: fingerprint) != nil { several.insert(fingerprint) }
      }
    }
    for fingerprint in several { kinds[fingerprint] = nil }
  }

  /// The groups of more than one finding that lead to one of some resources in the same way.
  func groups(of findings: [Finding], leadingTo resources: [ResourceReference]) -> [[Finding]] {
    let arns = Dictionary(resources.map { ($0.key, $0) }) { first, _ in first }.values
    let groups = Dictionary(grouping: findings.filter { kinds[$0.fingerprint] != nil }) { kinds[$0.fingerprint] }
    return groups.filter { kind, some in
      some.count > 1 && arns.contains { kind?.leads(to: $0) == true }
    }.values.sorted { Finding.worstFirst($0[0], $1[0]) }
  }
}

extension JSONValue {
  /// Whether it is this text, or holds it.
  fileprivate func mentions(_ text: String) -> Bool {
    switch self {
    case .string(let own): own == text
    case .array(let elements): elements.contains { $0.mentions(text) }
    case .object(let object): object.contains { $0.value.mentions(text) }
    default: false
    }
  }
}

import Auditing
import Documents
import Estate
import Foundation
import PolicyLanguage
import Schema

extension [Step] {
  /// These steps, with each bucket policy that takes one reader away and lets another one in written twice where the plan
  /// also changes how distributions read the bucket: before them it lets both in, and once they are deployed only the new
  /// one. Else edges would ask as somebody whom the bucket does not know, in whichever order the two were written.
  ///
  /// - Parameters:
  ///   - estate: The estate as it was found.
  ///   - time: When, as conditions of policies may be on the date.
  /// - Returns: The steps, and by fingerprint why findings are left: no policy that S3 takes lets both in.
  func splittingPolicies(in estate: Estate, at time: Date?) -> (steps: [Step], left: [String: String]) {
    let readers = filter(\.changesOrigins)
    if readers.isEmpty || !contains(where: { $0.part.name == .bucketPolicy }) { return (self, [:]) }
    let after = estate.applying(Plan(steps: self))
    var (steps, last, left): ([Step], [Step], [String: String]) = ([], [], [:])
    for step in self {
      let changing =
        step.part.name != .bucketPolicy
        ? []
        : readers.filter {
          ($0.buckets(in: estate) + $0.buckets(in: after)).contains(step.part.resource.id)
        }
      let change = ChangeOver(from: estate.policy(of: step.part), to: after.policy(of: step.part))
      if changing.isEmpty || step.lets(change.after, in: estate, and: after, at: time) {
        steps.append(step)
        continue
      }
      let both =
        !change.isBoth
        ? nil
        : change.between.first {
          step.lets($0, in: estate, and: after, at: time) && !step.bucketObstacle(to: $0, in: estate, and: after)
        }
      if let both {
        steps.append(step.changing(from: change.before, to: both))
        last.append(step.changing(from: both, to: change.after))
        continue
      }
      steps.append(step)
      // What is there lets both in.
      let canWait = step.lets(change.before, in: estate, and: after, at: time)
      let reason =
        canWait
        ? changing.haveToBeDeployed
        : "The policy of \(step.part.resource.id) and how \(changing.names) reads it change together, and no policy that S3 takes "
          + "lets both readers in until that is deployed: what it denies or makes public stands in the way. \(Self.byHand)"
      for finding in canWait ? step.findings : step.findings.union(changing.flatMap(\.findings)) {
        left[finding] = reason
      }
    }
    return (steps + last, left)
  }

  /// These steps, which take back what a run did that wrote each policy once, as earlier versions did, with the policies in
  /// the order in which nobody is shut out, each written twice where it takes one reader away and lets another one in.
  ///
  /// Which bucket a distribution reads is not known here, so that it is held for any of them.
  ///
  /// - Returns: The steps, and why some of what the run did is left.
  var splittingPolicies: (steps: [Step], remarks: [String]) {
    let readers = filter(\.changesOrigins)
    let count = Dictionary(grouping: self, by: \.part).mapValues(\.count)
    var (first, middle, last, remarks): ([Step], [Step], [Step], [String]) = ([], [], [], [])
    for step in self {
      guard step.part.name == .bucketPolicy, count[step.part] == 1, !readers.isEmpty else {
        middle.append(step)
        continue
      }
      let policies = step.changes.last { !$0.isGuard && $0.place.steps.count == 1 }
      guard let policies, case .value(let after) = policies.to else {
        // Statement by statement.
        let (comes, goes) = (step.changes.filter(\.from.isNull), step.changes.filter { $0.to == .value(.null) })
        if comes.count == step.changes.count {
          first.append(step)
        } else if goes.count == step.changes.count {
          last.append(step)
        } else {
          remarks.append(step.reasonToStay)
        }
        continue
      }
      let change = ChangeOver(from: policies.from, to: after)
      if change.onlyLetsIn {
        first.append(step)
      } else if change.onlyShutsOut {
        last.append(step)
      } else if !change.changesDenials, let both = change.between.first {
        first.append(step.changing(from: policies.from, to: both))
        last.append(step.changing(from: both, to: after))
      } else {
        remarks.append(step.reasonToStay)
      }
    }
    if !remarks.isEmpty { middle.removeAll(where: \.changesOrigins) }
    return (first + middle + last, remarks)
  }

  fileprivate static let byHand =
    "There is no repair, by hand: let the new reader in beside the old one, change the distribution, and once it is "
    + "deployed take the old one out."
}

extension Estate {
  /// The policy of the bucket that a part is of.
  fileprivate func policy(of part: Part) -> JSONValue { resources[part.resource.key]?.properties["Policy"] ?? .null }
}

extension [Step] {
  /// The names of what these change, as many as a sentence takes.
  var names: String { Set(map(\.part.resource.id)).sorted().prefix(3).joined(separator: ", ") }

  /// That something has to wait until what these change is deployed.
  var haveToBeDeployed: String {
    "It has to wait until CloudFront has deployed what this plan changes of \(names): until then edges ask as before. "
      + "Run audit fix again afterwards."
  }
}

extension Step {
  /// Whether it changes how edges read origins.
  fileprivate var changesOrigins: Bool { isDeployed && changes.contains { $0.place.root == "Origins" } }

  /// The buckets that a distribution's or a tenant's origins read.
  fileprivate func buckets(in estate: Estate) -> [String] {
    (estate.resources[part.resource.key]?.properties["Origins"]?.array ?? []).compactMap {
      S3Domain(origin: $0)?.bucket
    }
  }

  /// The step that does so much of it.
  fileprivate func changing(from before: JSONValue, to after: JSONValue) -> Step {
    var step = self
    step.changes = [Change("Policy", from: before, to: after)]
    return step
  }

  /// Whether a policy lets everybody read who reads before or afterwards.
  fileprivate func lets(_ policy: JSONValue, in before: Estate, and after: Estate, at time: Date?) -> Bool {
    [before, after].allSatisfy { estate in
      let own = estate.policy(of: part)
      return estate.readers(of: part.resource.id).allSatisfy { reader in
        func judge(_ policy: JSONValue) -> Judgement {
          Predicate.readableBy.judge(policy, against: .array([reader]), at: time)
        }
        switch (judge(own), judge(policy)) {
        case (_, .holds), (.fails, _), (.undecided, .undecided), (.unread, .unread): return true
        default: return false
        }
      }
    }
  }

  /// Why the undo of a run leaves what this writes.
  fileprivate var reasonToStay: String {
    "\(part.resource.id): an earlier version of audit changed its policy and how distributions read their origins in one "
      + "run, and they are not put back in one. \([Step].byHand)"
  }
}

import Auditing
import Documents
import PolicyLanguage

/// A bucket's policy that is to become another one while those who read the bucket change too: what it has to be as long as
/// some edges ask in the old way and some in the new one.
struct ChangeOver {
  /// The policy as it was found.
  let before: JSONValue
  /// The policy that it becomes.
  let after: JSONValue
  private let old: [JSONValue]
  private let new: [JSONValue]

  /// A change from one policy to another.
  init(from before: JSONValue, to after: JSONValue) {
    (self.before, self.after) = (PolicyText.document(before), PolicyText.document(after))
    (old, new) = (before.statements, after.statements)
  }

  /// The statements that go; one that changes goes and comes.
  private var goes: [JSONValue] { old.filter { !new.contains($0) } }

  /// The statements that come.
  private var comes: [JSONValue] { new.filter { !old.contains($0) } }

  /// Whether it lets somebody in who was not, and may shut somebody out: it cannot be done at once.
  var isBoth: Bool { comes.contains(where: \.isAllow) && !goes.isEmpty }

  /// Whether it only lets in: nothing that is allowed goes, and nothing comes that denies.
  var onlyLetsIn: Bool { !goes.contains(where: \.isAllow) && comes.allSatisfy(\.isAllow) }

  /// Whether it only shuts out.
  var onlyShutsOut: Bool { goes.allSatisfy(\.isAllow) && !comes.contains(where: \.isAllow) }

  /// Whether a statement comes or goes that denies.
  var changesDenials: Bool { (goes + comes).contains { !$0.isAllow } }

  /// The policies that allow what either one does, each of which opens to nobody what neither of them does or what the
  /// statements that come or go say by themselves is CloudFront's: with all that either denies, with what was denied
  /// before, with what will be.
  var between: [JSONValue] {
    // Variables have a meaning in one version of the language alone.
    if before["Version"] != after["Version"], JSONWriter().string([before, after]).contains("${") { return [] }
    let allows = old.filter(\.isAllow) + comes.filter(\.isAllow)
    let (denied, denies) = (old.filter { !$0.isAllow }, new.filter { !$0.isAllow })
    let narrows = denies.filter { !denied.contains($0) }
    var policies = [document(allows + denied + narrows)]
    if !narrows.isEmpty, comes.filter(\.isAllow).areGrantsToReaders { policies.append(document(allows + denied)) }
    if denied.contains(where: { !denies.contains($0) }), goes.filter(\.isAllow).areGrantsToReaders {
      policies.append(document(allows + denies))
    }
    return policies
  }

  /// The policy of these statements, in the order in which they stood; no two of a policy may have one name.
  private func document(_ statements: [JSONValue]) -> JSONValue {
    let kept = old.filter(statements.contains)
    let taken = Set(kept.compactMap { $0["Sid"].string })
    let added = statements.filter { !old.contains($0) }.map { statement in
      guard let name = statement["Sid"].string, taken.contains(name) else { return statement }
      return statement.setting(.null, at: "Sid", of: .unknown)
    }
    return before.setting(.array(kept + added), at: "Statement", of: .unknown)
  }
}

extension JSONValue {
  fileprivate var isAllow: Bool { self["Effect"] == "Allow" }
}

extension [JSONValue] {
  /// Whether each of these statements lets in nobody but origin access identities, and CloudFront for sources that it names.
  fileprivate var areGrantsToReaders: Bool {
    guard let policy = try? PolicyDocument(["Version": "2012-10-17", "Statement": .array(self)]) else { return false }
    return policy.statementsOpenToAnyCustomer().isEmpty
      && policy.statements.allSatisfy { statement in
        statement.principals?.isEmpty == false
          && statement.principals?.allSatisfy {
            $0 == .service("cloudfront.amazonaws.com") || $0.originAccessIdentity != nil
          } == true
      }
  }
}

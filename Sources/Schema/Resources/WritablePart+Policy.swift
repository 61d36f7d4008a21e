import AWSCore
import Documents

extension WritablePart {
  /// Whether such a policy is one of AWS's.
  static let isManaged: @Sendable (_ policy: JSONObject) -> Bool = { $0["Type"] == "managed" }

  /// The document of one of the policies that behaviours of distributions name.
  static func policy(_ root: String, reads: Operation, writes: Operation) -> WritablePart {
    WritablePart(
      .configuration, "configuration", document: .init(root: root, isBare: false), of: [root], reads: [reads],
      writes: [writes],
      effect: "Every distribution that uses the policy changes, within about 5 minutes.",
      // Managed ones are the same in every account.
      owner: { policy, _ in
        isManaged(policy)
          ? "AWS manages this policy, and nobody else can change it. Make one of your own with what is wanted, and name that."
          : nil
      })
  }
}

import AWSCore
import AWSServices
import Documents

/// Takes objects out of the caches of a distribution.
struct Invalidator: Sendable {
  /// How it ended.
  enum Outcome: Sendable, Hashable {
    /// It is under way, under this id, and may take minutes.
    case begun(id: String)
    /// CloudFront is still busy with others; what it says.
    case busy(String)
  }

  /// Starts an invalidation. For the same run and distribution it is the same request, which CloudFront carries out once.
  ///
  /// - Throws: ``WriteError`` where CloudFront refuses it for another reason than that too many are in progress.
  func invalidate(_ plan: InvalidationPlan, run: String, with calls: Calls) async throws(WriteError) -> Outcome {
    do {
      let output = try await calls.write(
        CloudFront.createInvalidation, ["DistributionId": .string(plan.distribution)],
        document: Self.document(plan, reference: "audit-\(run)-\(plan.distribution)"), isRepeated: true)
      return .begun(id: output.value["Invalidation"]["Id"].string ?? "")
    } catch .service(let error) where error.code == "TooManyInvalidationsInProgress" {
      return .busy(error.message)
    }
  }

  private static func document(_ plan: InvalidationPlan, reference: String) -> XMLElement {
    let items = plan.paths.map { XMLElement.Node.element(XMLElement("Path", text: $0)) }
    let paths = XMLElement(
      "Paths",
      nodes: [
        .element(XMLElement("Quantity", text: String(items.count))), .element(XMLElement("Items", nodes: items)),
      ])
    return XMLElement(
      "InvalidationBatch",
      nodes: [.element(paths), .element(XMLElement("CallerReference", text: reference))])
  }
}

import AWSCore
import AWSServices
import Documents
import Estate
import Foundation
import Schema

extension Collection {
  /// Up to how many distributions are asked one by one, which takes no more calls than the event history.
  private static let few = 2

  /// The invalidations of the last day of all distributions, by the ids of these, out of the event history of CloudTrail;
  /// `nil` where that may not be read, keeps nothing, or does not tell: then each distribution is asked.
  func invalidationHistory() async -> [String: [JSONValue]]? {
    guard asksHistory else { return nil }
    do throws(ServiceError) {
      let entries = try await lookUp("EventName", "CreateInvalidation", since: yesterday)
      if entries.isEmpty, try await !keepsHistory() { return nil }
      var found: [String: [JSONValue]] = [:]
      var known: Set<String> = []
      for entry in entries {
        let event = try TrailEvent(entry, CloudTrail.lookupEvents, region: self.edgeRegion)
        if event.hasFailed { continue }
        let batch = event.parameters["invalidationBatch"]
        guard let distribution = event.parameters["distributionId"].string,
          let paths = batch["paths"]["items"].array, paths.allSatisfy({ $0.string != nil })
        else { return nil }
        // What is asked again with the same reference is answered with the invalidation that is there.
        let id = event.record["responseElements"]["invalidation"]["id"].string ?? event.id
        guard known.insert("\(distribution) \(id)").inserted else { continue }
        found[distribution, default: []].append(
          [
            "Id": .string(id), "CreateTime": .string(event.time),
            // How it stood when it was made: no event tells of its end.
            "Status": .string(event.record["responseElements"]["invalidation"]["status"].string ?? "InProgress"),
            "Paths": .array(paths),
          ])
      }
      return found
    } catch {
      return nil
    }
  }

  /// Whether it is asked: not for a few distributions.
  var asksHistory: Bool {
    references(of: .distribution).count { asks(for: DistributionSchema.invalidations, of: $0) } > Self.few
  }

  /// Whether anything of CloudFront is kept: an emulator may answer with an empty list, whatever was done.
  private func keepsHistory() async throws(ServiceError) -> Bool {
    let entries = try await lookUp("EventSource", "cloudfront.amazonaws.com", pageLimit: 1)
    // Names that are no operation's are not AWS's.
    return entries.contains { $0["EventName"].string?.allSatisfy(\.isLetter) == true }
  }

  private func lookUp(
    _ attribute: String, _ value: String, since: Date? = nil, pageLimit: Int = .max
  ) async throws(ServiceError) -> [JSONValue] {
    var input: JSONObject = [
      "LookupAttributes": [["AttributeKey": .string(attribute), "AttributeValue": .string(value)]]
    ]
    if let since { input["StartTime"] = .integer(Int(since.timeIntervalSince1970)) }
    return try await items(CloudTrail.lookupEvents, input, region: self.edgeRegion, pageLimit: pageLimit)
  }
}

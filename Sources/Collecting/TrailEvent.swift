import AWSCore
import Documents
import Foundation
import State

/// What somebody asked of AWS, as CloudTrail's event history tells it.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
struct TrailEvent {
  /// The id of the event.
  let id: String
  /// The operation, as CloudTrail names it: `UpdateDistribution`, `UpdateFunctionConfiguration20150331v2`.
  let name: String
  /// The service that was asked: `cloudfront.amazonaws.com`.
  let source: String
  /// When it was, RFC 3339.
  let time: String
  /// The whole record.
  let record: JSONValue

  /// An entry of the answer to LookupEvents.
  ///
  /// - Throws: ``ServiceError`` of category `malformedResponse` where it is no event of a service's API.
  init(_ entry: JSONValue, _ operation: AWSCore.Operation, region: String) throws(ServiceError) {
    guard let text = entry["CloudTrailEvent"].string, let record = try? JSONReader.read(text), record.object != nil,
      let name = record["eventName"].string, let time = record["eventTime"].string, ServiceTime.date(time) != nil
    else {
      throw .malformed(operation, "an event is not as CloudTrail documents it", region: region)
    }
    (self.record, self.name, self.time) = (record, name, time)
    source = record["eventSource"].string ?? ""
    id = record["eventID"].string ?? entry["EventId"].string ?? ""
  }

  /// What was asked.
  var parameters: JSONValue { record["requestParameters"] }

  /// Whether it was refused.
  var hasFailed: Bool { record["errorCode"].string != nil || record["errorMessage"].string != nil }

  /// When it was.
  var date: Date { ServiceTime.date(time) ?? .distantPast }
}

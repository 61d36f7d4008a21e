import AWSCore
import AWSServices
import CurlTransport
import Documents
import Foundation
import Reporting
import Transport

/// Tells somebody of a run. That it could not is said, and has nothing to do with how the run ends.
struct Notifier {
  /// How often it is tried, with a pause in between that doubles.
  private static let attempts = 3
  private static let timeouts = HTTPTimeouts(connect: .seconds(5), read: .seconds(10), total: .seconds(10))

  let targets: [NotifyTarget]
  /// Makes signed calls; asked only where one is needed.
  let client: () throws -> Client

  /// Tells all of them.
  func tell(_ notice: Notice) async {
    for (index, target) in targets.enumerated() {
      guard let complaint = await complaint(telling: notice, target) else { continue }
      StandardError.write("audit: \(target.kind) (notice \(index + 1)) was not sent: \(complaint).")
    }
  }

  /// What went wrong at last; `nil` where it was told.
  private func complaint(telling notice: Notice, _ target: NotifyTarget) async -> String? {
    var (complaint, pause) = ("", Duration.seconds(1))
    for attempt in 1...Self.attempts {
      let trouble = await trouble(telling: notice, target)
      guard let trouble else { return nil }
      complaint = trouble.said
      guard trouble.mayPass, attempt < Self.attempts, (try? await Task.sleep(for: pause)) != nil else { break }
      pause *= 2
    }
    return complaint
  }

  private func trouble(telling notice: Notice, _ target: NotifyTarget) async -> (said: String, mayPass: Bool)? {
    do {
      switch target {
      case .url(let url, let form):
        let document =
          switch form {
          case .json: notice.document
          case .slack: notice.slack
          case .teams: notice.teams
          }
        return try await post(document, to: url)
      case .topic(let arn, let region):
        let input: JSONObject = [
          "TopicArn": .string(arn), "Subject": .string(Self.subject(notice.title)),
          "Message": .string(JSONWriter(.pretty).string(notice.document)),
        ]
        _ = try await client().call(SNS.publish, input, region: region)
      case .bus(let arn, let region):
        let entry: JSONValue = [
          "Source": "audit", "DetailType": "Audit findings changed", "EventBusName": .string(arn),
          "Detail": .string(JSONWriter().string(notice.document)),
        ]
        let output = try await client().call(EventBridge.putEvents, ["Entries": [entry]], region: region)
        if output.value["FailedEntryCount"] != 0 {
          let code = output.value["Entries"][0]["ErrorCode"].string
          return (code ?? "the event was refused", code.map(EventBridge.passingRefusals.contains) ?? true)
        }
      }
      return nil
    } catch let error as ServiceError {
      return (error.code, [.throttled, .unreachable, .serviceFault].contains(error.category))
    } catch {
      return ("there are no credentials for it", false)
    }
  }

  /// A redirect is none of those that are followed: it would give away what is told.
  private func post(_ document: JSONValue, to url: HTTPURL) async throws -> (said: String, mayPass: Bool)? {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 1))
    let request = HTTPRequest(
      method: "POST", url: url,
      headers: ["Content-Type": "application/json", "User-Agent": "audit/\(Audit.version)"],
      body: JSONWriter().bytes(document), timeouts: Self.timeouts, maximumResponseBytes: 1 << 20)
    do throws(TransportError) {
      let status = try await transport.send(request).status
      return (200..<300).contains(status) ? nil : ("HTTP \(status)", status == 429 || status >= 500)
    } catch {
      // Its description names the host, which may be all of the secret.
      return (error.reason.summary, true)
    }
  }

  /// SNS takes a subject of a hundred printable ASCII characters.
  private static func subject(_ title: String) -> String {
    String(title.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.map(Character.init).prefix(99))
  }
}

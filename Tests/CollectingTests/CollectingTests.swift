import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Signing
import Synchronization
import Testing
import Transport

@testable import Collecting

/// Reading an estate by a script of answers, on a clock of its own.
@Suite struct `A version that was published a moment ago` {
  /// Answers for one distribution and one version, which is `Pending` as often as is said.
  private final class Scripted: Transport {
    private let pending: Int
    private let looks = Mutex(0)

    init(pending: Int) { self.pending = pending }

    var count: Int { looks.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let text: String
      if request.url.path.contains("/distribution") {
        text = """
          <DistributionList><IsTruncated>false</IsTruncated><Quantity>1</Quantity><Items><DistributionSummary>
          <Id>E1</Id><ARN>arn:aws:cloudfront::111122223333:distribution/E1</ARN><Status>Deployed</Status>
          <LastModifiedTime>2026-01-02T03:04:05Z</LastModifiedTime><DomainName>d1.cloudfront.net</DomainName><Comment/>
          <Enabled>true</Enabled><Origins><Quantity>0</Quantity></Origins><DefaultCacheBehavior>
          <TargetOriginId>app</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>
          <LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation>
          <LambdaFunctionARN>arn:aws:lambda:us-east-1:111122223333:function:f:2</LambdaFunctionARN>
          <EventType>origin-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations>
          </DefaultCacheBehavior></DistributionSummary></Items></DistributionList>
          """
      } else if request.url.path.contains("/functions/") {
        let look = looks.withLock { looks in
          looks += 1
          return looks
        }
        text =
          #"{"FunctionName": "f", "FunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:f:2", "Version": "2", "Role": "arn:aws:iam::111122223333:role/r", "State": "\#(look > pending ? "Active" : "Pending")"}"#
      } else {
        text = """
          <GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>
          <Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>u</UserId>
          </GetCallerIdentityResult></GetCallerIdentityResponse>
          """
      }
      return HTTPResponse(status: 200, headers: [:], body: Array(text.utf8))
    }
  }

  /// Reads the version's state; says how often it was looked at, and for how many seconds.
  private func read(pending: Int) async throws -> (state: JSONValue?, looks: Int, seconds: Double) {
    let transport = Scripted(pending: pending)
    let clock = Clock()
    let client = Client(
      ClientConfiguration(
        transport: transport,
        credentials: StaticCredentialsProvider(Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")),
        endpoints: { _, asked in
          guard let url = HTTPURL("http://127.0.0.1") else { throw EndpointError(.invalid, "there is no endpoint") }
          return ResolvedEndpoint(url: url, signingRegion: asked.region ?? "us-east-1", isCustom: true)
        },
        region: "us-east-1",
        time: TimeSource(now: { Date() }, uptime: { clock.seconds }) { clock.wait($0) }))
    let needs = RequiredAttributes(.lambdaVersion, reading: FieldUse(members: ["State": .whole]))
    let estate = try await Collector(client: client).collect(needs)
    #expect(estate.gaps == [])
    let version = estate.resources[.init(.lambdaVersion, "f:2", region: "us-east-1")]
    return (version?.properties["State"], transport.count, clock.seconds)
  }

  /// A clock that goes on by as much as somebody waits.
  private final class Clock: Sendable {
    private let time = Mutex(0.0)
    var seconds: Double { time.withLock { $0 } }
    func wait(_ duration: Duration) { time.withLock { $0 += duration.seconds } }
  }

  @Test func `is read once where it is active`() async throws {
    let (state, looks, seconds) = try await read(pending: 0)
    #expect(state == "Active" && looks == 1 && seconds == 0)
  }

  @Test func `is read again until it is active`() async throws {
    let (state, looks, seconds) = try await read(pending: 3)
    #expect(state == "Active" && looks == 4 && seconds == 7)
  }

  @Test func `is left pending after a minute`() async throws {
    let (state, looks, seconds) = try await read(pending: .max)
    #expect(state == "Pending" && seconds == 60 && looks < 10)
  }
}

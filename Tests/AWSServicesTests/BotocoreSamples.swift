import AWSCore
import AWSServices
import Documents
import Foundation
import Testing

/// All operations of all services.
let allOperations: [AWSCore.Operation] =
  CloudFront.operations + CloudFrontKeyValueStore.operations + Lambda.operations + IAM.operations + S3.operations
  + CloudWatchLogs.operations + STS.operations + Account.operations + EC2.operations + Organizations.operations
  + S3Control.operations + CloudTrail.operations + SNS.operations + EventBridge.operations
  + CloudFormation.operations + SSM.operations
  + SSO.operations + SSOOIDC.operations + SignIn.operations

/// Those that botocore makes samples of. An object is what somebody has stored, with forty headers that nobody here reads: it
/// is fetched from the emulator, by StoredReportTests.
let sampledOperations = allOperations.filter { $0.answer != .stored }

/// What botocore makes of one operation; see `Fixtures/wire_samples.py`.
struct BotocoreSample {
  let input: JSONObject
  let request: JSONValue
  let answers: [JSONValue]

  static let skipReason: Comment = "needs Python with botocore: AUDIT_TEST_PYTHON, or .venv in the package"

  /// The Python to ask, where there is one.
  static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"]
      ?? packageRoot.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// The samples of all operations, by identifier; Python is asked once.
  static func of(_ operation: AWSCore.Operation) throws -> BotocoreSample {
    let sample = try all.get()[operation.identifier]
    return try #require(sample)
  }

  private static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let all: Result<[String: BotocoreSample], any Error> = Result {
    let asked = sampledOperations.map { operation -> JSONValue in
      ["service": .string(operation.service.name), "operation": .string(operation.name)]
    }
    let process = Process()
    process.executableURL = URL(filePath: python ?? "python3")
    process.arguments = [
      URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/wire_samples.py").path
    ]
    process.environment = ["AWS_EC2_METADATA_DISABLED": "true", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(JSONWriter().bytes(.array(asked))))
    try input.fileHandleForWriting.close()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let answers = try #require(JSONReader.read(Array(text)).array)
    try #require(answers.count == sampledOperations.count)
    return Dictionary(
      uniqueKeysWithValues: zip(sampledOperations, answers).map { operation, answer in
        let sample = BotocoreSample(
          input: answer["input"].object ?? [:], request: answer["request"], answers: answer["samples"].array ?? [])
        return (operation.identifier, sample)
      })
  }
}

/// The bytes of a text in Base64.
func bytes(base64 value: JSONValue) -> [UInt8] { Data(base64Encoded: value.string ?? "?").map(Array.init) ?? [] }

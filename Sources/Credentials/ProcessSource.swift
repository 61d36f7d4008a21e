import AWSCore
import Documents
import Foundation
import Signing

/// Runs a program that prints credentials.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>. What the program prints
/// is never shown: it may hold secrets.
struct ProcessSource: Sendable {
  let command: String
  let profile: String
  let environment: [String: String]
  let now: @Sendable () -> Date
  var timeout: TimeInterval = 60

  func credentials() async throws -> Credentials {
    let source = "credential_process of profile '\(profile)'"
    guard let words = WordSplitting.words(command), let name = words.first else {
      throw CredentialsError("\(source) is no command: a quote is not closed, or nothing is there")
    }
    guard let path = executable(name) else {
      throw CredentialsError("\(source): there is no program '\(name)'; give its whole path")
    }
    let arguments = Array(words.dropFirst())
    let output: [UInt8]
    do {
      output = try await ChildProcess.output(
        of: path, arguments: arguments, environment: environment, timeout: timeout, limit: 1 << 20)
    } catch {
      throw CredentialsError("\(source): '\(name)' \(error.description); run it by hand to see what it says")
    }
    guard let answer = try? JSONReader.read(output) else {
      throw CredentialsError("\(source): '\(name)' printed something that is not JSON")
    }
    guard answer["Version"].integer == 1 else {
      throw CredentialsError("\(source): '\(name)' printed no \"Version\": 1, the only one there is")
    }
    return try Credentials(
      answer, id: "AccessKeyId", secret: "SecretAccessKey", token: "SessionToken", account: "AccountId", from: source
    ).unexpired(at: now(), from: source)
  }

  private func executable(_ name: String) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    return (environment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

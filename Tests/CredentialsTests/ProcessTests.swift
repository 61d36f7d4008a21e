import AWSCore
import Foundation
import Signing
import TestSupport
import Testing

@testable import Credentials

struct ProcessTests {
  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\t b  ", ["a", "b"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a'b'\"c\"d", ["abcd"]),
    ("''", [""]), ("a \"\" b", ["a", "", "b"]), (#"a\ b"#, ["a b"]), (#""a\"b\\c\d""#, [#"a"b\c\d"#]),
    (#"'a\b'"#, [#"a\b"#]), ("$HOME `x` *;|", ["$HOME", "`x`", "*;|"]), ("", []),
  ])
  func wordsAreThoseOfAShell(line: String, words: [String]) {
    #expect(WordSplitting.words(line) == words)
  }

  @Test(arguments: ["'a", "\"a", "a\\", "\"a\\"])
  func unfinishedWordsAreNone(line: String) {
    #expect(WordSplitting.words(line) == nil)
  }

  private static let answer =
    #"{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"SECRET-process","SessionToken":"SECRET-token","#
    + #""Expiration":"2099-01-01T00:00:00Z","AccountId":"111122223333"}"#

  private func credentials(_ script: String, command: String = "'%'", timeout: TimeInterval = 60) async throws
    -> Credentials
  {
    let source = ProcessSource(
      command: command.replacingOccurrences(of: "%", with: CredentialsStub.fixtures + "/credential process.sh"),
      profile: "p", environment: ["PATH": "/usr/bin:/bin", "SCRIPT": script],
      now: { testTime }, timeout: timeout)
    return try await source.credentials()
  }

  @Test func whatItPrintsIsRead() async throws {
    let credentials = try await credentials("echo SECRET >&2\ncat <<'END'\n\(Self.answer)\nEND\n")
    #expect(credentials.accessKeyID == "AKIAPROCESS")
    #expect(credentials.secretAccessKey == "SECRET-process")
    #expect(credentials.sessionToken == "SECRET-token")
    #expect(credentials.accountID == "111122223333")
    #expect(credentials.expiration == Timestamp.parse("2099-01-01T00:00:00Z"))
  }

  @Test func noShellReadsTheCommand() async throws {
    // The program sees its words as they are, and the environment that was given.
    let script = #"""
      test "$#" = 3 && test "$1" = '$(touch x)' && test "$2" = 'a b' && test "$3" = ';' || exit 3
      echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRET"}'
      """#
    let credentials = try await credentials(script, command: #"'%' "\$(touch x)" 'a b' ;"#)
    #expect(credentials.accessKeyID == "A")
    #expect(credentials.expiration == nil)
  }

  @Test func aProgramIsFoundInThePath() async throws {
    let credentials = try await credentials(
      "", command: #"printf '{"Version":1,"AccessKeyId":"B","SecretAccessKey":"SECRET"}'"#)
    #expect(credentials.accessKeyID == "B")
  }

  @Test func moreThanAPipeHolds() async throws {
    let credentials = try await credentials("printf '%200000s' ' '\ncat <<'END'\n\(Self.answer)\nEND\n")
    #expect(credentials.accessKeyID == "AKIAPROCESS")
  }

  @Test(arguments: [
    ("echo SECRET; exit 7", "failed with exit status 7"), ("echo SECRET >&2; kill -9 $$", "ended by signal 9"),
    ("echo SECRET", "not JSON"), ("echo '{\"Version\":2,\"SecretAccessKey\":\"SECRET\"}'", "no \"Version\": 1"),
    ("echo '{\"Version\":1,\"SecretAccessKey\":\"SECRET\"}'", "without AccessKeyId"),
    ("echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"\"}'", "without SecretAccessKey"),
    (
      "echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"SECRET\",\"Expiration\":\"2020-01-01T00:00:00Z\"}'",
      "expired at 2020-01-01"
    ),
    (
      "echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"SECRET\",\"Expiration\":\"SECRET\"}'",
      "no timestamp"
    ),
    ("head -c 3000000 /dev/zero", "printed too much"),
  ])
  func whatGoesWrongIsSaidWithoutWhatItPrinted(script: String, message: String) async {
    let text = await errorText { try await credentials(script) }
    #expect(text.contains(message), "\(text)")
    #expect(text.contains("profile 'p'"))
  }

  @Test func aProgramThatHangsIsEnded() async throws {
    #expect(await errorText { try await credentials("exec sleep 600", timeout: 0.2) }.contains("took longer"))
    // The end of its output is not the end of the program.
    #expect(
      await errorText { try await credentials("exec sleep 600 >/dev/null", timeout: 0.2) }.contains("took longer"))
  }

  @Test func aDescendantThatLivesOnIsNotWaitedFor() async throws {
    let credentials = try await credentials("cat <<'END'\n\(Self.answer)\nEND\nsleep 30 &\n", timeout: 20)
    #expect(credentials.accessKeyID == "AKIAPROCESS")
  }

  @Test(arguments: [("no-such-program x", "there is no program 'no-such-program'"), ("'open", "quote is not closed")])
  func commandsThatAreNone(command: String, message: String) async {
    #expect(await errorText { try await credentials("", command: command) }.contains(message))
  }
}

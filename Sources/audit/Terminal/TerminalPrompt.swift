import AWSCore
import Credentials
import Foundation

/// Asks the person at the terminal of this process, whatever its standard streams are connected to.
enum TerminalPrompt {
  /// Asks for the code that an MFA device shows, without showing what is typed.
  static let askForMFACode: MFAPrompt = { serialNumber in
    let line = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
      Thread.detachNewThread { continuation.resume(returning: readLine(after: "MFA code for \(serialNumber): ")) }
    }
    guard let line else {
      throw CredentialsError(
        "The role wants a code of the MFA device \(serialNumber), and there is no terminal to ask for it. Get a session "
          + "first, as with `aws sts get-session-token`, and set its keys in the environment.")
    }
    return line
  }

  /// Whether there is somebody to ask.
  static var canAsk: Bool {
    guard isatty(STDIN_FILENO) == 1, let terminal = fopen("/dev/tty", "r+") else { return false }
    fclose(terminal)
    return true
  }

  /// Asks a question that only `yes` agrees to.
  static func confirm(_ question: String) -> Bool { readLine(after: question, isSecret: false) == "yes" }

  /// Asks a question that everything agrees to but an answer that begins with n.
  static func agrees(_ question: String) -> Bool {
    readLine(after: question, isSecret: false)?.lowercased().hasPrefix("n") == false
  }

  /// What is typed up to the end of the line; `nil` without a terminal.
  private static func readLine(after question: String, isSecret: Bool = true) -> String? {
    guard let terminal = fopen("/dev/tty", "r+") else { return nil }
    defer { fclose(terminal) }
    setbuf(terminal, nil)
    let descriptor = fileno(terminal)
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { return nil }
    var silent = before
    if isSecret { silent.c_lflag &= ~tcflag_t(ECHO) }
    tcsetattr(descriptor, TCSAFLUSH, &silent)
    defer { tcsetattr(descriptor, TCSAFLUSH, &before) }
    fputs(question, terminal)
    var typed = [CChar](repeating: 0, count: 256)
    let hasRead = fgets(&typed, Int32(typed.count), terminal) != nil
    if isSecret { fputs("\n", terminal) }
    guard hasRead else { return nil }
    return String(decoding: typed.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

import Documents
import Foundation
import Schema

/// The manual page audit(1) in mdoc(7), made of what `--help` says of each command.
struct ManualPageSource {
  private let root: JSONValue

  /// Takes the command of the parser's own dump of its help.
  init(_ root: JSONValue) { self.root = root }

  /// The page.
  var text: String {
    var lines = [
      // The day of what it knows of AWS: that of the build would make each build another one.
      ".Dd \(SchemaOrigin.read?.description ?? "$Mdocdate$")", ".Dt AUDIT 1", ".Os", ".Sh NAME", ".Nm audit",
      ".Nd \(Self.sentence((root["abstract"].string ?? "").trimmingCharacters(in: ["."])))", ".Sh SYNOPSIS", ".Nm",
      ".Ar command", ".Op Ar arguments", ".Sh DESCRIPTION",
    ]
    lines += discussion(of: root).drop { $0 == ".Pp" }
    lines.append(".Sh COMMANDS")
    for command in root["subcommands"].array ?? [] { lines += pages(of: command, name: "audit") }
    lines += Self.tail
    return lines.joined(separator: "\n")
  }

  private func pages(of command: JSONValue, name parent: String) -> [String] {
    guard let own = command["commandName"].string, own != "help" else { return [] }
    let name = "\(parent) \(own)"
    var lines = [".Ss \(Self.inert(name))", Self.sentence(command["abstract"].string ?? "")]
    lines += discussion(of: command)
    let arguments = (command["arguments"].array ?? []).filter { $0["shouldDisplay"] != false }
    if !arguments.isEmpty {
      lines.append(".Bl -tag -width Ds")
      for argument in arguments { lines += item(argument) }
      lines.append(".El")
    }
    for subcommand in command["subcommands"].array ?? [] { lines += pages(of: subcommand, name: name) }
    return lines
  }

  private func item(_ argument: JSONValue) -> [String] {
    let value = argument["valueName"].string ?? ""
    let names = (argument["names"].array ?? []).compactMap { name -> String? in
      guard let text = name["name"].string else { return nil }
      return name["kind"] == "long" ? "Fl -\(Self.inert(text))" : "Fl \(Self.inert(text))"
    }
    let takesValue = argument["kind"] == "option"
    let head = names.isEmpty ? "Ar \(Self.inert(value))" : names.joined(separator: " , ")
    var lines = [".It \(head)" + (takesValue ? " Ar \(Self.inert(value))" : "")]
    var said = argument["abstract"].string ?? ""
    let values = (argument["allValues"].array ?? []).compactMap(\.string)
    if !values.isEmpty { said += " One of: \(values.joined(separator: ", "))." }
    if let standard = argument["defaultValue"].string { said += " Default: \(standard)." }
    lines.append(Self.sentence(said))
    return lines
  }

  /// Paragraphs as text; what is indented stands as it is written, and what is in capitals is a heading.
  private func discussion(of command: JSONValue) -> [String] {
    let text = command["discussion"].string ?? ""
    if text.isEmpty { return [] }
    var lines: [String] = []
    var isVerbatim = false
    func end() {
      if isVerbatim { lines.append(".Ed") }
      isVerbatim = false
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.isEmpty {
        if !isVerbatim, lines.last != ".Pp" { lines.append(".Pp") }
        continue
      }
      if line.hasPrefix("  ") {
        if !isVerbatim {
          if lines.last == ".Pp" { lines.removeLast() }
          lines.append(".Bd -literal -offset indent")
        }
        isVerbatim = true
        lines.append(Self.inert(String(line.dropFirst(2))))
        continue
      }
      end()
      if line.allSatisfy({ $0.isUppercase || $0 == " " }) {
        if lines.last == ".Pp" { lines.removeLast() }
        lines += [".Pp", ".Em \(Self.inert(line))"]
      } else {
        lines.append(Self.sentence(line))
      }
    }
    end()
    if lines.last == ".Pp" { lines.removeLast() }
    return lines.first == ".Pp" || lines.isEmpty ? lines : [".Pp"] + lines
  }

  private static let tail = [
    ".Sh ENVIRONMENT", ".Bl -tag -width Ds",
    ".It Ev AUDIT_STATE", "The file in which runs remember what they read and found.",
    ".It Ev AWS_PROFILE , AWS_REGION , AWS_ENDPOINT_URL",
    "and the other variables of the AWS CLI mean what they mean there.",
    ".It Ev NO_COLOR", "Where it is set, nothing is written in colour.", ".El",
    ".Sh FILES", ".Bl -tag -width Ds",
    ".It Pa audit.yaml", "The configuration.",
    ".It Pa rules", "Rules beside those that are built in.",
    ".It Pa baselines", "What a project declares of its resources.",
    ".It Pa .audit/journal", "The journals of repairs, one file a run.", ".El",
    ".Sh EXIT STATUS", ".Bl -tag -width Ds",
    ".It 0", "Everything was read, and nothing is wrong.",
    ".It 2", "Something is wrong.",
    ".It 1", "The audit could not be completed; this wins over 2.", ".El",
  ]

  /// Sentences that are no requests to the formatter, each on a line of its own, as it wants them.
  private static func sentence(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.replacing(/([.!?:]\)?) (?=[A-Z`])/) { "\($0.output.1)\n" }.split(separator: "\n")
      .map { inert(String($0)) }.joined(separator: "\n")
  }

  /// Text in which nothing is an escape, nor a request at the beginning of the line.
  private static func inert(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e")
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}

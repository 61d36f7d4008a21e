import ArgumentParser
import Documents

/// `audit man`.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print the manual page, as `man` reads it.",
    discussion: """
      EXAMPLES
        audit man > audit.1
        audit man | man -l -
      """)

  func run() throws {
    let help = try JSONReader.read(Array(Audit._dumpHelp().utf8))
    try Files.print(ManualPageSource(help["command"]).text)
  }
}

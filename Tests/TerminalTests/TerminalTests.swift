import Testing

@testable import audit

@Suite struct TerminalTests {
  private static let terminal = Terminal.Stream(isTerminal: true, columns: 132)
  private static let pipe = Terminal.Stream(isTerminal: false, columns: nil)
  private static let xterm = ["TERM": "xterm-256color"]

  @Test("A terminal gets colour, progress and its own width")
  func plainTerminal() {
    let terminal = Terminal(environment: Self.xterm, output: Self.terminal, errors: Self.terminal)
    #expect(terminal.colorsOutput && terminal.colorsErrors && terminal.showsProgress && terminal.columns == 132)
  }

  @Test("A pipe gets neither colour nor progress, whatever is asked for")
  func pipes() {
    let environment = ["TERM": "xterm", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"]
    let none = Terminal(environment: environment, output: Self.pipe, errors: Self.pipe)
    #expect(!none.colorsOutput && !none.colorsErrors && !none.showsProgress && none.columns == 80)
    let results = Terminal(environment: environment, output: Self.pipe, errors: Self.terminal)
    #expect(!results.colorsOutput && results.colorsErrors && results.showsProgress)
    let errors = Terminal(environment: environment, output: Self.terminal, errors: Self.pipe)
    #expect(errors.colorsOutput && !errors.colorsErrors && !errors.showsProgress)
  }

  @Test(
    "The user's wishes and poor terminals are respected",
    arguments: [
      (["TERM": "xterm", "NO_COLOR": "1"], false, true), (["TERM": "xterm", "NO_COLOR": ""], true, true),
      (["TERM": "dumb"], false, false), ([:], false, false), (["TERM": "xterm", "CI": "true"], true, false),
    ])
  func environment(environment: [String: String], colors: Bool, progress: Bool) {
    let terminal = Terminal(environment: environment, output: Self.terminal, errors: Self.terminal)
    #expect(terminal.colorsOutput == colors)
    #expect(terminal.showsProgress == progress)
  }

  @Test("Flags turn things off")
  func flags() {
    let terminal = Terminal(
      environment: Self.xterm, output: Self.terminal, errors: Self.terminal, noColor: true, noProgress: true)
    #expect(!terminal.colorsOutput && !terminal.colorsErrors && !terminal.showsProgress)
  }

  @Test("COLUMNS wins where it is a number", arguments: [("100", 100), ("0", 132), ("-3", 132), ("wide", 132)])
  func columns(value: String, columns: Int) {
    let terminal = Terminal(
      environment: ["TERM": "xterm", "COLUMNS": value], output: Self.terminal, errors: Self.terminal)
    #expect(terminal.columns == columns)
  }
}

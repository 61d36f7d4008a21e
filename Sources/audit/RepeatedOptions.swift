import ArgumentParser
import Documents

/// Refuses an option that takes one value and is given twice: the parser would take the last one in silence.
enum RepeatedOptions {
  /// Looks at the arguments behind the name of the program.
  ///
  /// - Throws: ``Failure`` that names the option.
  static func refuse(_ arguments: [String]) throws {
    let given = names(in: arguments)
    // What the commands take is found out by reflection, which takes a while: only where something may stand twice.
    guard Set(given).count < given.count || given.contains(where: { !$0.hasPrefix("--") }) else { return }
    for option in CommandOption.all(of: arguments) where option.takesValue && !option.isRepeating {
      let names = option.names
      let found = given.filter(names.contains)
      guard found.count > 1, let first = found.first else { continue }
      let also = found.contains { $0 != first } ? " (also as \(found.last ?? first))" : ""
      throw Failure("\(first) is given \(found.count) times\(also), and takes one value.")
    }
  }

  /// The names of options, as they are written, up to `--`.
  private static func names(in arguments: [String]) -> [String] {
    arguments.prefix { $0 != "--" }.compactMap { argument in
      guard argument.hasPrefix("-"), argument.count > 1 else { return nil }
      if argument.hasPrefix("--") { return argument.split(separator: "=").first.map(String.init) }
      // `-ofile` and `-o=file` are `-o` as well.
      return String(argument.prefix(2))
    }
  }
}

import ArgumentParser
import Documents

/// An option or a flag of a command, as the parser knows it.
struct CommandOption {
  /// Its names with their dashes.
  let names: [String]
  let takesValue: Bool
  let isRepeating: Bool

  /// Those of the command that arguments begin with. They are found out by reflection, which takes a while.
  static func all(of arguments: [String]) -> [CommandOption] {
    guard let help = try? JSONReader.read(Array(Audit._dumpHelp().utf8)) else { return [] }
    var command = help["command"]
    for word in arguments {
      guard let next = command["subcommands"].array?.first(where: { $0["commandName"].string == word }) else { break }
      command = next
    }
    if let name = command["defaultSubcommand"].string,
      let next = command["subcommands"].array?.first(where: { $0["commandName"].string == name })
    {
      command = next
    }
    return (command["arguments"].array ?? []).filter { $0["kind"] != "positional" }.map { option in
      CommandOption(
        names: (option["names"].array ?? []).compactMap { name in
          name["name"].string.map { name["kind"] == "long" ? "--\($0)" : "-\($0)" }
        }, takesValue: option["kind"] == "option", isRepeating: option["isRepeating"] == true)
    }
  }
}

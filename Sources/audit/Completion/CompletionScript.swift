import ArgumentParser
import Documents

/// The scripts by which shells complete, as the parser makes them, and what it leaves out: the options of a default
/// subcommand behind the command alone, as in `audit history --format`, and values with colons in bash and zsh.
enum CompletionScript {
  /// The script of a shell.
  static func text(for shell: CompletionShell) -> String {
    var script = Audit.completionScript(for: shell)
    // What stands behind a colon is a remark to zsh, and types of resources hold some.
    if shell == .zsh {
      script = script.replacing(#/(?m)^ *local -ar ___\w+=\(.*\)$/#) { $0.output.replacing(":", with: "\\:") }
    }
    if shell == .bash {
      script = script.replacing("-F _audit audit", with: "-F __audit_joining_colons audit") + joiningColons
    }
    guard let help = try? JSONReader.read(Array(Audit._dumpHelp().utf8)) else { return script }
    var waiting: [([String], JSONValue)] = [([], help["command"])]
    while let (above, command) = waiting.popLast() {
      let path = above + [command["commandName"].string ?? ""]
      waiting += (command["subcommands"].array ?? []).map { (path, $0) }
      guard let subcommand = command["defaultSubcommand"].string else { continue }
      switch shell {
      case .fish: script = fish(script, path, subcommand)
      case .zsh: script = delegating(script, path, subcommand, word: "${words[2]}")
      default: script = delegating(script, path, subcommand, word: "${unparsed_words[0]}")
      }
    }
    return script
  }

  /// Completes words with colons whole: bash breaks them there, and replaces only what stands behind the last colon.
  private static let joiningColons = #"""

    __audit_joining_colons() {
        local -a words=()
        local line="${COMP_LINE}" word rest
        for word in "${COMP_WORDS[@]::COMP_CWORD + 1}"; do
            rest="${line#"${line%%[![:space:]]*}"}"
            if [[ ${#words[@]} -gt 0 && "${rest}" == "${line}" && ("${word}" == :* || "${words[-1]}" == *:) ]]; then
                words[-1]+="${word}"
            else
                words+=("${word}")
            fi
            line="${rest#"${word}"}"
        done
        # What is typed in the middle of a word, or holds no colon, is completed as it comes.
        if [[ ${#words[@]} -lt 2 || "${words[-1]}" != *:* || "${COMP_LINE:COMP_POINT:1}" == [![:space:]] ]]; then
            _audit "${@}"
        else
            local -a COMP_WORDS=("${words[@]}")
            local -i COMP_CWORD="${#words[@]}-1"
            local -r typed="${words[-1]}"
            _audit "${1}" "${typed}" "${words[-2]}"
            if [[ "${COMP_WORDBREAKS}" == *:* ]]; then COMPREPLY=("${COMPREPLY[@]#"${typed%"${typed##*:}"}"}"); fi
        fi
        # As names of files they would be quoted, colons included.
        if [[ "${COMPREPLY[*]}" == *:* || -v typed ]]; then compopt +o filenames; fi
    }

    """#

  /// Lets the function of a command hand over to that of its default subcommand, where an option follows.
  private static func delegating(_ script: String, _ path: [String], _ subcommand: String, word: String) -> String {
    let function = "_\(path.joined(separator: "_"))"
    let head = "\n\(function)() {\n"
    let handing = """
          if [[ "\(word)" = -* ]]; then
              \(function)_\(subcommand)
              return
          fi

      """
    return script.replacing(head, with: head + handing, maxReplacements: 1)
  }

  /// Lets a command take the options of its default subcommand, and offers them behind it.
  private static func fish(_ script: String, _ path: [String], _ subcommand: String) -> String {
    var lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func place(_ name: String, after start: Int) -> Int? {
      lines[start...].firstIndex { $0.trimmingPrefix { $0 == " " } == "case '\(name)'" }
    }
    var at = lines.startIndex
    for name in path {
      guard let found = place(name, after: at) else { return script }
      at = found + 1
    }
    guard let inner = place(subcommand, after: at), lines.indices.contains(inner + 1) else { return script }
    let indent = lines[at].prefix { $0 == " " }
    lines[at] = String(indent + lines[inner + 1].trimmingPrefix { $0 == " " })
    let (own, lent) = (path.joined(separator: " "), (path + [subcommand]).joined(separator: " "))
    let copies = lines.filter { line in
      line.contains("\"\(lent)\"") && !["version", "h help"].contains { line.contains("\"\(lent)\" \($0)") }
    }
    let end = lines.lastIndex { $0.contains("\"\(own)\"") } ?? lines.endIndex - 1
    lines.insert(contentsOf: copies.map { $0.replacing("\"\(lent)\"", with: "\"\(own)\"") }, at: end + 1)
    return lines.joined(separator: "\n")
  }
}

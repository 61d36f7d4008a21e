import ArgumentParser
import Documents

/// The scripts by which shells complete, as the parser makes them, and what it leaves out: the options of a default
/// subcommand behind the command alone, as in `audit history --format`, commands behind `audit help`, values behind `=`,
/// and values with colons in bash and zsh.
enum CompletionScript {
  /// The script of a shell.
  static func text(for shell: CompletionShell) -> String {
    var script = Audit.completionScript(for: shell)
    if shell == .zsh { script = zsh(script) }
    if shell == .bash {
      script = script.replacing("-F _audit audit", with: "-F __audit_joining_words audit") + joiningWords
    }
    guard let help = try? JSONReader.read(Array(Audit._dumpHelp().utf8)) else { return script }
    var commands: [(path: [String], names: [String])] = []
    var waiting: [([String], JSONValue)] = [([], help["command"])]
    while let (above, command) = waiting.popLast() {
      let path = above + [command["commandName"].string ?? ""]
      let subcommands = (command["subcommands"].array ?? []).filter { $0["commandName"] != "help" }
      waiting += subcommands.map { (path, $0) }
      if !subcommands.isEmpty { commands.append((path, subcommands.compactMap { $0["commandName"].string })) }
      guard let subcommand = command["defaultSubcommand"].string else { continue }
      switch shell {
      case .fish: script = fish(script, path, subcommand)
      case .zsh: script = delegating(script, path, subcommand, word: "${words[2]}")
      default: script = delegating(script, path, subcommand, word: "${unparsed_words[0]}")
      }
    }
    return helping(script, commands, in: shell)
  }

  /// What stands behind a colon is a remark to zsh, and types of resources hold some; a value may stand behind `=`; and
  /// what ends with `=` goes on.
  private static func zsh(_ script: String) -> String {
    script.replacing(#/(?m)^ *local -ar ___\w+=\(.*\)$/#) { $0.output.replacing(":", with: "\\:") }
      .replacing(#/(?m)^( +'\*?)(--[a-z-]+)(\[.*\]:)/#) { "\($0.output.1)\($0.output.2)=\($0.output.3)" }
      .replacing(#/(?m)^( +'\([^)]*\)'\{)([a-z,-]+)(\}'\[.*\]:)/#) { found in
        let names = found.output.2.split(separator: ",").map { $0.hasPrefix("--") ? "\($0)=" : "\($0)" }
        return "\(found.output.1)\(names.joined(separator: ","))\(found.output.3)"
      }
      .replacing(
        "    local -ar non_empty_completions=(\"${@:#(|:*)}\")\n",
        with: "    local -ar begun_completions=(\"${(M)@:#*=}\")\n"
          + "    [[ ${#begun_completions} -gt 0 ]] && compadd -S '' -a begun_completions\n"
          + "    local -ar non_empty_completions=(\"${@:#(|:*|*=)}\")\n")
  }

  /// Puts words together that bash breaks at `:` and `=`, of which it replaces only what stands behind the last one, and
  /// takes options apart from their values.
  private static let joiningWords = #"""

    __audit_joining_words() {
        # What is typed in the middle of a word is completed as it comes.
        if [[ "${COMP_LINE:COMP_POINT:1}" == [![:space:]] ]]; then
            _audit "${@}"
            return
        fi
        local -a joined=() words=()
        local line="${COMP_LINE}" word rest head="" breaks=""
        for word in "${COMP_WORDS[@]::COMP_CWORD + 1}"; do
            rest="${line#"${line%%[![:space:]]*}"}"
            if [[ ${#joined[@]} -gt 0 && "${rest}" == "${line}" && ("${word}" == [:=]* || "${joined[-1]}" == *[:=]) ]]; then
                joined[-1]+="${word}"
            else
                joined+=("${word}")
            fi
            line="${rest#"${word}"}"
        done
        for word in "${joined[@]}"; do
            if [[ "${word}" == --[a-z]*=* ]]; then
                words+=("${word%%=*}" "${word#*=}")
            else
                words+=("${word}")
            fi
        done
        if [[ "${joined[-1]}" == --[a-z]*=* && "${COMP_WORDBREAKS}" != *=* ]]; then head="${joined[-1]%%=*}="; fi
        local -a COMP_WORDS=("${words[@]}")
        local -i COMP_CWORD="${#words[@]}-1"
        local COMP_LINE="${words[*]}"
        local -i COMP_POINT="${#COMP_LINE}"
        local -r typed="${words[-1]}"
        _audit "${1}" "${typed}" "${words[-2]}"
        for word in : =; do
            if [[ "${COMP_WORDBREAKS}" == *"${word}"* ]]; then breaks+="${word}"; fi
        done
        # As names of files they would be quoted, colons included.
        if [[ "${COMPREPLY[*]}" == *:* || "${COMPREPLY[*]}" == *= ]]; then compopt +o filenames; fi
        if [[ "${COMPREPLY[*]}" == *= ]]; then compopt -o nospace; fi
        if [[ -n "${breaks}" && "${typed}" == *["${breaks}"]* ]]; then
            COMPREPLY=("${COMPREPLY[@]#"${typed%"${typed##*["${breaks}"]}"}"}")
        fi
        COMPREPLY=("${COMPREPLY[@]/#/"${head}"}")
    }

    """#

  /// Offers commands behind `audit help`.
  private static func helping(
    _ script: String, _ commands: [(path: [String], names: [String])], in shell: CompletionShell
  ) -> String {
    func cases(_ words: String, _ offer: (String) -> String) -> String {
      let cases = commands.map { command in
        "    '\(command.path.dropFirst().joined(separator: " "))') \(offer(command.names.joined(separator: " "))) ;;\n"
      }
      return "    case \"\(words)\" in\n\(cases.joined())    esac\n"
    }
    let head = "\n_audit_help() {\n"
    switch shell {
    case .fish:
      return script + "\n"
        + commands.map { command in
          let words = (["audit", "help"] + command.path.dropFirst()).joined(separator: " ")
          let test = "string match -q -- \"\(words)\" \"$(__audit_tokens -pc | string join \" \")\""
          return "complete -c 'audit' -n '\(test)' -fa '\(command.names.joined(separator: " "))'\n"
        }.joined()
    case .zsh:
      return script.replacing(
        head, with: head + cases("${(j: :)words[2,CURRENT-1]}") { "compadd -- \($0); return" }, maxReplacements: 1)
    default:
      return script.replacing(
        head,
        with: head
          + cases("${COMP_WORDS[*]:2:COMP_CWORD - 2}") {
            "__audit_add_completions -W $'\($0.replacing(" ", with: "\\n"))'; return"
          },
        maxReplacements: 1)
    }
  }

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

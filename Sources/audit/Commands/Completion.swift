import ArgumentParser

/// `audit completion`.
struct Completion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract:
      "Print the script by which a shell completes commands, options, files, rules, runs, profiles and regions.",
    discussion: """
      For zsh the folder has to be in fpath before compinit runs.

      EXAMPLES
        audit completion bash > ~/.local/share/bash-completion/completions/audit
        audit completion zsh > ~/.zfunc/_audit
        audit completion fish > ~/.config/fish/completions/audit.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.") var shell: Shell

  func run() throws {
    let shell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    try Files.print(CompletionScript.text(for: shell))
  }
}

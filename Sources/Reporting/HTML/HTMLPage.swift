import Auditing
import Foundation
import Signing

/// A page for a browser that needs nothing else: no network, no font, and no script but its own, which the page's policy
/// knows by its hash.
enum HTMLPage {
  /// The page.
  ///
  /// - Parameters:
  ///   - title: What the browser's window says, as plain text.
  ///   - body: What it shows, as markup.
  ///   - script: What it runs; none where it is empty.
  static func write(title: String, body: String, script: String = "") -> String {
    head(title: title, script: script) + body + end(script: script)
  }

  /// What comes before the body of a page that is written piece by piece.
  static func head(title: String, script: String) -> String {
    let hash = Data(Digest.sha256(Array(script.utf8))).base64EncodedString()
    let allowed = script.isEmpty ? "" : "; script-src 'sha256-\(hash)'"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'\(allowed); \
      base-uri 'none'; form-action 'none'">
      <title>\(text(title))</title>
      <style>\(style)</style>
      </head>
      <body>

      """
  }

  /// What comes after it.
  static func end(script: String) -> String {
    "\n\(script.isEmpty ? "" : "<script>\(script)</script>\n")</body>\n</html>\n"
  }

  // MARK: Parts

  /// A table, without the columns in which nothing stands.
  static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let columns = heads.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let head = columns.map { "<th scope=\"col\">\(heads[$0])</th>" }.joined()
    let body = rows.map { row in
      "<tr>\(columns.map { "<td data-head=\"\(heads[$0])\">\(row[$0])</td>" }.joined())</tr>\n"
    }
    return "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body.joined())</tbody>\n</table>\n"
  }

  /// What is to be known, each with its name; what is empty is left out.
  static func facts(_ facts: [(String, String)]) -> String {
    let list = facts.filter { !$0.1.isEmpty }.map { "<dt>\($0)</dt><dd>\($1)</dd>\n" }.joined()
    return list.isEmpty ? "" : "<dl>\n\(list)</dl>\n"
  }

  /// A word with the look of a severity or a status.
  static func chip(_ word: String, _ said: String? = nil) -> String {
    "<span class=\"chip \(word)\">\(text(said ?? word))</span>"
  }

  /// Running text, on one line.
  static func text(_ text: String) -> String { Markup.escaped(SafeText.sentence(text)) }

  /// A sentence in which what stands between backticks is code.
  static func prose(_ said: String) -> String {
    let parts = SafeText.sentence(said).split(separator: "`", omittingEmptySubsequences: false).map {
      Markup.escaped(String($0))
    }
    guard parts.count > 2 else { return text(said) }
    return parts.enumerated().reduce(into: "") { result, part in
      let (index, text) = part
      let isCode = index % 2 == 1 && index < parts.count - 1
      if isCode { result += "<code>\(text)</code>" } else { result += (index % 2 == 1 ? "`" : "") + text }
    }
  }

  /// A name or a value.
  static func code(_ said: String, class name: String? = nil) -> String {
    if said.isEmpty { return "" }
    return "<code\(name.map { " class=\"\($0)\"" } ?? "")>\(text(said))</code>"
  }

  // MARK: Looks

  private static let words = Severity.allCases.map(\.rawValue).reversed() + ["unknown", "undecided", "waived"]

  private static let style = """

    :root { color-scheme: light dark; --back: #fff; --soft: #f6f6f7; --text: #1b1b1f; --edge: #cfcfd6; --faint: #595963;
      --focus: #1457c4; --critical: #a3001b; --high: #98410a; --medium: #6d5600; --low: #15559a; --info: #50505a;
      --unknown: #702487; --undecided: #702487; --waived: #50505a; --add: #0c6b2c; --gone: #a3001b; --wrong: #c2001f; }
    @media (prefers-color-scheme: dark) { :root { --back: #17171b; --soft: #212127; --text: #ececf0; --edge: #484852;
      --faint: #b3b3bf; --focus: #8fb8ff; --critical: #ff97a3; --high: #ffb066; --medium: #e7d066; --low: #93c5ff;
      --info: #c3c3cd; --unknown: #e3abf5; --undecided: #e3abf5; --waived: #c3c3cd; --add: #86dc9f; --gone: #ff97a3;
      --wrong: #ff6b7d; } }
    * { box-sizing: border-box; }
    body { background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto;
      max-width: 84rem; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; overflow-wrap: anywhere; }
    h3 { display: inline; font-size: 1.02rem; font-weight: 600; margin: 0; }
    p { margin: .5rem 0; overflow-wrap: anywhere; } a { color: var(--focus); }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    code, pre { font: .85em/1.45 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
    pre { background: var(--soft); border-radius: .4rem; padding: .6rem; white-space: pre-wrap; }
    pre ins { color: var(--add); text-decoration: none; } pre del { color: var(--gone); text-decoration: none; }
    dl { display: grid; gap: .25rem 1rem; grid-template-columns: max-content minmax(0, 1fr); margin: .5rem 0 1rem; }
    dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; } table.fixed { table-layout: fixed; }
    col.c0 { width: 24%; } col.c1 { width: 19%; } col.c2 { width: 27%; } col.c3, col.c4 { width: 14%; }
    col.c5, col.c6 { width: 10%; } col.address { width: 4.2rem; }
    th, td { border-top: 1px solid var(--edge); overflow-wrap: anywhere; padding: .4rem .75rem .4rem 0; text-align: left;
      vertical-align: top; }
    th { color: var(--faint); font-weight: 600; overflow-wrap: normal; } .faint { color: var(--faint); }
    .chip { border: 1px solid; border-radius: 1rem; display: inline-block; font-size: .82rem; line-height: 1.35;
      padding: .05rem .55rem; white-space: nowrap; }
    \(words.map { ".\($0) { color: var(--\($0)); }" }.joined(separator: " "))
    .step h2 { margin-top: 0; } .step, details.group { border: 1px solid var(--edge); border-radius: .5rem; margin: .75rem 0; padding: .75rem 1rem; }
    summary { cursor: pointer; } summary .count { color: var(--faint); }
    tr { scroll-margin: 9rem 0 2rem; } tr:target { background: var(--soft); outline: 2px solid var(--focus); outline-offset: 2px; }
    .link { font-size: .85rem; white-space: nowrap; }
    .trend { display: block; height: 8rem; max-width: 100%; } .trend rect { fill: currentColor; stroke: none; }
    figure { margin: 0; }
    form.filters { align-items: end; background: var(--soft); border: 1px solid var(--edge); border-radius: .5rem;
      display: none; flex-wrap: wrap; gap: .6rem .9rem; margin: 1rem 0; padding: .75rem 1rem; position: sticky; top: 0;
      z-index: 2; }
    .scripted form.filters { display: flex; }
    .filters label { color: var(--faint); display: grid; font-size: .85rem; gap: .15rem; }
    .filters input, .filters select, .filters button { background: var(--back); border: 1px solid var(--faint);
      border-radius: .3rem; color: var(--text); font: inherit; max-width: 100%; padding: .25rem .45rem; }
    .filters button { cursor: pointer; } .filters output { color: var(--faint); font-size: .9rem; }
    [hidden] { display: none !important; }
    .map { border: 1px solid var(--edge); border-radius: .5rem; max-height: 75vh; overflow: auto; }
    @media (min-width: 72rem) { .map svg { height: auto; max-width: 100%; } }
    \(MapDrawing.style)
    @media (max-width: 45rem) {
      body { padding: 1rem .75rem 3rem; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; }
      thead { height: 1px; overflow: hidden; position: absolute; width: 1px; clip-path: inset(50%); }
      table, tbody, tr, td { display: block; } colgroup { display: none; } tr { border-top: 1px solid var(--edge); padding: .5rem 0; } td { border: 0; padding: .1rem 0; }
      td::before { color: var(--faint); content: attr(data-head) ": "; font-size: .85rem; }
      form.filters { position: static; } .filters label, .filters input, .filters select { width: 100%; }
    }
    @media print {
      @page { margin: 12mm; size: A4 landscape; }
      :root { --back: #fff; --soft: #fff; --text: #000; --faint: #444; --edge: #999; }
      body { font-size: 7.5pt; line-height: 1.3; max-width: none; padding: 0; } form.filters, .link, .skip { display: none !important; }
      h1 { font-size: 13pt; } h2 { font-size: 10.5pt; margin: 8pt 0 2pt; break-after: avoid; } h3 { font-size: 9pt; }
      details.group, .step { break-inside: avoid; margin: 3pt 0; padding: 2pt 4pt; } summary, dl, thead { break-after: avoid; } tr { break-inside: avoid; }
      dl { display: block; margin: 0; } dt, dd { display: inline; } dt::before { content: " "; } dt::after { content: ": "; } col.address { width: 1pt; }
      details.group::details-content { content-visibility: visible; display: block; height: auto; }
      th, td { padding: 1pt 4pt 1pt 0; } .chip { font-size: 7pt; padding: 0 3pt; } p { margin: 2pt 0; }
      .map { border: 0; max-height: none; overflow: visible; } .map svg { height: auto; max-height: 90mm; max-width: 100%; }
    }
    .skip { left: -99rem; position: absolute; } .skip:focus { left: 1rem; background: var(--back); padding: .5rem; z-index: 3; }

    """
}

import Auditing

/// What narrows the findings of a page down, for browsers that run its script; without it nothing is hidden.
enum HTMLFilters {
  /// The form: shown by the script.
  static func form(_ report: AuditReport) -> String {
    let summary = report.allFindings.summary
    let kinds = summary.counts.keys
    let known = Set(kinds.map(\.severity))
    let severities = Severity.allCases.reversed().filter(known.contains).map(\.rawValue)
    let statuses = Set(kinds.map { HTMLReport.status($0.status, isUndecided: $0.isUndecided) }).sorted()
    let accounts = Set(kinds.map(\.account).filter { !$0.isEmpty } + report.run.accounts.prefix(1)).sorted()
    return """
      <form class="filters" aria-label="Filters" autocomplete="off">
      <label>Search <input type="search" name="q" size="18"></label>
      \(select("severity", "Severity", severities))\(select("status", "Status", statuses))\
      \(select("rule", "Rule", summary.byRule.keys.sorted()))\(select("account", "Account", accounts))\
      <label>Resource <input name="resource" size="18"></label>
      <button type="reset">Clear</button>
      <button type="button" name="fold">Fold all</button>
      <output aria-live="polite"></output>
      </form>

      """
  }

  private static func select(_ name: String, _ label: String, _ values: [String]) -> String {
    let options = values.map { "<option>\(HTMLPage.text($0))</option>" }.joined()
    return "<label>\(label) <select name=\"\(name)\"><option value=\"\">any</option>\(options)</select></label>\n"
  }

  /// What hides what does not fit, keeps the choice in the page's address, and opens what an address names.
  static let script = #"""

    'use strict';
    (() => {
      const form = document.querySelector('form.filters');
      const rows = [...document.querySelectorAll('.group tbody tr')];
      const groups = [...document.querySelectorAll('.group')];
      const exact = ['severity', 'status', 'rule', 'account'];
      const texts = new Map();
      const text = row => {
        if (!texts.has(row)) {
          texts.set(row, (row.textContent + ' ' + row.closest('.group').querySelector('summary').textContent + ' ' +
            row.dataset.rule).toLowerCase());
        }
        return texts.get(row);
      };
      const chosen = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
      const apply = () => {
        const wanted = chosen();
        const words = (wanted.q || '').toLowerCase().split(/\s+/).filter(word => word);
        const resource = (wanted.resource || '').toLowerCase();
        const isNarrow = Object.keys(wanted).length > 0;
        let count = 0;
        for (const row of rows) {
          row.hidden = !(exact.every(name => !wanted[name] || row.dataset[name] === wanted[name]) &&
            row.dataset.resource.toLowerCase().includes(resource) && words.every(word => text(row).includes(word)));
          if (!row.hidden) count += 1;
        }
        for (const group of groups) {
          const shown = [...group.querySelectorAll('tbody tr')].filter(row => !row.hidden).length;
          const all = group.querySelectorAll('tbody tr').length;
          group.hidden = shown === 0;
          group.querySelector('.count').textContent = shown === all ? String(all) : shown + ' of ' + all;
          if (isNarrow && shown > 0 && count <= 60) group.open = true;
        }
        for (const section of document.querySelectorAll('section.findings')) {
          section.hidden = [...section.querySelectorAll('.group')].every(group => group.hidden);
        }
        form.querySelector('output').textContent = count + ' of ' + rows.length + (rows.length === 1 ? ' finding' : ' findings');
      };
      const remember = () => {
        const words = new URLSearchParams(chosen()).toString();
        history.replaceState(null, '', words ? '#filter:' + words : location.pathname + location.search);
      };
      const follow = () => {
        let hash = location.hash;
        // An address that was cut off is none that can be decoded.
        try { hash = decodeURIComponent(hash); } catch { }
        if (location.hash.startsWith('#filter:')) {
          form.reset();
          for (const [name, value] of new URLSearchParams(location.hash.slice(8))) {
            if (form.elements[name]) form.elements[name].value = value;
          }
          apply();
        } else if (hash.startsWith('#f-')) {
          const row = document.getElementById(hash.slice(1));
          if (!row) return;
          if (row.hidden) { form.reset(); apply(); }
          const group = row.closest('.group');
          if (group) group.open = true;
          row.tabIndex = -1;
          row.focus({ preventScroll: true });
          row.scrollIntoView({ block: 'center' });
        }
      };
      form.addEventListener('submit', event => event.preventDefault());
      form.addEventListener('input', () => { apply(); remember(); });
      form.addEventListener('reset', () => setTimeout(() => { apply(); remember(); }));
      form.elements.fold.addEventListener('click', event => {
        const isOpen = groups.some(group => group.open);
        for (const group of groups) group.open = !isOpen;
        event.target.textContent = isOpen ? 'Unfold all' : 'Fold all';
      });
      document.addEventListener('keydown', event => {
        if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
          event.preventDefault();
          form.elements.q.focus();
        }
      });
      let opened = [];
      addEventListener('beforeprint', () => {
        opened = groups.filter(group => !group.open);
        for (const group of opened) group.open = true;
      });
      addEventListener('afterprint', () => { for (const group of opened) group.open = false; });
      addEventListener('hashchange', follow);
      document.documentElement.classList.add('scripted');
      apply();
      follow();
    })();

    """#
}

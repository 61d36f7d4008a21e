const rules = [
  { suffix: '.html', seconds: 0 },
  { suffix: '.css', seconds: 86400 },
  { suffix: '.jpg', seconds: 604800 },
];

export function cacheFor(uri) {
  return rules.find(({ suffix }) => uri.endsWith(suffix))?.seconds;
}

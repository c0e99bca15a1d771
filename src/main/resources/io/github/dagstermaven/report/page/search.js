/* Which definitions are meant by words and filters. */

const FILTERS = [
  { name: "type", label: "Type", of: (one) => [one.type], word: (value) => TYPE_WORDS[value] },
  { name: "location", label: "Code location", of: (one) => [one.location] },
  { name: "group", label: "Group", of: (one) => [one.group] },
  { name: "kind", label: "Kind", of: (one) => one.kinds },
  { name: "owner", label: "Owner", of: (one) => one.owners },
  { name: "status", label: "Status", of: (one) => [one.status], word: (value) => STATUS_WORDS[value] },
];

class Search {
  constructor(model) {
    for (const one of model.all) {
      const tags = Object.entries(one.source.tags || {}).map(([name, value]) => `${name}=${value}`);
      one.words = [one.name, TYPE_WORDS[one.type], one.group, one.location, ...one.kinds, ...one.owners, ...tags,
        one.source.type, one.description].join("\n").toLowerCase();
    }
    this.filters = FILTERS.map((filter) => ({ ...filter, values: model.values(filter.of) }))
      .filter((filter) => filter.values.length > 1);
  }

  /** A function that says of a definition whether it is meant. */
  matcher(text, chosen) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const active = this.filters.filter((filter) => chosen[filter.name]);
    return (one) => words.every((word) => one.words.includes(word))
      && active.every((filter) => filter.of(one).includes(chosen[filter.name]));
  }
}

/* The definitions, linked with one another. */

const TYPES = [
  ["asset", "Asset", "assets"],
  ["check", "Check", "checks"],
  ["job", "Job", "jobs"],
  ["schedule", "Schedule", "schedules"],
  ["sensor", "Sensor", "sensors"],
  ["resource", "Resource", "resources"],
];
const TYPE_WORDS = Object.fromEntries(TYPES.map(([type, word]) => [type, word]));

class Model {
  constructor(data) {
    this.subject = data.subject;
    this.locations = data.definitions.locations;
    this.findings = data.findings;
    this.rules = data.rules;
    this.all = [];
    this.byId = new Map();
    this.assets = new Map();
    for (const [type, , list] of TYPES) {
      for (const source of data.definitions[list] || []) {
        this.add(type, source);
      }
    }
    this.link();
  }

  add(type, source) {
    const name = type === "asset" ? source.key : type === "check" ? `${source.asset}: ${source.name}` : source.name;
    const definition = {
      type, name, source,
      id: `${type}:${name}`,
      location: source.location,
      kinds: source.kinds || [],
      owners: source.owners || [],
      group: source.group || null,
      description: plain(source.description),
      status: "none",
      results: [],
      findings: [],
    };
    if (type === "asset") {
      const known = this.assets.get(name);
      // Another code location has it as an asset that it only reads: that says nothing that the asset itself does not.
      if (known && !source.materializable && known.location !== source.location) {
        return;
      }
      if (known && !known.source.materializable && known.location !== source.location) {
        this.all.splice(this.all.indexOf(known), 1);
        this.byId.delete(known.id);
        this.assets.delete(name);
      }
      Object.assign(definition, { upstream: [], downstream: [], checks: [], jobs: [], unknown: [] });
    }
    if (this.byId.has(definition.id)) {
      definition.id += `@${source.location}/${source.repository}`;
    }
    this.all.push(definition);
    this.byId.set(definition.id, definition);
    if (type === "asset" && !this.assets.has(name)) {
      this.assets.set(name, definition);
    }
  }

  link() {
    // The first of a code location wins, should two of its repositories have one.
    this.located = new Map([...this.all].reverse().map((one) => [Model.placed(one.type, one.name, one.location), one]));
    const jobs = (near, name) => this.find("job", name, near.location);
    for (const definition of this.all) {
      const { type, source } = definition;
      if (type === "asset") {
        for (const key of source.deps) {
          const parent = this.assets.get(key);
          if (parent && parent !== definition) {
            definition.upstream.push(parent);
            parent.downstream.push(definition);
          } else if (!parent) {
            definition.unknown.push(key);
          }
        }
        definition.jobs = (source.jobs || []).map((name) => jobs(definition, name)).filter(Boolean);
      } else if (type === "check") {
        definition.asset = this.assets.get(source.asset) || null;
        definition.group = definition.asset ? definition.asset.group : null;
        if (definition.asset) {
          definition.asset.checks.push(definition);
        }
      } else if (type === "schedule" || type === "sensor") {
        definition.jobs = (type === "sensor" ? source.jobs : [source.job])
          .filter(Boolean).map((name) => jobs(definition, name)).filter(Boolean);
        definition.jobs.forEach((job) => (job.launchers = job.launchers || []).push(definition));
      }
    }
    for (const one of this.all) {
      for (const name of [...(one.source.requiredResources || []), one.source.ioManagerKey].filter(Boolean)) {
        const resource = this.find("resource", name, one.location);
        if (resource) {
          (resource.users = resource.users || []).push(one);
        }
      }
    }
    // What a finding of the lint is about; none when it is about a file.
    const checks = new Map(this.ofType("check").map((one) => [`${one.location}\n${one.source.asset}:${one.source.name}`, one]));
    for (const finding of this.findings) {
      finding.definition = finding.subject === "asset check"
        ? checks.get(`${finding.location}\n${finding.name}`) : this.find(finding.subject, finding.name, finding.location);
      if (finding.definition) {
        finding.definition.findings.push(finding);
      }
    }
  }

  static placed(type, name, location) {
    return `${type}\n${name}\n${location}`;
  }

  /** A definition of a code location by its name; several locations may have one of the same name. */
  find(type, name, location) {
    const first = this.byId.get(`${type}:${name}`);
    return !first || first.location === location ? first : this.located.get(Model.placed(type, name, location));
  }

  /** Definitions by a name that they share, in their order. */
  static grouped(definitions, nameOf) {
    const groups = new Map();
    for (const one of definitions) {
      const name = nameOf(one);
      if (!groups.has(name)) {
        groups.set(name, []);
      }
      groups.get(name).push(one);
    }
    return groups;
  }

  values(read) {
    return [...new Set(this.all.flatMap(read).filter(Boolean))].sort((a, b) => a.localeCompare(b));
  }

  ofType(type) {
    return this.all.filter((one) => one.type === type);
  }
}

function linkTo(definition) {
  return `#/catalogue/${encodeURIComponent(definition.id)}`;
}

function definitionLink(definition, text) {
  return h("a", { href: linkTo(definition) }, text || brokenAtSlashes(definition.name));
}

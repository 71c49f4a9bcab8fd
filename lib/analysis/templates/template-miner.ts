import { MAX_ALIASES, MAX_REMEMBERED_SHAPES, MAX_TEMPLATES, VARIABLE } from "./limits.ts";
import { LineScanner } from "./line-scanner.ts";
import { minedText } from "./mined-text.ts";
import { OPEN, type Template, templateId, templateText, tokenHashes } from "./template.ts";
import { readState, writeState } from "./template-state.ts";
import { covers, findWidening } from "./widen.ts";

const MAX_SAMPLE = 240;

/** Options of a {@link TemplateMiner}. */
export interface TemplateMinerOptions {
  /**
   * Templates to keep; the least used makes room.
   * @default 1000
   */
  readonly maxTemplates?: number;
}

/** What a miner knows of one template. */
export interface TemplateSummary {
  readonly id: string;
  /** The template's text, with `<*>` for what varies. */
  readonly text: string;
  /** Lines seen. */
  readonly count: number;
  /** Epoch milliseconds, as given to {@link TemplateMiner.add}. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The first line seen, cut to 240 characters. */
  readonly sample: string;
}

/**
 * Finds the templates of log lines as they come: the text that the program wrote, with `<*>` for what varies. What is
 * visibly a value (numbers, ids, addresses, paths, dates, quoted text, values behind `=`) is a variable at once; a word
 * becomes one when lines that are otherwise equal have shown enough different ones in its place. JSON records are mined
 * on their message and error. There is nothing to tune, the order of lines alone decides, and memory is bounded.
 */
export class TemplateMiner {
  readonly #scanner = new LineScanner();
  readonly #bySignature = new Map<number, Template[]>();
  readonly #aliases = new Map<string, string>();
  readonly #maxTemplates: number;
  #recent = new Map<number, Template>();
  #older = new Map<number, Template>();
  #size = 0;
  #sequence = 0;
  #age = 0;

  constructor(options: TemplateMinerOptions = {}) {
    this.#maxTemplates = options.maxTemplates ?? MAX_TEMPLATES;
  }

  /** How many templates there are now. */
  get size(): number {
    return this.#size;
  }

  /**
   * Counts one line, and returns the id of its template. An id may later resolve to a wider template: see {@link resolve}.
   * @param line The text of a log event; of several lines, the first and the last cause count.
   * @param time Epoch milliseconds of the event.
   * @param count How many such lines there were.
   */
  add(line: string, time = 0, count = 1): string {
    const text = minedText(line);
    this.#scanner.scan(text);
    const key = this.#scanner.tokens.key();
    const template = this.#remembered(key) ?? this.#find(line, key);
    template.count += count;
    if (time < template.firstSeen) template.firstSeen = time;
    if (time > template.lastSeen) template.lastSeen = time;
    template.use = this.#age + template.count;
    return template.id;
  }

  /** The id under which the lines of a template are counted now. */
  resolve(id: string): string {
    let resolved = id;
    for (let next = this.#aliases.get(id); next !== undefined; next = this.#aliases.get(next))
      resolved = next;
    return resolved;
  }

  /** All templates, those with most lines first. */
  templates(): TemplateSummary[] {
    return this.#all()
      .sort((one, other) => other.count - one.count || one.sequence - other.sequence)
      .map((template) => ({
        id: template.id,
        text: templateText(template),
        count: template.count,
        firstSeen: template.firstSeen,
        lastSeen: template.lastSeen,
        sample: template.sample,
      }));
  }

  /** All that the miner knows, as at most 64 KB of gzip. */
  state(): Uint8Array {
    const templates = this.#all().sort((one, other) => one.sequence - other.sequence);
    return writeState({ sequence: this.#sequence, age: this.#age, templates, aliases: [...this.#aliases] });
  }

  /**
   * A miner that goes on where another one stopped; the same lines get the same ids.
   * @param bytes What {@link state} gave.
   * @throws TemplateStateError when the bytes are damaged or of another version.
   */
  static restore(bytes: Uint8Array, options: TemplateMinerOptions = {}): TemplateMiner {
    const miner = new TemplateMiner(options);
    const { sequence, age, templates, aliases } = readState(bytes);
    for (const template of templates) miner.#insert(template);
    for (const [from, to] of aliases) miner.#aliases.set(from, to);
    miner.#sequence = Math.max(sequence, templates.length);
    miner.#age = age;
    return miner;
  }

  #all(): Template[] {
    return [...this.#bySignature.values()].flat();
  }

  #remembered(key: number): Template | undefined {
    let template = this.#recent.get(key);
    if (template === undefined) {
      template = this.#older.get(key);
      if (template === undefined) return undefined;
      this.#remember(key, template);
    }
    if (template.mergedInto !== undefined) {
      template = rootOf(template);
      this.#remember(key, template);
    }
    return template.evicted ? undefined : template;
  }

  #remember(key: number, template: Template): void {
    if (this.#recent.size >= MAX_REMEMBERED_SHAPES) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, template);
  }

  #find(line: string, key: number): Template {
    const signature = this.#scanner.tokens.signature();
    const shape = this.#shape(line, signature);
    let template: Template | undefined;
    for (const sibling of this.#bySignature.get(signature) ?? [])
      if (covers(sibling, shape) && (template === undefined || openings(sibling) < openings(template)))
        template = sibling;
    if (template === undefined) {
      if (this.#size >= this.#maxTemplates) this.#evict();
      this.#sequence++;
      this.#insert(shape);
      template = this.#widen(shape);
    }
    this.#remember(key, template);
    return template;
  }

  /** The last scanned line as a template of its own. */
  #shape(line: string, signature: number): Template {
    const scanned = this.#scanner.tokens;
    const tokens = Array.from({ length: scanned.count }, (_, index) => scanned.text(index));
    const shape = {
      tokens,
      hashes: tokenHashes(tokens),
      kinds: scanned.kinds.slice(0, scanned.count),
      spaced: scanned.spaced.slice(0, scanned.count),
    };
    return {
      ...shape,
      id: templateId(templateText(shape)),
      signature,
      sequence: this.#sequence,
      count: 0,
      firstSeen: Number.POSITIVE_INFINITY,
      lastSeen: Number.NEGATIVE_INFINITY,
      sample: line.slice(0, MAX_SAMPLE),
      use: this.#age,
      evicted: false,
    };
  }

  #insert(template: Template): void {
    const siblings = this.#bySignature.get(template.signature);
    if (siblings === undefined) this.#bySignature.set(template.signature, [template]);
    else siblings.push(template);
    this.#size++;
  }

  #remove(template: Template): void {
    const siblings = this.#bySignature.get(template.signature)!;
    if (siblings.length === 1) this.#bySignature.delete(template.signature);
    else siblings.splice(siblings.indexOf(template), 1);
    this.#size--;
  }

  /** Makes one template of a new one and its siblings as long as they show that a place varies. */
  #widen(template: Template): Template {
    let widest = template;
    for (;;) {
      const siblings = this.#bySignature.get(widest.signature)!;
      const widening = findWidening(widest, siblings);
      if (widening === undefined) return widest;
      const root = widening.members.reduce((one, other) => (other.sequence < one.sequence ? other : one));
      for (const place of widening.places) {
        root.kinds[place] = OPEN;
        root.tokens[place] = VARIABLE;
      }
      for (const member of widening.members)
        for (let place = 0; place < root.kinds.length; place++)
          if (member.kinds[place] === OPEN) {
            root.kinds[place] = OPEN;
            root.tokens[place] = VARIABLE;
          }
      for (const sibling of [...siblings])
        if (sibling !== root && (widening.members.includes(sibling) || covers(root, sibling)))
          this.#merge(sibling, root);
      widest = root;
    }
  }

  #merge(template: Template, root: Template): void {
    this.#remove(template);
    template.mergedInto = root;
    root.count += template.count;
    root.firstSeen = Math.min(root.firstSeen, template.firstSeen);
    root.lastSeen = Math.max(root.lastSeen, template.lastSeen);
    if (template.id === root.id) return;
    this.#aliases.delete(root.id);
    this.#aliases.set(template.id, root.id);
    if (this.#aliases.size > MAX_ALIASES) this.#aliases.delete(this.#aliases.keys().next().value!);
  }

  #evict(): void {
    let least: Template | undefined;
    for (const siblings of this.#bySignature.values())
      for (const template of siblings)
        if (
          least === undefined ||
          template.use < least.use ||
          (template.use === least.use && template.sequence < least.sequence)
        )
          least = template;
    if (least === undefined) return;
    this.#age = least.use;
    least.evicted = true;
    this.#remove(least);
  }
}

function rootOf(template: Template): Template {
  let root = template;
  while (root.mergedInto !== undefined) root = root.mergedInto;
  return root;
}

function openings(template: Template): number {
  let open = 0;
  for (const kind of template.kinds) if (kind === OPEN) open++;
  return open;
}

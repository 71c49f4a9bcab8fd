import type { Finding } from "./anomaly.ts";
import { CountModel } from "./count-model.ts";
import type { StoredKnownTemplate } from "./detector-state.ts";
import { judgedCount, type WindowContext } from "./judged-count.ts";
import { AnomalyKind, type Judgement, scoreOf } from "./judgement.ts";
import type { WindowCounts } from "./window-counts.ts";

const DAY = 86_400_000;
/** Windows (a day) before a template can be called new. */
const NEW_AFTER_WINDOWS = 288;
/** Errors of a new template within two windows, and other lines of one, that make it news. */
const NEW_ERRORS = 3;
const NEW_LINES = 30;
const NEW_SHARE = 0.15;
/** Windows (two hours) in which the level of a template is learned before it is judged. */
const SETTLED_WINDOWS = 24;
const MAX_TEMPLATES = 1_000;

interface KnownTemplate {
  firstSeen: number;
  /** Lines within the first windows, until it was news or became usual. */
  fresh: number;
  freshErrors: number;
  freshWindows: number;
  errors: boolean;
  model: CountModel;
  lastSeen: number;
}

/** Makes a finding about a template out of a judgement. */
export type FindingOf = (judgement: Judgement, template: string, sample: string | undefined) => Finding;

/** The templates of a group: which are new, and whether each comes as often as usual. */
export class KnownTemplates {
  readonly #templates = new Map<string, KnownTemplate>();
  readonly #excluded: Set<string>;
  readonly #onForgotten: (template: string) => void;

  /**
   * @param excluded ids of templates that are never judged
   * @param onForgotten called for the template that makes room for a new one
   */
  constructor(excluded: Set<string>, onForgotten: (template: string) => void) {
    this.#excluded = excluded;
    this.#onForgotten = onForgotten;
  }

  /** @param windows how many windows the group was watched */
  judge(window: WindowCounts, context: WindowContext, windows: number, findingOf: FindingOf): Finding[] {
    const findings: Finding[] = [];
    const total = Object.values(window.templates).reduce((sum, { count }) => sum + count, 0);
    const isNews = context.judged && windows > NEW_AFTER_WINDOWS;
    for (const [id, { count, errors, sample }] of Object.entries(window.templates)) {
      const known = this.#templates.get(id) ?? this.#meet(id, context.start, isNews);
      known.lastSeen = context.start;
      if (known.freshWindows > 0) {
        known.fresh += count;
        known.freshErrors += errors;
      }
      if (errors > 0) known.errors = true;
      const news = this.#news(id, known, total, context.caution);
      if (news !== undefined && context.judged) findings.push(findingOf(news, id, sample));
    }
    for (const [id, known] of this.#templates) {
      const here = window.templates[id];
      const fresh = known.freshWindows > 0;
      if (fresh) known.freshWindows--;
      const judgement = judgedCount(known.model, here?.count ?? 0, context, {
        // What is new is judged by its news; its level is learned first.
        judged: context.judged && known.model.windows >= SETTLED_WINDOWS,
        minimum: known.errors ? 5 : 10,
        // Errors that stop, and what was there for less than a day, are not missed.
        drops: !known.errors && context.start - known.firstSeen >= DAY,
      });
      if (judgement !== undefined && !fresh && !this.#excluded.has(id))
        findings.push(findingOf(judgement, id, here?.sample));
    }
    return findings;
  }

  /** Number of templates. */
  get size(): number {
    return this.#templates.size;
  }

  /**
   * What is known of each, as it is stored.
   *
   * @param seasons how many keep what they know of hours and days: those that come most often
   * @param time the window that is expected next
   */
  store(seasons: number, time: number): readonly (readonly [string, StoredKnownTemplate])[] {
    const byCount = [...this.#templates].sort(
      ([, one], [, other]) => other.model.expected(time).middle - one.model.expected(time).middle,
    );
    const kept = new Set(byCount.slice(0, seasons).map(([id]) => id));
    return [...this.#templates].map(([id, known]) => [id, storedTemplate(known, kept.has(id))] as const);
  }

  /** Takes back what was stored. */
  restore(stored: readonly (readonly [string, StoredKnownTemplate])[]): void {
    for (const [id, template] of stored) this.#templates.set(id, restoredTemplate(template));
  }

  #meet(id: string, start: number, isNews: boolean): KnownTemplate {
    if (this.#templates.size >= MAX_TEMPLATES) this.#forget();
    const known: KnownTemplate = {
      firstSeen: start,
      fresh: 0,
      freshErrors: 0,
      freshWindows: isNews ? 2 : 0,
      errors: false,
      model: new CountModel(),
      lastSeen: start,
    };
    this.#templates.set(id, known);
    return known;
  }

  #forget(): void {
    let oldest: string | undefined;
    let time = Number.POSITIVE_INFINITY;
    for (const [id, { lastSeen }] of this.#templates)
      if (lastSeen < time) {
        oldest = id;
        time = lastSeen;
      }
    if (oldest === undefined) return;
    this.#templates.delete(oldest);
    this.#onForgotten(oldest);
  }

  #news(id: string, known: KnownTemplate, total: number, caution: number): Judgement | undefined {
    if (known.freshWindows === 0 || this.#excluded.has(id)) return undefined;
    const errors = known.freshErrors >= NEW_ERRORS * caution;
    const lines = known.fresh >= Math.max(NEW_LINES, NEW_SHARE * total) * caution;
    if (!errors && !lines) return undefined;
    const seen = known.fresh;
    known.freshWindows = 0;
    const expected = { low: 0, middle: 0, high: 0 };
    const score = scoreOf(errors ? 4 + Math.sqrt(known.freshErrors) : 3 + Math.sqrt(seen) / 4, 4);
    return { kind: AnomalyKind.new, seen, expected, score };
  }
}

function storedTemplate(known: KnownTemplate, withSeason: boolean): StoredKnownTemplate {
  const { firstSeen, fresh, freshErrors, freshWindows, errors, lastSeen, model } = known;
  return {
    numbers: [firstSeen, fresh, freshErrors, freshWindows, errors ? 1 : 0, lastSeen],
    model: model.store(withSeason),
  };
}

function restoredTemplate(stored: StoredKnownTemplate): KnownTemplate {
  const [firstSeen = 0, fresh = 0, freshErrors = 0, freshWindows = 0, errors = 0, lastSeen = 0] =
    stored.numbers;
  const model = CountModel.restore(stored.model);
  return { firstSeen, fresh, freshErrors, freshWindows, errors: errors === 1, lastSeen, model };
}

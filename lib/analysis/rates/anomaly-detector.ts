import { type Anomaly, anomalyId, type Finding, reasonOf } from "./anomaly.ts";
import { CountModel, type CountModelOptions } from "./count-model.ts";
import {
  type MutedTime,
  readDetectorState,
  type StoredKnownTemplate,
  writeDetectorState,
} from "./detector-state.ts";
import { AnomalyKind, type Judgement, scoreOf } from "./judgement.ts";
import { ValueModel } from "./value-model.ts";
import { emptyWindow, isErrorLevel, type WindowCounts } from "./window-counts.ts";

/** The window of counting, in milliseconds. */
export const WINDOW_MS = 300_000;
const DAY = 86_400_000;
/** Windows (six hours) before anything is judged, and (a day) before a template can be called new. */
const LEARNING_WINDOWS = 72;
const NEW_AFTER_WINDOWS = 288;
/** Errors of a new template within two windows, and other lines of one, that make it news. */
const NEW_ERRORS = 3;
const NEW_LINES = 30;
const NEW_SHARE = 0.15;
const MIN_ARRIVALS = 30;
const ARRIVAL_SHARE = 0.25;
/** Windows without any finding after which the next one is another alert. */
const QUIET_WINDOWS = 6;
const MAX_SERIES = 1_000;
const MAX_SAMPLES = 3;
/** A longer silence than this is a stretch that was not watched. */
const MAX_GAP_WINDOWS = 288;

/** Options of an {@link AnomalyDetector}. */
export interface AnomalyDetectorOptions {
  /**
   * `low` wants clearer signs, `high` is content with fainter ones.
   * @default "medium"
   */
  readonly sensitivity?: "low" | "medium" | "high";
  /** Ids of templates that are never judged. */
  readonly excluded?: Iterable<string>;
  /** What a template is called: its text. */
  readonly textOf?: (template: string) => string | undefined;
}

const CAUTION = { low: 1.5, medium: 1, high: 0.8 } as const;

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

/**
 * Judges the windows of one group's events, one after the other: bursts, drops, silence and slow drift of templates, levels
 * and all events, templates that are new, durations that changed, events that come late or from the future. What is
 * unusual at the same time is one alert, with the reasons. Pure: the same windows give the same verdicts.
 */
export class AnomalyDetector {
  readonly #caution: number;
  readonly #excluded: Set<string>;
  readonly #textOf: (template: string) => string | undefined;
  readonly #templates = new Map<string, KnownTemplate>();
  readonly #levels = new Map<string, CountModel>();
  readonly #values = new Map<string, ValueModel>();
  #total = new CountModel();
  #muted: MutedTime[] = [];
  #windows = 0;
  #next = Number.NEGATIVE_INFINITY;
  #lastFinding = Number.NEGATIVE_INFINITY;
  #usualLate = 0;
  #usualFuture = 0;
  #lateUntil = 0;
  #futureUntil = 0;

  constructor(options: AnomalyDetectorOptions = {}) {
    this.#caution = CAUTION[options.sensitivity ?? "medium"];
    this.#excluded = new Set(options.excluded);
    this.#textOf = options.textOf ?? (() => undefined);
  }

  /** True until enough was seen to judge anything: six hours. */
  get learning(): boolean {
    return this.#windows < LEARNING_WINDOWS;
  }

  /** Windows seen. */
  get windows(): number {
    return this.#windows;
  }

  /** Start of the window that is expected next; minus infinity before the first. */
  get next(): number {
    return this.#next;
  }

  /** Judges this template no more. */
  exclude(template: string): void {
    this.#excluded.add(template);
  }

  /** Judges this template again. */
  include(template: string): void {
    this.#excluded.delete(template);
  }

  /** Alerts of nothing in this time, and takes what comes in it as the usual. */
  mute(time: MutedTime): void {
    const others = this.#muted.filter(({ from, to }) => from !== time.from || to !== time.to);
    this.#muted = [...others.filter(({ to }) => !(to <= this.#next - DAY)), time];
  }

  /**
   * Takes the next window. Windows without events that lie between are taken as such.
   * @param window Later than all before; an earlier one is refused.
   * @returns What people should look at: mostly nothing.
   * @throws RangeError when the window is not later than the last one.
   */
  observe(window: WindowCounts): Anomaly[] {
    if (window.start < this.#next)
      throw new RangeError(
        `the window of ${new Date(window.start).toISOString()} comes too late: expected ${new Date(this.#next).toISOString()} or later`,
      );
    const found: Anomaly[] = [];
    if (this.#next !== Number.NEGATIVE_INFINITY && window.start - this.#next <= MAX_GAP_WINDOWS * WINDOW_MS)
      while (this.#next < window.start) found.push(...this.#one(emptyWindow(this.#next)));
    found.push(...this.#one(window));
    return found;
  }

  #one(window: WindowCounts): Anomaly[] {
    this.#next = window.start + WINDOW_MS;
    this.#windows++;
    const muted = this.#isMuted(window.start);
    const judged = !muted && this.#windows > LEARNING_WINDOWS;
    const findings = [
      ...this.#templateFindings(window, judged, muted),
      ...this.#levelFindings(window, judged, muted),
      ...this.#valueFindings(window, judged),
      ...this.#arrivalFindings(window, judged),
    ];
    return this.#alert(findings, window);
  }

  #isMuted(start: number): boolean {
    return this.#muted.some(({ from, to }) => start + WINDOW_MS > from && start < to);
  }

  #templateFindings(window: WindowCounts, judged: boolean, muted: boolean): Finding[] {
    const findings: Finding[] = [];
    const total = Object.values(window.templates).reduce((sum, { count }) => sum + count, 0);
    for (const [id, { count, errors, sample }] of Object.entries(window.templates)) {
      const known = this.#templates.get(id) ?? this.#meet(id, window.start, judged);
      known.lastSeen = window.start;
      if (known.freshWindows > 0) {
        known.fresh += count;
        known.freshErrors += errors;
      }
      if (errors > 0) known.errors = true;
      const news = this.#news(id, known, total, sample);
      if (news !== undefined && judged) findings.push(news);
    }
    for (const [id, known] of this.#templates) {
      const here = window.templates[id];
      const fresh = known.freshWindows > 0;
      if (fresh) known.freshWindows--;
      // What is new is judged by its news; its level is learned for two hours first.
      const settled = known.model.windows >= 24;
      const minimum = known.errors ? 5 : 10;
      // Errors that stop, and what was there for less than a day, are not missed.
      const drops = !known.errors && window.start - known.firstSeen >= DAY;
      const options = { caution: this.#caution, minimum, drops };
      const judgement = judgeCount(
        known.model,
        window.start,
        here?.count ?? 0,
        judged && settled,
        muted,
        options,
      );
      if (judgement !== undefined && !fresh && !this.#excluded.has(id))
        findings.push(this.#finding(judgement, "template", id, here?.sample));
    }
    return findings;
  }

  #meet(id: string, start: number, judged: boolean): KnownTemplate {
    if (this.#templates.size >= MAX_SERIES) this.#forget();
    const isNews = judged && this.#windows > NEW_AFTER_WINDOWS;
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
    this.#values.delete(oldest);
  }

  #news(id: string, known: KnownTemplate, total: number, sample: string): Finding | undefined {
    if (known.freshWindows === 0 || this.#excluded.has(id)) return undefined;
    const errors = known.freshErrors >= NEW_ERRORS * this.#caution;
    const lines = known.fresh >= Math.max(NEW_LINES, NEW_SHARE * total) * this.#caution;
    if (!errors && !lines) return undefined;
    const seen = known.fresh;
    known.freshWindows = 0;
    const expected = { low: 0, middle: 0, high: 0 };
    const score = scoreOf(errors ? 4 + Math.sqrt(known.freshErrors) : 3 + Math.sqrt(seen) / 4, 4);
    return this.#finding({ kind: AnomalyKind.new, seen, expected, score }, "template", id, sample);
  }

  #levelFindings(window: WindowCounts, judged: boolean, muted: boolean): Finding[] {
    const findings: Finding[] = [];
    for (const level of Object.keys(window.levels))
      if (!this.#levels.has(level) && this.#levels.size < 20) this.#levels.set(level, new CountModel());
    for (const [level, model] of this.#levels) {
      const settled = judged && model.windows >= 24;
      const options = { caution: this.#caution, minimum: 10, drops: !isErrorLevel(level), drift: false };
      const judgement = judgeCount(model, window.start, window.levels[level] ?? 0, settled, muted, options);
      if (judgement !== undefined) findings.push(this.#finding(judgement, "level", level, undefined));
    }
    const all = Object.values(window.templates).reduce((sum, { count }) => sum + count, 0);
    const options = { caution: this.#caution, minimum: 20, drift: false };
    const judgement = judgeCount(this.#total, window.start, all, judged, muted, options);
    if (judgement !== undefined) findings.push(this.#finding(judgement, "total", "all", undefined));
    return findings;
  }

  #valueFindings(window: WindowCounts, judged: boolean): Finding[] {
    const findings: Finding[] = [];
    for (const [id, summary] of Object.entries(window.values)) {
      let model = this.#values.get(id);
      if (model === undefined) {
        if (this.#values.size >= MAX_SERIES) continue;
        model = new ValueModel();
        this.#values.set(id, model);
      }
      const judgement = model.observe(summary, judged, this.#caution);
      if (judgement !== undefined && !this.#excluded.has(id))
        findings.push(this.#finding(judgement, "value", id, window.templates[id]?.sample));
    }
    return findings;
  }

  #arrivalFindings(window: WindowCounts, judged: boolean): Finding[] {
    const findings: Finding[] = [];
    const usual = this.#total.expected(window.start).middle;
    const check = (kind: "late" | "future", seen: number, before: number, until: number): number => {
      const limit = Math.max(MIN_ARRIVALS, ARRIVAL_SHARE * usual, 10 * before) * this.#caution;
      if (seen < limit) return until;
      if (judged && window.start >= until) {
        const expected = { low: 0, middle: before, high: Math.max(before * 3, 1) };
        const judgement = { kind, seen, expected, score: scoreOf((4 * seen) / limit, 4) };
        findings.push(this.#finding(judgement, "arrival", kind, undefined));
      }
      return window.start + (QUIET_WINDOWS + 1) * WINDOW_MS;
    };
    this.#lateUntil = check(AnomalyKind.late, window.late, this.#usualLate, this.#lateUntil);
    this.#futureUntil = check(AnomalyKind.future, window.future, this.#usualFuture, this.#futureUntil);
    this.#usualLate += 0.005 * (window.late - this.#usualLate);
    this.#usualFuture += 0.005 * (window.future - this.#usualFuture);
    return findings;
  }

  #finding(
    judgement: Judgement,
    type: Finding["series"]["type"],
    key: string,
    sample: string | undefined,
  ): Finding {
    return { ...judgement, series: { type, key, text: this.#words(type, key) }, sample };
  }

  #words(type: Finding["series"]["type"], key: string): string {
    if (type === "template") return this.#textOf(key) ?? key;
    if (type === "value") return `"${this.#textOf(key) ?? key}"`;
    if (type === "level") return `events of level ${key}`;
    return type === "total" ? "events of all kinds" : `${key} events`;
  }

  /** What is found while an alert is young or goes on belongs to it, but an error that is new is news. */
  #alert(findings: readonly Finding[], window: WindowCounts): Anomaly[] {
    if (findings.length === 0) return [];
    const quiet = window.start - this.#lastFinding > QUIET_WINDOWS * WINDOW_MS;
    const young = window.start - this.#lastFinding <= WINDOW_MS;
    const newError = findings.some(({ kind }) => kind === AnomalyKind.new);
    this.#lastFinding = window.start;
    if (!quiet && (young || !newError)) return [];
    const ordered = [...findings].sort((one, other) => weight(other) - weight(one));
    const head = ordered[0]!;
    const minutes = WINDOW_MS / 60_000;
    const change = looksLikeChange(findings);
    const reason = reasonOf(head, window.start, minutes);
    return [
      {
        id: anomalyId(this.#next, findings),
        since: window.start,
        at: this.#next,
        kind: change ? "change" : head.kind,
        series: head.series,
        seen: head.seen,
        expected: head.expected,
        score: Math.max(...findings.map(({ score }) => score)),
        reason: change
          ? `${reason}; ${findings.length} kinds of lines changed at once, as after a deploy`
          : reason,
        samples: ordered
          .flatMap(({ sample }) => (sample === undefined ? [] : [sample]))
          .slice(0, MAX_SAMPLES),
        findings: ordered,
      },
    ];
  }

  /** All that the detector knows, as at most 1 MB of gzip; seasons of the rarest templates are left out where it would be more. */
  state(): Uint8Array {
    const templates = [...this.#templates].map(([id, known]) => ({ id, known }));
    return writeDetectorState((seasons) => {
      const kept = new Set(
        [...templates]
          .sort(
            (one, other) =>
              other.known.model.expected(this.#next).middle - one.known.model.expected(this.#next).middle,
          )
          .slice(0, seasons)
          .map(({ id }) => id),
      );
      return {
        windows: this.#windows,
        next: this.#next,
        lastFinding: Number.isFinite(this.#lastFinding) ? this.#lastFinding : undefined,
        arrivals: [this.#usualLate, this.#usualFuture, this.#lateUntil, this.#futureUntil],
        muted: this.#muted,
        excluded: [...this.#excluded],
        total: this.#total.store(true),
        levels: [...this.#levels].map(([level, model]) => [level, model.store(true)] as const),
        values: [...this.#values].map(([id, model]) => [id, model.store()] as const),
        templates: templates.map(({ id, known }) => [id, storedTemplate(known, kept.has(id))] as const),
      };
    }, templates.length);
  }

  /**
   * A detector that goes on where another one stopped.
   * @throws DetectorStateError when the bytes are damaged or of another version.
   */
  static restore(bytes: Uint8Array, options: AnomalyDetectorOptions = {}): AnomalyDetector {
    const stored = readDetectorState(bytes);
    const detector = new AnomalyDetector({
      ...options,
      excluded: [...stored.excluded, ...(options.excluded ?? [])],
    });
    detector.#windows = stored.windows;
    detector.#next = stored.next ?? Number.NEGATIVE_INFINITY;
    detector.#lastFinding = stored.lastFinding ?? Number.NEGATIVE_INFINITY;
    [detector.#usualLate, detector.#usualFuture, detector.#lateUntil, detector.#futureUntil] =
      stored.arrivals;
    detector.#muted = [...stored.muted];
    detector.#total = CountModel.restore(stored.total);
    for (const [level, model] of stored.levels) detector.#levels.set(level, CountModel.restore(model));
    for (const [id, model] of stored.values) detector.#values.set(id, ValueModel.restore(model));
    for (const [id, template] of stored.templates) detector.#templates.set(id, restoredTemplate(template));
    return detector;
  }
}

function judgeCount(
  model: CountModel,
  start: number,
  count: number,
  judged: boolean,
  muted: boolean,
  options: CountModelOptions,
): Judgement | undefined {
  const judgement = model.observe(start, count, judged, options);
  if (muted) model.relearn(start, count);
  return judgement;
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

/** What tells people most comes first: new errors, then what has a text, then how unusual it is. */
function weight({ kind, series, score }: Finding): number {
  const what =
    series.type === "template" ? 2 : series.type === "value" ? 1.5 : series.type === "arrival" ? 1 : 0;
  return (kind === AnomalyKind.new ? 4 : 0) + what + score;
}

function looksLikeChange(findings: readonly Finding[]): boolean {
  const templates = findings.filter(({ series }) => series.type === "template");
  const more = templates.some(({ kind }) => kind === AnomalyKind.new || kind === AnomalyKind.burst);
  const less = templates.some(({ kind }) => kind === AnomalyKind.drop || kind === AnomalyKind.silence);
  return templates.length >= 3 && more && less;
}

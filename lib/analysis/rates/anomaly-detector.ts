import { AlertGrouping, QUIET_WINDOWS } from "./alert-grouping.ts";
import type { Anomaly, Finding } from "./anomaly.ts";
import { ArrivalWatch } from "./arrival-watch.ts";
import { CountModel } from "./count-model.ts";
import { type MutedTime, readDetectorState, writeDetectorState } from "./detector-state.ts";
import { judgedCount, type WindowContext } from "./judged-count.ts";
import { AnomalyKind, type Judgement } from "./judgement.ts";
import { KnownTemplates } from "./known-templates.ts";
import { ValueModel } from "./value-model.ts";
import { emptyWindow, isErrorLevel, WINDOW_MS, type WindowCounts } from "./window-counts.ts";

const DAY = 86_400_000;
/** Windows (six hours) before anything is judged, and (two hours) before a level is. */
const LEARNING_WINDOWS = 72;
const SETTLED_WINDOWS = 24;
const MAX_VALUES = 1_000;
const MAX_LEVELS = 20;
/** A longer silence than this is a stretch that was not watched. */
const MAX_GAP_WINDOWS = 288;
/** By how much more than the group a template may have changed and still have changed with it. */
const MAX_SHARED_CHANGE = 1.3;
/** Events of a window of which none may come by chance. */
const RARELY = 3;

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

/**
 * Judges the windows of one group's events, one after the other: bursts, drops, silence and slow drift of templates, levels
 * and all events, templates that are new, durations that changed, events that come late or from the future. What is
 * unusual at the same time is one alert, with the reasons. Pure: the same windows give the same verdicts.
 */
export class AnomalyDetector {
  readonly #caution: number;
  readonly #excluded: Set<string>;
  readonly #textOf: (template: string) => string | undefined;
  readonly #templates: KnownTemplates;
  readonly #levels = new Map<string, CountModel>();
  readonly #values = new Map<string, ValueModel>();
  readonly #arrivals = new ArrivalWatch((QUIET_WINDOWS + 1) * WINDOW_MS);
  readonly #alerts = new AlertGrouping();
  #total = new CountModel();
  #muted: MutedTime[] = [];
  #windows = 0;
  #next = Number.NEGATIVE_INFINITY;

  constructor(options: AnomalyDetectorOptions = {}) {
    this.#caution = CAUTION[options.sensitivity ?? "medium"];
    this.#excluded = new Set(options.excluded);
    this.#textOf = options.textOf ?? (() => undefined);
    this.#templates = new KnownTemplates(this.#excluded, (id) => this.#values.delete(id));
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
    const { start } = window;
    this.#next = start + WINDOW_MS;
    this.#windows++;
    const muted = this.#isMuted(start);
    const judged = !muted && this.#windows > LEARNING_WINDOWS;
    const context: WindowContext = { start, judged, muted, caution: this.#caution };
    const findings = [
      ...this.#templates
        .judge(window, context, this.#windows, (judgement, id, sample) =>
          this.#finding(judgement, "template", id, sample),
        )
        .filter((finding) => !this.#isPartOfChange(finding, start)),
      ...this.#levelFindings(window, context),
      ...this.#valueFindings(window, judged),
      ...this.#arrivals
        .judge(window, { judged, caution: this.#caution, usual: this.#total.expected(start).middle })
        .map((judgement) => this.#finding(judgement, "arrival", judgement.kind, undefined)),
    ];
    return this.#alerts.alerts(findings, start);
  }

  #isMuted(start: number): boolean {
    return this.#muted.some(({ from, to }) => start + WINDOW_MS > from && start < to);
  }

  /** What seems to rise slowly or to be missing, while the whole group changed as much at once and that was told, is the same news. */
  #isPartOfChange({ kind, seen, expected }: Finding, start: number): boolean {
    const change = this.#total.change(start);
    if (kind === AnomalyKind.drift)
      return change > 1 && seen <= MAX_SHARED_CHANGE * this.#total.besideLastWeek * expected.middle;
    if (kind === AnomalyKind.burst) return change > 1 && seen <= MAX_SHARED_CHANGE * change * expected.middle;
    if (kind === AnomalyKind.drop) return change < 1 && MAX_SHARED_CHANGE * seen >= change * expected.middle;
    return kind === AnomalyKind.silence && change < 1 && change * expected.middle < RARELY;
  }

  #levelFindings(window: WindowCounts, context: WindowContext): Finding[] {
    const findings: Finding[] = [];
    for (const level of Object.keys(window.levels))
      if (!this.#levels.has(level) && this.#levels.size < MAX_LEVELS)
        this.#levels.set(level, new CountModel());
    for (const [level, model] of this.#levels) {
      const judgement = judgedCount(model, window.levels[level] ?? 0, context, {
        judged: context.judged && model.windows >= SETTLED_WINDOWS,
        minimum: 10,
        drops: !isErrorLevel(level),
        drift: false,
      });
      if (judgement !== undefined) findings.push(this.#finding(judgement, "level", level, undefined));
    }
    const all = Object.values(window.templates).reduce((sum, { count }) => sum + count, 0);
    const { judged } = context;
    const judgement = judgedCount(this.#total, all, context, { judged, minimum: 20, drift: false });
    if (judgement !== undefined) findings.push(this.#finding(judgement, "total", "all", undefined));
    return findings;
  }

  #valueFindings(window: WindowCounts, judged: boolean): Finding[] {
    const findings: Finding[] = [];
    for (const [id, summary] of Object.entries(window.values)) {
      let model = this.#values.get(id);
      if (model === undefined) {
        if (this.#values.size >= MAX_VALUES) continue;
        model = new ValueModel();
        this.#values.set(id, model);
      }
      const judgement = model.observe(summary, judged, this.#caution);
      if (judgement !== undefined && !this.#excluded.has(id))
        findings.push(this.#finding(judgement, "value", id, window.templates[id]?.sample));
    }
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

  /** All that the detector knows, as at most 1 MB of gzip; seasons of the rarest templates are left out where it would be more. */
  state(): Uint8Array {
    const { last } = this.#alerts;
    return writeDetectorState(
      (seasons) => ({
        windows: this.#windows,
        next: this.#next,
        lastFinding: Number.isFinite(last) ? last : undefined,
        arrivals: this.#arrivals.store(),
        muted: this.#muted,
        excluded: [...this.#excluded],
        total: this.#total.store(true),
        levels: [...this.#levels].map(([level, model]) => [level, model.store(true)] as const),
        values: [...this.#values].map(([id, model]) => [id, model.store()] as const),
        templates: this.#templates.store(seasons, this.#next),
      }),
      this.#templates.size,
    );
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
    detector.#alerts.last = stored.lastFinding ?? Number.NEGATIVE_INFINITY;
    detector.#arrivals.restore(stored.arrivals);
    detector.#muted = [...stored.muted];
    detector.#total = CountModel.restore(stored.total);
    for (const [level, model] of stored.levels) detector.#levels.set(level, CountModel.restore(model));
    for (const [id, model] of stored.values) detector.#values.set(id, ValueModel.restore(model));
    detector.#templates.restore(stored.templates);
    return detector;
  }
}

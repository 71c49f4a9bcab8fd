import {
  type CompiledPattern,
  compilePattern,
  compileSelector,
  MessageView,
  PatternSet,
  type Selector,
} from "cumulog/semantics/pattern";
import { FunctionConfigurationError } from "../shared/configuration.ts";
import type { RuleConfiguration } from "./configuration.ts";
import type { EventSource, OutgoingEvent } from "./event.ts";
import { groupTest } from "./group-test.ts";

/** What came of the rules for one event. */
export type Verdict = "keep" | "drop";

/** Told of rules that matched. */
export interface RuleListener {
  metric(
    rule: MetricRule,
    value: number,
    dimensions: Readonly<Record<string, string>>,
    timestamp: number,
  ): void;
  alert(rule: AlertRule, event: OutgoingEvent): void;
}

export interface MetricRule {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly unit: string | undefined;
  /** Whether every match counts the same, so that matches may be summed. */
  readonly isConstant: boolean;
}

export interface AlertRule {
  readonly name: string;
  readonly pattern: string;
  readonly topicArn: string;
  readonly description: string | undefined;
}

type Step = (view: MessageView, event: OutgoingEvent, listener: RuleListener) => Verdict | OutgoingEvent;

interface Rule {
  readonly pattern: CompiledPattern;
  readonly step: Step;
  readonly appliesTo: (logGroup: string) => boolean;
}

/** Rules made ready for any number of events. */
export class RuleSet {
  readonly #rules: readonly Rule[];
  readonly #byGroup = new Map<string, { readonly rules: readonly Rule[]; readonly patterns: PatternSet }>();

  /** Names of the rules that alert. */
  readonly alertNames: readonly string[];

  private constructor(rules: readonly Rule[], alertNames: readonly string[]) {
    this.#rules = rules;
    this.alertNames = alertNames;
  }

  /** @throws FunctionConfigurationError that names the rule whose pattern, selector or expression is wrong. */
  static async compile(configurations: readonly RuleConfiguration[]): Promise<RuleSet> {
    const rules: Rule[] = [];
    for (const configuration of configurations) {
      try {
        const pattern = compilePattern(configuration.pattern);
        const step = await compileStep(configuration, pattern);
        rules.push({ pattern, step, appliesTo: groupTest(configuration.logGroups) });
      } catch (cause) {
        throw new FunctionConfigurationError(`Rule ${configuration.name}: ${(cause as Error).message}`, {
          cause,
        });
      }
    }
    const alerting = configurations.filter(({ action }) => action.type === "alert");
    return new RuleSet(
      rules,
      alerting.map(({ name }) => name),
    );
  }

  /** The rules for one log group; undefined if there are none, so that nothing needs to be decoded. */
  forSource({ logGroup }: EventSource): SourceRules | undefined {
    let known = this.#byGroup.get(logGroup);
    if (known === undefined) {
      const rules = this.#rules.filter((rule) => rule.appliesTo(logGroup));
      known = { rules, patterns: new PatternSet(rules.map(({ pattern }) => pattern)) };
      if (this.#byGroup.size >= GROUPS_KEPT) this.#byGroup.clear();
      this.#byGroup.set(logGroup, known);
    }
    const { rules, patterns } = known;
    if (rules.length === 0) return undefined;
    return {
      apply: (event, listener) => apply(rules, patterns, event, listener),
      forget: () => patterns.forget(),
    };
  }
}

const GROUPS_KEPT = 1_000;

/** The rules that apply to the events of one log group. */
export interface SourceRules {
  /** The event as it goes on, or undefined if it goes no further. */
  apply(event: OutgoingEvent, listener: RuleListener): OutgoingEvent | undefined;
  /** Lets go of the last event. */
  forget(): void;
}

function apply(
  rules: readonly Rule[],
  patterns: PatternSet,
  given: OutgoingEvent,
  listener: RuleListener,
): OutgoingEvent | undefined {
  let view = viewOf(given);
  const matches = patterns.match(view);
  let event = given;
  for (const { index } of matches) {
    const result = rules[index]!.step(view, event, listener);
    if (result === "drop") return undefined;
    if (result === "keep") continue;
    // A changed message may match other rules than the one that came.
    event = result;
    view = viewOf(result);
    return applySingly(rules, index + 1, view, event, listener);
  }
  return event;
}

function viewOf(event: OutgoingEvent): MessageView {
  return new MessageView(event.escaped ?? (JSON.parse(event.rawMessage) as string));
}

function applySingly(
  rules: readonly Rule[],
  from: number,
  given: MessageView,
  changed: OutgoingEvent,
  listener: RuleListener,
): OutgoingEvent | undefined {
  let view = given;
  let event = changed;
  for (let index = from; index < rules.length; index += 1) {
    const rule = rules[index]!;
    if (!rule.pattern.test(view)) continue;
    const result = rule.step(view, event, listener);
    if (result === "drop") return undefined;
    if (result === "keep") continue;
    event = result;
    view = viewOf(result);
  }
  return event;
}

async function compileStep(configuration: RuleConfiguration, pattern: CompiledPattern): Promise<Step> {
  const { action } = configuration;
  switch (action.type) {
    case "drop":
      return () => "drop";
    case "sample":
      return (_view, event) => (share(event.id) < action.rate ? "keep" : "drop");
    case "alert": {
      const rule = {
        name: configuration.name,
        pattern: configuration.pattern,
        ...action,
        description: action.description,
      };
      return (_view, event, listener) => {
        listener.alert(rule, event);
        return "keep";
      };
    }
    case "metric":
      return metricStep(configuration.name, action, pattern);
    case "redact": {
      const { RE2JS } = await import("re2js");
      const expression = RE2JS.compile(action.find);
      return (view, event) => {
        const text = expression.matcher(view.text).replaceAll(action.replacement.replaceAll("$", "$$$$"));
        if (text === view.text) return "keep";
        return { id: event.id, timestamp: event.timestamp, rawMessage: JSON.stringify(text) };
      };
    }
  }
}

function metricStep(
  name: string,
  action: RuleConfiguration["action"] & { type: "metric" },
  pattern: CompiledPattern,
): Step {
  const value = action.value;
  const valueSelector = typeof value === "number" ? undefined : declared(value, pattern);
  const dimensions = Object.entries(action.dimensions).map(([dimension, source]) => ({
    dimension,
    selector: declared(source, pattern),
  }));
  const rule: MetricRule = {
    name,
    namespace: action.namespace,
    metric: action.metric,
    unit: action.unit,
    isConstant: valueSelector === undefined,
  };
  return (view, event, listener) => {
    const found = valueSelector === undefined ? value : pattern.read(view, valueSelector);
    const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
    if (typeof number !== "number" || !Number.isFinite(number)) return "keep";
    const values: Record<string, string> = {};
    for (const { dimension, selector } of dimensions) {
      const read = pattern.read(view, selector);
      // Without one of its dimensions it would be another metric, which nobody has declared.
      if (read === undefined || read === null || read === "") return "keep";
      values[dimension] = String(read);
    }
    listener.metric(rule, number, values, event.timestamp);
    return "keep";
  };
}

function declared(source: string, pattern: CompiledPattern): Selector {
  const selector = compileSelector(source);
  if (selector === undefined || !pattern.declares(selector)) {
    throw new Error(`the selector ${source} means nothing for the pattern ${JSON.stringify(pattern.source)}`);
  }
  return selector;
}

/** A number from 0 to 1 that is the same for an event however often it is delivered. */
function share(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

import type { Metrics } from "cumulog/metrics";
import { type ScannedLogEvent, scanSubscription } from "cumulog/semantics";
import type { DeadLetter } from "../shared/dead-letter.ts";
import { KnownIds } from "../shared/known-ids.ts";
import { PendingAlerts } from "./alerts.ts";
import { deadLetters } from "./dead-letters.ts";
import type { RoutedDestination } from "./destinations/create-destination.ts";
import type { EventSource, FailedEvent, OutgoingEvent } from "./event.ts";
import { KnownEvents } from "./known-events.ts";
import { RuleMetrics } from "./rule-metrics.ts";
import type { RuleListener, RuleSet } from "./rules.ts";

/** What the processor works with, made once for a process. */
export interface ProcessorParts {
  readonly rules: RuleSet;
  readonly destinations: readonly RoutedDestination[];
  readonly functionName: string;
  /** Log group of the function itself, whose events it refuses. */
  readonly ownLogGroup: string;
  readonly region: string | undefined;
  /** What was done lately, per target, so that a retry of Lambda repeats only what failed. */
  readonly done: Map<string, KnownEvents>;
  /** Events that made an alert lately, by its rule. */
  readonly alerted: Map<string, KnownIds>;
  /** Metrics by namespace; flushed by the caller. */
  readonly metricsFor: (namespace: string) => Metrics;
}

/** Account of one invocation: `received = processed + filtered + failed`. */
export interface Ledger {
  readonly received: number;
  readonly processed: number;
  /** Dropped by a rule or sampled out. */
  readonly filtered: number;
  /** Not taken by at least one target; they are in the letters. */
  readonly failed: number;
  /** Events that each target did not take. */
  readonly failedByTarget: ReadonlyMap<string, number>;
  readonly letters: readonly DeadLetter[];
  /** Nothing to account for: a probe of the service, or events of the processor's own log group. */
  readonly isSilent: boolean;
}

const NOTHING = {
  received: 0,
  processed: 0,
  filtered: 0,
  failed: 0,
  failedByTarget: new Map(),
  letters: [],
} as const;
const IDS_PER_TARGET = 100_000;
/** Bytes to which a payload may unpack; the largest that Lambda can receive has 6 MB before. */
const UNPACKED_BYTES = 128 * 1024 * 1024;

/**
 * Processes one subscription payload.
 *
 * @param only targets to serve when the payload is a repetition of what failed; undefined for rules and all destinations
 * @throws MalformedSubscriptionError, SubscriptionTooLargeError for a payload that cannot be read
 */
export async function processPayload(
  data: string,
  only: readonly string[] | undefined,
  parts: ProcessorParts,
  deadline: number,
): Promise<Ledger> {
  const payload = scanSubscription(data, { maxBytes: UNPACKED_BYTES });
  if (payload.messageType === "CONTROL_MESSAGE") {
    return { ...NOTHING, isSilent: true };
  }
  const received = payload.logEvents.length;
  if (payload.logGroup === parts.ownLogGroup) {
    return { ...NOTHING, received, filtered: received, isSilent: true };
  }
  const source = { owner: payload.owner, logGroup: payload.logGroup, logStream: payload.logStream };
  const poison: FailedEvent[] = [];
  const runsRules =
    only === undefined || only.some((target) => target === "rules" || target.startsWith("alert:"));
  const kept = runsRules
    ? applyRules(payload.logEvents, source, only, parts, poison)
    : unchanged(payload.logEvents, source);
  const failures = await deliver(kept, source, only, parts, deadline);
  if (poison.length > 0) failures.set("rules", [...(failures.get("rules") ?? []), ...poison]);
  const failedIds = new Set([...failures.values()].flat().map(({ event }) => event.id));
  const letters = [...failures].flatMap(([target, failed]) =>
    deadLetters(target, failed, source, parts.functionName),
  );
  const keptAndFailed = failedIds.size === 0 ? 0 : kept.events.filter(({ id }) => failedIds.has(id)).length;
  const processed = kept.events.length - keptAndFailed;
  const failed = keptAndFailed + kept.filteredIds.filter((id) => failedIds.has(id)).length + poison.length;
  const failedByTarget = new Map([...failures].map(([target, events]) => [target, events.length]));
  const filtered = received - processed - failed;
  return { received, processed, filtered, failed, failedByTarget, letters, isSilent: false };
}

interface Kept {
  readonly events: readonly OutgoingEvent[];
  /** Events that go no further, but may still be part of an alert. */
  readonly filteredIds: readonly string[];
  readonly alerts: PendingAlerts;
  /** Events that made an alert, by the alert's rule. */
  readonly alerting: Map<string, OutgoingEvent[]>;
}

function unchanged(events: readonly ScannedLogEvent[], source: EventSource): Kept {
  return { events, filteredIds: [], alerts: new PendingAlerts(source), alerting: new Map() };
}

function applyRules(
  events: readonly ScannedLogEvent[],
  source: EventSource,
  only: readonly string[] | undefined,
  parts: ProcessorParts,
  poison: FailedEvent[],
): Kept {
  const rules = parts.rules.forSource(source);
  if (rules === undefined) return unchanged(events, source);
  const alerts = new PendingAlerts(source);
  const alerting = new Map<string, OutgoingEvent[]>();
  const metrics = new RuleMetrics(parts.metricsFor);
  const known = knownEvents(parts, "rules").add(events, streamOf(source));
  let isRepetition = false;
  const listener: RuleListener = {
    metric: (rule, value, dimensions, timestamp) => {
      if (!isRepetition && isWanted(only, "rules")) metrics.add(rule, value, dimensions, timestamp);
    },
    alert: (rule, event) => {
      const target = `alert:${rule.name}`;
      if (!isWanted(only, target) || alertedIds(parts, rule.name).has(event.id)) return;
      alerts.add(rule, event);
      const list = alerting.get(target);
      if (list === undefined) alerting.set(target, [event]);
      else list.push(event);
    },
  };
  const kept: OutgoingEvent[] = [];
  const filteredIds: string[] = [];
  for (const event of events) {
    isRepetition = known.has(event);
    let result: OutgoingEvent | undefined;
    try {
      result = rules.apply(event, listener);
    } catch (error) {
      poison.push({ event, reason: `${(error as Error).name}: ${(error as Error).message}` });
      continue;
    }
    if (result === undefined) filteredIds.push(event.id);
    else kept.push(result);
  }
  rules.forget();
  metrics.publish();
  return { events: kept, filteredIds, alerts, alerting };
}

async function deliver(
  kept: Kept,
  source: EventSource,
  only: readonly string[] | undefined,
  parts: ProcessorParts,
  deadline: number,
): Promise<Map<string, readonly FailedEvent[]>> {
  const failures = new Map<string, readonly FailedEvent[]>();
  const wanted = parts.destinations.filter(
    (destination) =>
      isWanted(only, destination.name) &&
      destination.takesFrom(source.logGroup) &&
      destination.logGroup !== source.logGroup,
  );
  const forwards = wanted.map(async (destination) => {
    const done = knownEvents(parts, destination.name);
    const known = done.known(kept.events, streamOf(source));
    const fresh = known.size === 0 ? kept.events : kept.events.filter((event) => !known.has(event));
    const failed = await destination.forward(fresh, source, deadline, (events) => {
      done.add(events, streamOf(source));
    });
    if (failed.length > 0) failures.set(destination.name, failed);
  });
  const alerts = kept.alerts.rules.map(async (rule) => {
    const target = `alert:${rule.name}`;
    const events = kept.alerting.get(target) ?? [];
    try {
      await kept.alerts.publish(rule, parts.region, deadline);
      const alerted = alertedIds(parts, rule.name);
      for (const { id } of events) alerted.add(id);
    } catch (error) {
      const reason = `${(error as Error).name}: ${(error as Error).message}`;
      failures.set(
        target,
        events.map((event) => ({ event, reason })),
      );
    }
  });
  await Promise.all([...forwards, ...alerts]);
  return failures;
}

/** Events that failed in the rules have met no target yet. */
function isWanted(only: readonly string[] | undefined, target: string): boolean {
  return only === undefined || only.includes(target) || only.includes("rules");
}

function knownEvents({ done }: ProcessorParts, target: string): KnownEvents {
  const known = done.get(target) ?? new KnownEvents(IDS_PER_TARGET);
  done.set(target, known);
  return known;
}

function alertedIds({ alerted }: ProcessorParts, rule: string): KnownIds {
  const known = alerted.get(rule) ?? new KnownIds(IDS_PER_TARGET);
  alerted.set(rule, known);
  return known;
}

/** Events keep their ids wherever they come from, and no two streams are one. */
const streamOf = ({ owner, logGroup, logStream }: EventSource): string =>
  `${owner}\n${logGroup}\n${logStream}`;

import { expect } from "vitest";
import {
  ALERT_SUBJECT_MAX_BYTES,
  type AlertPolicy,
  aggregateSeries,
  alignPoints,
  compileAlertPolicy,
  compileLogMatch,
  type DocumentationContext,
  expandDocumentation,
  InvalidArgumentError,
  isNotified,
  LOG_ALERT_MIN_PERIOD_SECONDS,
  type LogEntry,
  type MonitoredResource,
  maskedChannel,
  NEW_ALERT_POLICY,
  NEW_LOG_MATCH,
  NOTIFICATION_CHANNEL_TYPES,
  type NotificationChannel,
  type Snooze,
  validateAlertPolicy,
  validateNotificationChannel,
  validateSnooze,
} from "../../../lib/semantics/index.ts";
import corpus from "../../conformance/alert-policies.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { assessPayload, type PayloadExpectation } from "./incident-payloads.ts";
import { assessSnooze, type SnoozeExpectation } from "./snoozes.ts";

interface Series {
  readonly metric: string;
  readonly resource: MonitoredResource;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [minute: number, value: number])[];
}

interface Expected extends SnoozeExpectation, PayloadExpectation {
  readonly opens?: number | null;
  readonly opensBetween?: readonly [number, number];
  readonly closesBetween?: readonly [number, number];
  readonly openAt?: number;
  readonly closedAt?: number;
  readonly closesAfterSeconds?: number;
  readonly incidents?: number | null;
  readonly notifications?: number;
  readonly alignedAt?: Readonly<Record<string, number>>;
}

interface AlertCase extends TieredCase {
  readonly kind: string;
  readonly policy?: AlertPolicy;
  readonly snooze?: Snooze;
  readonly channel?: NotificationChannel;
  readonly channelEnabled?: boolean;
  readonly policyEnabled?: boolean;
  readonly series?: readonly Series[];
  readonly entries?: readonly (LogEntry & { readonly atSecond: number })[];
  readonly expect?: {
    readonly ok?: true;
    readonly error?: string;
    readonly messageLike?: string;
    readonly returns?: object;
  };
  readonly expected?: Expected;
  readonly template?: string;
  readonly context?: DocumentationContext;
  readonly aligner?: string;
  readonly alignmentPeriodSeconds?: number;
  readonly values?: readonly number[];
  readonly value?: unknown;
}

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 5, 10);
const USER = "logging.googleapis.com/user/";
const FORMS: Readonly<Record<string, string>> = { m: "INT64", n: "INT64", d: "DISTRIBUTION" };

const FACTS: Readonly<Record<string, unknown>> = {
  "subject after expansion is cut to bytes": ALERT_SUBJECT_MAX_BYTES,
  "channel types": Object.keys(NOTIFICATION_CHANNEL_TYPES),
  "seconds between notifications of a log-based policy, at least": LOG_ALERT_MIN_PERIOD_SECONDS,
};

const RUN: Readonly<Record<string, (one: AlertCase) => void>> = {
  createPolicy({ policy, expect: expected }) {
    const metricForms = (type: string) => {
      const valueType = FORMS[type.slice(USER.length)];
      return valueType ? { metricKind: "DELTA", valueType } : undefined;
    };
    assessRefusal(() => validateAlertPolicy(policy!, { metricForms }), expected!);
  },
  createSnooze({ snooze, expect: expected }) {
    const { startTime = "", endTime = "" } = snooze!.interval!;
    const interval = { startTime: atNow(startTime), endTime: atNow(endTime) };
    assessRefusal(() => validateSnooze({ ...snooze!, interval }, NOW), expected!);
  },
  createChannel({ channel, expect: expected }) {
    assessRefusal(() => validateNotificationChannel(channel!), expected!);
    if (expected!.returns) expect(maskedChannel(channel!)).toMatchObject(expected!.returns);
  },
  deliver({ channelEnabled, expected }) {
    expect(isNotified({ enabled: channelEnabled! }) ? 1 : 0).toBe(expected!.notifications);
  },
  evaluate: assessEvaluation,
  align({ aligner, alignmentPeriodSeconds, values, expected }) {
    const points = values!.map((value, index) => ({ end: (index + 1) * MINUTE, value }));
    const now = values!.length * MINUTE;

    expect(alignPoints(points, aligner!, alignmentPeriodSeconds! * 1000, now)).toBe(expected);
  },
  logMatch: assessLogMatch,
  snooze: assessSnooze,
  documentation({ template, context, expected }) {
    expect(expandDocumentation(template!, context!)).toBe(expected);
  },
  payload: assessPayload,
  fact({ name, value }) {
    expect(FACTS[name]).toEqual(value);
  },
};

function assessRefusal(act: () => void, expected: NonNullable<AlertCase["expect"]>): void {
  let refusal: unknown;
  try {
    act();
  } catch (error) {
    refusal = error;
  }
  if (expected.ok) {
    expect(refusal).toBeUndefined();
    return;
  }
  expect(refusal).toBeInstanceOf(InvalidArgumentError);
  const { code, message } = refusal as InvalidArgumentError;
  expect(code).toBe(expected.error);
  if (expected.messageLike) expect(message).toContain(expected.messageLike);
}

/** `now`, `now+1h` and `now-10m` as times. */
function atNow(text: string): string {
  const [, sign, amount, unit] = /^now(?:([+-])(\d+)([mhd]))?$/.exec(text) ?? [];
  const length = Number(amount ?? 0) * (unit === "m" ? 60_000 : unit === "h" ? 3_600_000 : 86_400_000);
  return new Date(NOW + (sign === "-" ? -length : length)).toISOString();
}

function assessEvaluation({ policy, series = [], expected = {} }: AlertCase): void {
  const given = series.map(({ metric, resource, labels, points }) => ({
    metric: { type: USER + metric, labels },
    resource,
    points: points.map(([minute, value]) => ({ end: minute * MINUTE, value })),
  }));
  for (const [minute, aligned] of Object.entries(expected.alignedAt ?? {})) {
    const { aggregations } = policy!.conditions![0]!.conditionThreshold!;
    const values = aggregateSeries(given, aggregations!, Number(minute) * MINUTE);
    expect(values.map(({ value }) => value)).toEqual([aligned]);
  }
  const compiled = compileAlertPolicy(policy!);
  const minutes = 25 + Math.ceil((expected.closesAfterSeconds ?? 0) / 60);
  let state = NEW_ALERT_POLICY;
  const opened: number[] = [];
  const closed: number[] = [];
  const openAt = new Map<number, number>();
  for (let minute = 1; minute <= minutes; minute++) {
    const visible = given.map((one) => ({
      ...one,
      points: one.points.filter(({ end }) => end <= minute * MINUTE),
    }));
    const evaluation = compiled.evaluate(state, visible, minute * MINUTE);
    state = evaluation.state;
    for (const _ of evaluation.opened) opened.push(minute);
    for (const _ of evaluation.closed) closed.push(minute);
    openAt.set(minute, state.incidents.length);
  }
  const {
    opens,
    opensBetween,
    closesBetween,
    openAt: open,
    closedAt,
    closesAfterSeconds,
    incidents,
  } = expected;
  if (opens !== undefined) expect(opened[0] ?? null).toBe(opens);
  if (opensBetween) expectBetween(opened[0], opensBetween);
  if (closesBetween) expectBetween(closed[0], closesBetween);
  if (open !== undefined) expect(openAt.get(open)).toBeGreaterThan(0);
  if (closedAt !== undefined) {
    expect(opened).not.toEqual([]);
    expect(openAt.get(closedAt)).toBe(0);
  }
  if (closesAfterSeconds !== undefined) expect((closed[0]! - opened[0]!) * 60).toBe(closesAfterSeconds);
  if (typeof incidents === "number") expect(opened).toHaveLength(incidents);
}

function expectBetween(minute: number | undefined, [least, most]: readonly [number, number]): void {
  expect(minute).toBeGreaterThanOrEqual(least);
  expect(minute).toBeLessThanOrEqual(most);
}

function assessLogMatch({ policy, policyEnabled = true, entries = [], expected = {} }: AlertCase): void {
  const compiled = compileLogMatch({ ...policy!, enabled: policyEnabled }, "projects/my-project")!;
  let state = NEW_LOG_MATCH;
  let [incidents, notifications] = [0, 0];
  for (const { atSecond, ...entry } of entries) {
    const evaluation = compiled.entry(state, entry, NOW + atSecond * 1000);
    state = evaluation.state;
    incidents += evaluation.opened.length;
    notifications += evaluation.notified.length;
  }
  if (typeof expected.incidents === "number") expect(incidents).toBe(expected.incidents);
  if (expected.notifications !== undefined) expect(notifications).toBe(expected.notifications);
  if (expected.closesAfterSeconds === undefined) return;
  const end = NOW + (entries.at(-1)!.atSecond + expected.closesAfterSeconds) * 1000;
  expect(compiled.expire(state, end - 1).closed).toHaveLength(0);
  expect(compiled.expire(state, end).closed).toHaveLength(incidents);
}

const cases = corpus.cases as unknown as readonly AlertCase[];

runTiers(
  "alert policies",
  cases.filter(({ kind }) => kind !== "terraform"),
  (one) => RUN[one.kind]!(one),
);

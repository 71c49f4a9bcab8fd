import { CloudWatch, type PutAlarmMuteRuleInput } from "@aws-sdk/client-cloudwatch";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import corpus from "../../conformance/alarm-mute.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

const DAY = "2026-01-05";
const MINUTE = 60_000;
const START = Date.parse(`${DAY}T10:00:00Z`);
const timeOf = (clock: string) => Date.parse(`${DAY}T${clock}:00Z`);

const RULE: PutAlarmMuteRuleInput = {
  Name: "deploy",
  Rule: { Schedule: { Expression: `at(${DAY}T12:00)`, Duration: "PT1H" } },
  MuteTargets: { AlarmNames: ["a"] },
};

/** A metric alarm `a` that keeps the state it is given, and a queue for its topic. */
async function prepare(server: TestServer) {
  const monitoring = new CloudWatch(server.client);
  const [sns, sqs] = [new SNS(server.client), new SQS(server.client)];
  const { TopicArn } = await sns.createTopic({ Name: "alarms" });
  const { QueueUrl } = await sqs.createQueue({ QueueName: "pager" });
  await sns.subscribe({
    TopicArn: TopicArn!,
    Protocol: "sqs",
    Endpoint: "arn:aws:sqs:us-east-1:123456789012:pager",
    Attributes: { RawMessageDelivery: "true" },
  });
  const actions = {
    AlarmActions: [TopicArn!],
    OKActions: [TopicArn!],
    InsufficientDataActions: [TopicArn!],
  };
  const putAlarm = (AlarmName: string, withActions = true) =>
    monitoring.putMetricAlarm({
      AlarmName,
      Namespace: "Shop",
      MetricName: AlarmName,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
      ...(withActions && actions),
    });
  const sent: { readonly at: number; readonly state: State }[] = [];
  return {
    monitoring,
    actions,
    putAlarm,
    setState: (AlarmName: string, StateValue: State) =>
      monitoring.setAlarmState({ AlarmName, StateValue, StateReason: "test" }),
    /** The states of all notifications so far, in the order of their times. */
    async notified(): Promise<typeof sent> {
      for (;;) {
        const { Messages = [] } = await sqs.receiveMessage({
          QueueUrl: QueueUrl!,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["SentTimestamp"],
        });
        if (Messages.length === 0) return sent.sort((one, other) => one.at - other.at);
        for (const { Body, Attributes } of Messages)
          sent.push({
            at: Number(Attributes!.SentTimestamp),
            state: (JSON.parse(Body!) as { NewStateValue: State }).NewStateValue,
          });
      }
    },
    async history(AlarmName = "a", HistoryItemType: "Action" | "StateUpdate" = "Action") {
      const { AlarmHistoryItems = [] } = await monitoring.describeAlarmHistory({
        AlarmName,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        HistoryItemType,
        ScanBy: "TimestampAscending",
      });
      return AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary!);
    },
  };
}

interface Timeline extends TieredCase {
  readonly kind: "timeline";
  readonly window: readonly [string, string];
  readonly states: readonly (readonly [string, State])[];
  readonly expect: { readonly actions: readonly (readonly [string, State])[] };
}

const timelines = (
  corpus as unknown as { readonly cases: readonly { readonly kind: string }[] }
).cases.filter(({ kind }) => kind === "timeline") as unknown as readonly Timeline[];

runTiers("actions of a muted alarm", timelines, async ({ states, expect: { actions } }) => {
  await using server = await startTestServer(START);
  const { monitoring, putAlarm, setState, notified } = await prepare(server);
  await putAlarm("a");
  await monitoring.putAlarmMuteRule(RULE);

  for (const [clock, state] of states) {
    await server.cloud.clock.advanceTo(timeOf(clock));
    await setState("a", state);
  }
  await server.cloud.clock.advanceTo(timeOf("14:00"));

  const first = timeOf(states[0]![0]);
  const sent = (await notified()).filter(({ at }) => at > first);
  expect(sent.map(({ at, state }) => [new Date(at).toISOString().slice(11, 16), state])).toEqual(actions);
});

interface Suppressed extends TieredCase {
  readonly kind: "suppressor";
  readonly waitPeriod: number;
  readonly extensionPeriod: number;
  readonly composite: readonly (readonly [number, State])[];
  readonly suppressor: readonly (readonly [number, State])[];
  readonly expect: {
    readonly actions: readonly (readonly [number, State])[];
    readonly suppressedBy?: readonly (readonly [number, number, string])[];
  };
}

const suppressed = (
  corpus as unknown as { readonly cases: readonly { readonly kind: string }[] }
).cases.filter(({ kind }) => kind === "suppressor") as unknown as readonly Suppressed[];

runTiers("actions of a composite alarm with a suppressor, in minutes", suppressed, async (one) => {
  await using server = await startTestServer(START);
  const { monitoring, actions, putAlarm, setState, notified } = await prepare(server);
  await putAlarm("child", false);
  await putAlarm("maintenance", false);
  await setState("child", "OK");
  await setState("maintenance", "OK");
  await monitoring.putCompositeAlarm({
    AlarmName: "both",
    AlarmRule: 'ALARM("child")',
    ActionsSuppressor: "maintenance",
    ActionsSuppressorWaitPeriod: one.waitPeriod * 60,
    ActionsSuppressorExtensionPeriod: one.extensionPeriod * 60,
    ...actions,
  });
  // The states before the first minute that the case is about.
  await server.cloud.clock.advance("1h");
  await notified();
  const zero = server.cloud.clock.now();
  const seen: [number, number, string][] = [];

  for (let minute = 0; minute < 20; minute += 1) {
    await server.cloud.clock.advanceTo(zero + minute * MINUTE);
    const newOf = (changes: Suppressed["composite"]) => changes.find(([at]) => at === minute)?.[1];
    const [suppressor, child] = [newOf(one.suppressor), newOf(one.composite)];
    if (suppressor) await setState("maintenance", suppressor);
    if (child) await setState("child", child);
    // Between two minutes, what holds the actions is plain.
    await server.cloud.clock.advanceTo(zero + (minute + 0.5) * MINUTE);
    const { CompositeAlarms } = await monitoring.describeAlarms({ AlarmTypes: ["CompositeAlarm"] });
    const { ActionsSuppressedBy: by, StateTransitionedTimestamp } = CompositeAlarms![0]!;
    const last = seen.at(-1);
    const began = StateTransitionedTimestamp!.getTime() === zero + minute * MINUTE;
    if (by !== undefined)
      if (last?.[2] === by && last[1] === minute && !began) last[1] = minute + 1;
      else seen.push([minute, minute + 1, by]);
  }

  const sent = (await notified()).filter(({ at }) => at > zero);
  expect(sent.map(({ at, state }) => [Math.round((at - zero) / MINUTE), state])).toEqual(one.expect.actions);
  if (one.expect.suppressedBy) expect(seen).toEqual(one.expect.suppressedBy);
});

describe("a mute rule", () => {
  test("U0073, U0082 leaves evaluation and history as they are, and notes what it holds", async () => {
    await using server = await startTestServer(timeOf("12:00"));
    const { monitoring, putAlarm, setState, history } = await prepare(server);
    await putAlarm("a");
    await monitoring.putAlarmMuteRule(RULE);

    await setState("a", "ALARM");

    expect(await history("a", "StateUpdate")).toEqual(["Alarm updated from INSUFFICIENT_DATA to ALARM"]);
    expect(await history()).toEqual(["Actions muted by deploy"]);
  });

  test("U0083 is named with the number of others when several mute", async () => {
    await using server = await startTestServer(timeOf("12:00"));
    const { monitoring, putAlarm, setState, history } = await prepare(server);
    await putAlarm("a");
    for (const Name of ["first", "second", "third"]) {
      await monitoring.putAlarmMuteRule({ ...RULE, Name });
      await server.cloud.clock.advance("1s");
    }

    await setState("a", "ALARM");

    expect(await history()).toEqual(["Actions muted by third and 2 other mute rules"]);
  });

  test("U0080 stays in force when actions are enabled", async () => {
    await using server = await startTestServer(timeOf("12:00"));
    const { monitoring, putAlarm, setState, notified } = await prepare(server);
    await putAlarm("a");
    await monitoring.putAlarmMuteRule(RULE);

    await monitoring.enableAlarmActions({ AlarmNames: ["a"] });
    await setState("a", "ALARM");
    await server.cloud.clock.advance("30m");

    expect(await notified()).toEqual([]);
  });

  test("lets what it held run when it is deleted", async () => {
    await using server = await startTestServer(timeOf("12:00"));
    const { monitoring, putAlarm, setState, notified } = await prepare(server);
    await putAlarm("a");
    await monitoring.putAlarmMuteRule(RULE);
    await setState("a", "ALARM");
    await server.cloud.clock.advance("10m");

    await monitoring.deleteAlarmMuteRule({ AlarmMuteRuleName: "deploy" });
    await server.cloud.clock.advance("1s");

    expect((await notified()).map(({ state }) => state)).toEqual(["ALARM"]);
  });

  test("U0084 comes before a suppressor, which decides after the window", async () => {
    await using server = await startTestServer(timeOf("11:50"));
    const { monitoring, actions, putAlarm, setState, notified, history } = await prepare(server);
    await putAlarm("child", false);
    await putAlarm("maintenance", false);
    await setState("child", "OK");
    await setState("maintenance", "ALARM");
    await monitoring.putCompositeAlarm({
      AlarmName: "both",
      AlarmRule: 'ALARM("child")',
      ActionsSuppressor: "maintenance",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
      ...actions,
    });
    await monitoring.putAlarmMuteRule({ ...RULE, MuteTargets: { AlarmNames: ["both"] } });
    await server.cloud.clock.advanceTo(timeOf("12:10"));
    await notified();

    await setState("child", "ALARM");
    await server.cloud.clock.advanceTo(timeOf("12:50"));
    const { CompositeAlarms: within } = await monitoring.describeAlarms({ AlarmTypes: ["CompositeAlarm"] });
    const held = await history("both");
    await server.cloud.clock.advanceTo(timeOf("13:10"));
    const { CompositeAlarms: after } = await monitoring.describeAlarms({ AlarmTypes: ["CompositeAlarm"] });

    expect(held).toContain("Actions muted by deploy");
    expect(within![0]!.ActionsSuppressedBy).toBeUndefined();
    expect(after![0]!.ActionsSuppressedBy).toBe("Alarm");
    expect(after![0]!.ActionsSuppressedReason).toBe("Actions suppressed by Alarm");
  });

  test("U0088, U0091 is replaced by a rule of its name, and described with all it was given", async () => {
    await using server = await startTestServer(START);
    const monitoring = new CloudWatch(server.client);
    await monitoring.putAlarmMuteRule(RULE);
    await server.cloud.clock.advance("1m");

    await monitoring.putAlarmMuteRule({
      ...RULE,
      Description: "weekly",
      ExpireDate: new Date(timeOf("20:00")),
    });

    const { $metadata: _, ...rule } = await monitoring.getAlarmMuteRule({ AlarmMuteRuleName: "deploy" });
    expect(rule).toEqual({
      ...RULE,
      Description: "weekly",
      ExpireDate: new Date(timeOf("20:00")),
      AlarmMuteRuleArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:deploy",
      Status: "SCHEDULED",
      MuteType: "ONE_TIME",
      LastUpdatedTimestamp: new Date(START + MINUTE),
    });
    expect((await monitoring.listAlarmMuteRules({})).AlarmMuteRuleSummaries).toHaveLength(1);
  });

  test("U0089, U0090, U0092 is listed by alarm and status", async () => {
    await using server = await startTestServer(START);
    const monitoring = new CloudWatch(server.client);
    await monitoring.putAlarmMuteRule(RULE);
    await monitoring.putAlarmMuteRule({ ...RULE, Name: "other", MuteTargets: { AlarmNames: ["b"] } });
    const listed = async (input: Parameters<typeof monitoring.listAlarmMuteRules>[0]) =>
      (await monitoring.listAlarmMuteRules(input)).AlarmMuteRuleSummaries!;

    const before = await listed({ AlarmName: "a" });
    await server.cloud.clock.advanceTo(timeOf("12:30"));
    const during = await listed({ Statuses: ["ACTIVE"] });
    await server.cloud.clock.advanceTo(timeOf("13:30"));

    expect(before).toEqual([
      {
        AlarmMuteRuleArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:deploy",
        Status: "SCHEDULED",
        MuteType: "ONE_TIME",
        LastUpdatedTimestamp: new Date(START),
      },
    ]);
    expect(during).toHaveLength(2);
    expect((await listed({})).map(({ Status }) => Status)).toEqual(["EXPIRED", "EXPIRED"]);
  });

  test("that is not there cannot be got", async () => {
    await using server = await startTestServer(START);
    const monitoring = new CloudWatch(server.client);

    const answer = monitoring.getAlarmMuteRule({ AlarmMuteRuleName: "none" });

    await expect(answer).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

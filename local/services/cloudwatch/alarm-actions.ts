import { type AlarmState, parseAggregationExpression } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import type {
  AlarmingContributor,
  AlarmRecord,
  AlarmStateRecord,
  CompositeAlarm,
  LogAlarm,
  MetricAlarm,
} from "./alarm.ts";
import { tellStateChange } from "./alarm-bus-event.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { lambdaEventOf } from "./alarm-event.ts";
import { notificationOf, subjectOf } from "./alarm-message.ts";
import { hasSeveralSeries } from "./alarm-query-checks.ts";
import { HeldActions } from "./held-actions.ts";
import { emailOf, logNotificationOf } from "./log-alarm-message.ts";
import type { MuteRules } from "./mute-rules.ts";

/** Who publishes to topics. */
const PUBLISHER = { principal: "cloudwatch.amazonaws.com" } as const;
/** Who invokes functions. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
const INVOKER = { principal: "lambda.alarms.cloudwatch.amazonaws.com" } as const;
const AWS_MANAGED_KEY = "alias/aws/sns";
/** Actions that run for each contributor of an alarm, not for the alarm as a whole. */
const CONTRIBUTOR_ACTIONS = /^arn:[^:]+:(?:sns|lambda):/;

/** A contributor of an alarm that took a new state. */
export interface ContributorChange {
  readonly contributor: AlarmingContributor;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

/** Runs the actions of alarms whose state changed. */
export class AlarmActions {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #mutes: MuteRules;
  readonly #held: HeldActions;

  constructor(cloud: Cloud, alarms: AlarmDirectory, mutes: MuteRules) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#mutes = mutes;
    this.#held = new HeldActions(cloud, {
      alarms,
      mutes,
      muted: new StoredMap(cloud.storage.collection("muted-actions")),
      suppressed: new StoredMap(cloud.storage.collection("suppressed-actions")),
      run: (alarm, previous) => this.#run(alarm, previous),
    });
  }

  stateChanged(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    tellStateChange(this.#cloud, alarm, { previous, mute: this.#mutes.activeFor(alarm.name) });
    this.#held.stateChanged(alarm, previous);
  }

  /** The alarm that suppresses another's actions changed its state. */
  suppressorChanged(
    alarm: CompositeAlarm,
    change: { readonly from: AlarmState; readonly to: AlarmState },
  ): void {
    this.#held.suppressorChanged(alarm, change);
  }

  /** An alarm was put. */
  configured(alarm: AlarmRecord): void {
    this.#held.configured(alarm);
  }

  /** A contributor has notifications and invocations of its own. */
  contributorChanged(alarm: LogAlarm | MetricAlarm, change: ContributorChange): void {
    const { contributor, from, to } = change;
    const time = this.#cloud.clock.now();
    const previous: AlarmStateRecord = { value: from, reason: "", time };
    const changed = { ...alarm, state: { value: to, reason: contributor.reason, time } };
    const mute = this.#mutes.activeFor(alarm.name);
    tellStateChange(this.#cloud, changed, { previous, contributor, mute });
    if (!alarm.actionsEnabled || mute) return;
    for (const action of actionsFor(changed))
      if (CONTRIBUTOR_ACTIONS.test(action))
        this.#cloud.track(this.#execute(action, changed, previous, contributor));
  }

  #run(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    const perContributor =
      alarm.type !== "CompositeAlarm" && alarm.state.value !== "INSUFFICIENT_DATA" && hasContributors(alarm);
    for (const action of actionsFor(alarm))
      if (!perContributor || !CONTRIBUTOR_ACTIONS.test(action))
        this.#cloud.track(this.#execute(action, alarm, previous));
  }

  async #execute(
    action: string,
    alarm: AlarmRecord,
    previous: AlarmStateRecord,
    contributor?: AlarmingContributor,
  ): Promise<void> {
    let published: object = {};
    let error: ServiceError | undefined;
    try {
      published = await this.#perform(action, alarm, previous, contributor);
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure;
      error = failure;
    }
    this.#alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time: this.#cloud.clock.now(),
      type: contributor ? "AlarmContributorAction" : "Action",
      ...(contributor && { contributor: { id: contributor.id, attributes: contributor.attributes } }),
      summary: error
        ? `Failed to execute action ${action}. Received error: "${error.message}"`
        : `Successfully executed action ${action}`,
      data: JSON.stringify({
        actionState: error ? "Failed" : "Succeeded",
        stateUpdateTimestamp: alarm.state.time,
        notificationResource: action,
        ...published,
        ...(error && { error: error.message }),
      }),
    });
  }

  async #perform(
    action: string,
    alarm: AlarmRecord,
    previous: AlarmStateRecord,
    contributor: AlarmingContributor | undefined,
  ): Promise<object> {
    const service = action.split(":")[2];
    if (service === "sns") {
      const { Attributes } = await this.#cloud.call<{ Attributes: Record<string, string> }>(
        "sns",
        "GetTopicAttributes",
        {
          TopicArn: action,
        },
      );
      if (Attributes["KmsMasterKeyId"]?.endsWith(AWS_MANAGED_KEY))
        throw new ServiceError(
          "KMSAccessDeniedException",
          "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.",
        );
      const notification =
        alarm.type === "LogAlarm"
          ? logNotificationOf(this.#cloud, alarm, previous, contributor)
          : notificationOf(this.#cloud, alarm, previous, {
              refer: (name) => this.#alarms.refer(name),
              contributor,
            });
      const Message = JSON.stringify(notification);
      const Subject = subjectOf(this.#cloud, alarm);
      const email = alarm.type === "LogAlarm" && emailOf(this.#cloud, alarm, notification);
      const content = email
        ? { MessageStructure: "json", Message: JSON.stringify({ default: Message, email }) }
        : { Message };
      await this.#cloud.call("sns", "Publish", { TopicArn: action, Subject, ...content }, PUBLISHER);
      return { publishedMessage: JSON.stringify({ default: Message }) };
    }
    const event = lambdaEventOf(this.#cloud, alarm, previous, contributor);
    if (service === "lambda") {
      await this.#cloud.call(
        "lambda",
        "Invoke",
        { FunctionName: action, InvocationType: "Event", Payload: JSON.stringify(event) },
        INVOKER,
      );
      return {};
    }
    this.#cloud.events.emit("notification", {
      id: `${alarm.name}:${alarm.state.time}:${action}`,
      timestamp: alarm.state.time,
      protocol: service ?? "action",
      to: action,
      subject: subjectOf(this.#cloud, alarm),
      body: JSON.stringify(event),
      from: alarm.arn,
    });
    return {};
  }
}

/** The actions of the state that an alarm is in. */
function actionsFor({ input, state }: AlarmRecord): readonly string[] {
  // Read as members: with target es2024, TypeScript 7.0.2 writes `_a` for a property of a pattern that is named like
  // its class when the class has private methods. `scripts/check-emitted.ts` refuses such output.
  const actions = {
    OK: input.OKActions,
    ALARM: input.AlarmActions,
    INSUFFICIENT_DATA: input.InsufficientDataActions,
  }[state.value];
  return actions ?? [];
}

function hasContributors({ type, input }: LogAlarm | MetricAlarm): boolean {
  if (type === "MetricAlarm") return hasSeveralSeries(input);
  return parseAggregationExpression(input.ScheduledQueryConfiguration.AggregationExpression).by.length > 0;
}

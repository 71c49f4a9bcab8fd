import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { AlarmRecord, AlarmStateRecord, CompositeAlarm } from "./alarm.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { lambdaEventOf } from "./alarm-event.ts";
import { notificationOf, subjectOf } from "./alarm-message.ts";

const PRINCIPAL = { principal: "cloudwatch.amazonaws.com" } as const;
const AWS_MANAGED_KEY = "alias/aws/sns";

/** Runs the actions of alarms whose state changed, and holds back those that a suppressor alarm suppresses. */
export class AlarmActions {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  /** States whose actions wait, by alarm. */
  readonly #heldBack = new Map<
    string,
    { readonly alarm: CompositeAlarm; readonly previous: AlarmStateRecord }
  >();

  constructor(cloud: Cloud, alarms: AlarmDirectory) {
    this.#cloud = cloud;
    this.#alarms = alarms;
  }

  stateChanged(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    this.#heldBack.delete(alarm.name);
    if (!alarm.actionsEnabled) return;
    if (alarm.type === "MetricAlarm" || !alarm.input.ActionsSuppressor) {
      this.#run(alarm, previous);
      return;
    }
    const held = { alarm, previous };
    this.#heldBack.set(alarm.name, held);
    if (this.#suppressed(alarm)) return;
    this.#releaseAfter(alarm.input.ActionsSuppressorWaitPeriod ?? 0, held);
  }

  /** The alarm that suppresses another's actions changed its state. */
  suppressorChanged(alarm: CompositeAlarm, suppressor: AlarmRecord): void {
    const held = this.#heldBack.get(alarm.name);
    if (!held || suppressor.state.value === "ALARM") return;
    this.#releaseAfter(alarm.input.ActionsSuppressorExtensionPeriod ?? 0, held);
  }

  #suppressed({ input }: CompositeAlarm): boolean {
    return this.#alarms.refer(input.ActionsSuppressor ?? "")?.state.value === "ALARM";
  }

  #releaseAfter(seconds: number, held: { alarm: CompositeAlarm; previous: AlarmStateRecord }): void {
    const release = (): void => {
      if (this.#heldBack.get(held.alarm.name) !== held || this.#suppressed(held.alarm)) return;
      this.#heldBack.delete(held.alarm.name);
      this.#run(held.alarm, held.previous);
    };
    if (seconds === 0) release();
    else this.#cloud.clock.after(seconds * 1_000, release);
  }

  #run(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    // Read as members: with target es2024, TypeScript 7.0.2 writes `_a` for a property of a pattern that is named like
    // its class when the class has private methods. `scripts/check-emitted.ts` refuses such output.
    const { input } = alarm;
    const actions = {
      OK: input.OKActions,
      ALARM: input.AlarmActions,
      INSUFFICIENT_DATA: input.InsufficientDataActions,
    }[alarm.state.value];
    for (const action of actions ?? []) this.#cloud.track(this.#execute(action, alarm, previous));
  }

  async #execute(action: string, alarm: AlarmRecord, previous: AlarmStateRecord): Promise<void> {
    let published: object = {};
    let error: ServiceError | undefined;
    try {
      published = await this.#perform(action, alarm, previous);
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure;
      error = failure;
    }
    this.#alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time: this.#cloud.clock.now(),
      type: "Action",
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

  async #perform(action: string, alarm: AlarmRecord, previous: AlarmStateRecord): Promise<object> {
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
      const notification = notificationOf(this.#cloud, alarm, previous, (name) => this.#alarms.refer(name));
      const Message = JSON.stringify(notification);
      const Subject = subjectOf(this.#cloud, alarm);
      await this.#cloud.call("sns", "Publish", { TopicArn: action, Subject, Message }, PRINCIPAL);
      return { publishedMessage: JSON.stringify({ default: Message }) };
    }
    const event = lambdaEventOf(this.#cloud, alarm, previous);
    if (service === "lambda") {
      await this.#cloud.call(
        "lambda",
        "Invoke",
        { FunctionName: action, InvocationType: "Event", Payload: JSON.stringify(event) },
        PRINCIPAL,
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

import { type ActiveMute, activeMute, type MuteRuleInput } from "cumulog/semantics";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";

/** A mute rule as it is kept. Moments are seconds since the epoch. */
export interface MuteRuleRecord extends MuteRuleInput {
  readonly arn: string;
  /** Cloud milliseconds. */
  readonly createdAt: number;
  /** Cloud milliseconds. */
  readonly updatedAt: number;
}

/** The rule that mutes an alarm, with its window. */
export type AlarmMute = ActiveMute<MuteRuleRecord>;

/** Keeps records by name. */
export interface MuteRuleStore {
  get(name: string): MuteRuleRecord | undefined;
  set(name: string, rule: MuteRuleRecord): void;
  delete(name: string): unknown;
  values(): Iterable<MuteRuleRecord>;
}

/** The mute rules of a cloud. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
export class MuteRules {
  readonly #cloud: Cloud;
  readonly #store: MuteRuleStore;
  readonly #listeners: (() => void)[] = [];

  constructor(cloud: Cloud, store: MuteRuleStore) {
    this.#cloud = cloud;
    this.#store = store;
  }

  /** Told when a rule was put or deleted. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  all(): MuteRuleRecord[] {
    return [...this.#store.values()].sort((one, other) => (one.Name < other.Name ? -1 : 1));
  }

  /** Finds by name or ARN. */
  find(nameOrArn: string): MuteRuleRecord | undefined {
    return this.#store.get(/:alarm-mute-rule:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn);
  }

  put(input: MuteRuleInput): MuteRuleRecord {
    const { clock, region, accountId } = this.#cloud;
    const present = this.#store.get(input.Name);
    const now = clock.now();
    const rule: MuteRuleRecord = {
      ...input,
      arn: arnOf({ region, accountId }, "cloudwatch", `alarm-mute-rule:${input.Name}`),
      createdAt: present?.createdAt ?? now,
      updatedAt: now,
    };
    this.#store.set(input.Name, rule);
    this.#changed();
    return rule;
  }

  delete(nameOrArn: string): boolean {
    const rule = this.find(nameOrArn);
    if (!rule) return false;
    this.#store.delete(rule.Name);
    this.#changed();
    return true;
  }

  /** What mutes an alarm now. */
  activeFor(alarmName: string): AlarmMute | undefined {
    return activeMute(this.#store.values(), alarmName, new Date(this.#cloud.clock.now()));
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

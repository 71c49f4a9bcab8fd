import { randomUUID } from "node:crypto";
import type { Collection } from "#kernel/storage/storage.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { StackSource } from "../../template/cloud-assembly.ts";
import { Deployment } from "../../template/deployment.ts";
import type { Stack } from "../../template/stack.ts";
import { openBuckets } from "../s3/state.ts";
import { type KeptRecord, keptRecord, recordOf } from "./kept-record.ts";
import { NO_SETTINGS } from "./settings.ts";
import type { ChangeSet, StackEvent, StackRecord, StackTemplate } from "./stack-record.ts";
import { validationError } from "./template-text.ts";

const STACK_TYPE = "AWS::CloudFormation::Stack";

/** The stacks of one cloud, those that were deployed in this process among them. */
export class StackDirectory {
  readonly #cloud: Cloud;
  readonly deployment: Deployment;
  /** By name; those that were deleted are kept by their id. */
  readonly #records = new Map<string, StackRecord>();
  readonly #kept: Collection<KeptRecord>;
  /** The status that the event bus was last told. */
  readonly #told = new WeakMap<StackRecord, string>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.deployment = new Deployment(cloud, {
      objectPath: (bucket, key) => {
        const buckets = cloud.state(openBuckets);
        const object = buckets.find(bucket)?.objects.get(key);
        return object && buckets.pathOf(object);
      },
    });
    this.#kept = cloud.storage.collection("stack-records");
    for (const [name, kept] of this.#kept.entries())
      this.#records.set(name, recordOf(kept, this.#deployed(name)?.source));
  }

  /** Every stack that is there, the newest first. */
  all(): StackRecord[] {
    for (const { name } of this.deployment.stacks) this.find(name);
    for (const record of this.#records.values()) this.#reconcile(record);
    return [...this.#records.values()]
      .filter(({ deleted }) => deleted === undefined)
      .sort((one, other) => other.created - one.created);
  }

  /** Those that were deleted, too. */
  withDeleted(): StackRecord[] {
    this.all();
    return [...this.#records.values()].sort((one, other) => other.created - one.created);
  }

  /** A stack by its name, or by its id, which also finds one that was deleted. */
  find(nameOrId: string): StackRecord | undefined {
    const [, named] = /^arn:[^:]+:cloudformation:[^/]+stack\/([^/]+)\//.exec(nameOrId) ?? [];
    const name = named ?? nameOrId;
    const known = this.#records.get(name);
    if (known) this.#reconcile(known);
    if (known && known.deleted === undefined) return known;
    const stack = this.#deployed(name);
    if (stack?.source) return this.#recordOf(stack.name, stack.source);
    return named === undefined ? undefined : known;
  }

  /**
   * The record of a stack that is in another.
   *
   * @param status what it is made with when it is not there. @default it is not made
   */
  nested(name: string, status?: string): StackRecord | undefined {
    const known = this.#records.get(name);
    if (known && known.deleted === undefined) return known;
    const stack = this.#deployed(name);
    if (stack?.source) return this.#recordOf(name, stack.source);
    return status === undefined ? known : this.#record(name, status);
  }

  #deployed(name: string): Stack | undefined {
    return this.deployment.find(name);
  }

  /** What nobody has asked this service for: deployed by the process itself, or inside another stack. */
  #recordOf(name: string, source: StackSource): StackRecord {
    const record = this.#record(name, "CREATE_COMPLETE");
    this.#adopt(record, source);
    this.keep(record);
    return record;
  }

  #adopt(record: StackRecord, source: StackSource): void {
    const parameters = Object.entries(source.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    record.template = templateOf(source);
    record.settings = { ...record.settings, parameters };
    record.formerSettings = undefined;
  }

  /** Stacks change and go by the process itself, and with the stacks that they are in. */
  #reconcile(record: StackRecord): void {
    if (record.deleted !== undefined || record.status.endsWith("_IN_PROGRESS")) return;
    const stack = this.#deployed(record.name);
    if (!stack && record.template) this.#gone(record);
    else if (stack?.source && stack.source !== record.template?.source) {
      record.status = record.template ? "UPDATE_COMPLETE" : "CREATE_COMPLETE";
      if (record.template) record.updated = this.#cloud.clock.now();
      this.#adopt(record, stack.source);
    } else return;
    this.keep(record);
  }

  #gone(record: StackRecord): void {
    record.status = "DELETE_COMPLETE";
    record.deleted = this.#cloud.clock.now();
  }

  /** A stack that is as its deployment says now. */
  finish(record: StackRecord, status: string, token: string | undefined): void {
    const source = this.#deployed(record.name)?.source;
    if (source) this.#adopt(record, source);
    this.note(record, status, undefined, token);
  }

  /** @throws ServiceError `ValidationError` */
  get(nameOrId: string): StackRecord {
    const record = this.find(nameOrId);
    if (record) return record;
    throw validationError(`Stack with id ${nameOrId} does not exist`);
  }

  /** A stack that is not there yet, told of. */
  create(name: string, status: string): StackRecord {
    const record = this.#record(name, status);
    this.note(record, status);
    return record;
  }

  /** A stack whose creation begins, and is told of by what creates it. */
  begin(name: string): StackRecord {
    return this.#record(name, "CREATE_IN_PROGRESS");
  }

  /** What of a stack is deployed. */
  stackOf({ name }: StackRecord): Stack {
    return this.deployment.stack(name);
  }

  changeSet(
    stackName: string | undefined,
    nameOrId: string,
  ): { record: StackRecord; changeSet: ChangeSet } | undefined {
    for (const record of stackName === undefined ? this.all() : [this.find(stackName)])
      for (const changeSet of record?.changeSets.values() ?? [])
        if (changeSet.name === nameOrId || changeSet.id === nameOrId) return { record: record!, changeSet };
    return undefined;
  }

  /** Sets the status of a stack and tells of it. */
  note(record: StackRecord, status: string, reason?: string, token?: string): void {
    record.status = status;
    record.reason = reason;
    if (status === "DELETE_COMPLETE") record.deleted = this.#cloud.clock.now();
    this.event(record, {
      logicalId: record.name,
      physicalId: record.id,
      type: STACK_TYPE,
      status,
      reason,
      token,
    });
    this.#tellBus(record, token);
    this.keep(record);
  }

  /** Writes down what is known of a stack. */
  keep(record: StackRecord): void {
    if (record.status === "DELETE_COMPLETE") this.#kept.delete(record.name);
    else this.#kept.set(record.name, keptRecord(record));
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/reference-eventbridge.html */
  #tellBus(record: StackRecord, token: string | undefined): void {
    const { id, status, reason = "" } = record;
    if (this.#told.get(record) === status) return;
    this.#told.set(record, status);
    this.#cloud.events.emit("service-event", {
      source: "aws.cloudformation",
      detailType: "CloudFormation Stack Status Change",
      time: this.#cloud.clock.now(),
      resources: [id],
      detail: () => ({
        "stack-id": id,
        "status-details": { status, "status-reason": reason },
        ...(token !== undefined && { "client-request-token": token }),
      }),
    });
  }

  event(record: StackRecord, event: Omit<StackEvent, "id" | "timestamp">): void {
    // Clients sort events by their times, and several fall into one millisecond here.
    const timestamp = Math.max(this.#cloud.clock.now(), (record.events[0]?.timestamp ?? 0) + 1);
    record.events.unshift({ ...event, id: randomUUID(), timestamp });
    record.touched.set(event.logicalId, timestamp);
  }

  #record(name: string, status: string): StackRecord {
    const record: StackRecord = {
      name,
      id: this.deployment.stack(name).stackId,
      created: this.#cloud.clock.now(),
      status,
      settings: NO_SETTINGS,
      terminationProtection: false,
      events: [],
      changeSets: new Map(),
      touched: new Map(),
    };
    this.#records.set(name, record);
    return record;
  }
}

const templateOf = (source: StackSource): StackTemplate => ({
  body: JSON.stringify(source.template, null, 1),
  source,
});

/** Opens the stacks of a cloud. */
export function openStacks(cloud: Cloud): StackDirectory {
  return new StackDirectory(cloud);
}

import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import { openCloudWatch } from "../../cloudwatch/state.ts";
import { functionName } from "../function-registry.ts";
import { type EventSourceMapping, type Poller, type Progress, sourceService } from "./mapping.ts";
import { QueuePoller } from "./queue-poller.ts";
import { StreamPoller } from "./stream-poller.ts";

type MakePoller = (cloud: Cloud, mapping: EventSourceMapping, progress: Progress) => Poller;

/** What is read, by service; mappings of other sources are kept and shown, and get nothing. */
const POLLERS: Readonly<Record<string, MakePoller>> = {
  kinesis: (cloud, mapping, progress) => new StreamPoller(cloud, mapping, progress),
  sqs: (cloud, mapping, progress) => new QueuePoller(cloud, mapping, progress),
};

/** The event source mappings of one cloud. */
export class EventSourceMappings {
  readonly #cloud: Cloud;
  readonly #kept: StoredMap<EventSourceMapping>;
  readonly #pollers = new Map<string, Poller>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#kept = new StoredMap(cloud.storage.collection("lambda.event-source-mappings"));
    for (const mapping of this.#kept.values()) this.#start(mapping);
    cloud.onClose(() => {
      for (const poller of this.#pollers.values()) poller.stop();
    });
  }

  all(): EventSourceMapping[] {
    return [...this.#kept.values()];
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(uuid: string): EventSourceMapping {
    const mapping = this.#kept.get(uuid);
    if (mapping) return mapping;
    throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.", {
      statusCode: 404,
      details: { Type: "User" },
    });
  }

  /** Keeps a mapping as it is now, and reads its source as it says. */
  save(mapping: EventSourceMapping): void {
    const change = this.#kept.has(mapping.uuid) ? "updated" : "created";
    this.#stop(mapping.uuid);
    this.#kept.set(mapping.uuid, mapping);
    this.#start(mapping);
    this.#announce(mapping.uuid, change);
  }

  /** Keeps the tags of a mapping; its source is read on as it was. */
  saveTags(uuid: string, tags: EventSourceMapping["tags"]): void {
    this.#kept.set(uuid, { ...this.get(uuid), tags });
    this.#announce(uuid, "updated");
  }

  remove(uuid: string): void {
    this.#stop(uuid);
    this.#kept.delete(uuid);
    this.#announce(uuid, "deleted");
  }

  #start(mapping: EventSourceMapping): void {
    const service = sourceService(mapping);
    if (!mapping.enabled || !Object.hasOwn(POLLERS, service)) return;
    const change = (changed: (mapping: EventSourceMapping) => EventSourceMapping): void => {
      const present = this.#kept.get(mapping.uuid);
      if (present) this.#kept.set(mapping.uuid, changed(present));
    };
    const poller = POLLERS[service]!(this.#cloud, mapping, {
      result: (lastResult) => change((present) => ({ ...present, lastResult })),
      checkpoint: (shard, sequence) =>
        change((present) => ({ ...present, checkpoints: { ...present.checkpoints, [shard]: sequence } })),
      age: (milliseconds) => this.#countAge(mapping, milliseconds),
    });
    this.#pollers.set(mapping.uuid, poller);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
  #countAge({ functionArn }: EventSourceMapping, value: number): void {
    this.#cloud.state(openCloudWatch).metrics.record({
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      dimensions: { FunctionName: functionName(functionArn).name },
      timestamp: this.#cloud.clock.now(),
      value,
      unit: "Milliseconds",
    });
  }

  #stop(uuid: string): void {
    this.#pollers.get(uuid)?.stop();
    this.#pollers.delete(uuid);
  }

  #announce(name: string, change: "created" | "updated" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::EventSourceMapping", name, change });
  }
}

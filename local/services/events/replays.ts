import { arnOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";

/** A replay as it is kept. Moments are milliseconds since the epoch. */
export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly archiveArn: string;
  readonly bus: string;
  readonly busArn: string;
  /** Rules that alone get the events; undefined: all. */
  readonly ruleArns?: readonly string[] | undefined;
  readonly from: number;
  readonly to: number;
  readonly state: "STARTING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED";
  readonly started: number;
  readonly ended?: number | undefined;
  /** Time of the newest event that was replayed. */
  readonly lastEvent?: number | undefined;
}

/** The replays of one cloud. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
export class Replays {
  readonly #cloud: Cloud;
  readonly #replays: StoredMap<Replay>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#replays = new StoredMap(cloud.storage.collection("events.replays"));
  }

  all(): Replay[] {
    return [...this.#replays.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#replays.has(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(name: string): Replay {
    const replay = this.#replays.get(name);
    if (replay) return replay;
    throw new ServiceError("ResourceNotFoundException", `Replay ${name} does not exist.`);
  }

  add(settings: Omit<Replay, "arn" | "state" | "started">): Replay {
    const arn = arnOf(this.#cloud, "events", `replay/${settings.name}`);
    const replay: Replay = { ...settings, arn, state: "STARTING", started: this.#cloud.clock.now() };
    this.save(replay);
    return replay;
  }

  save(replay: Replay): void {
    this.#replays.set(replay.name, replay);
  }
}

/** A replay as lists show it. */
export function listedReplay(replay: Replay): object {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    State: replay.state,
    EventStartTime: replay.from / 1_000,
    EventEndTime: replay.to / 1_000,
    ReplayStartTime: replay.started / 1_000,
    ...(replay.ended !== undefined && { ReplayEndTime: replay.ended / 1_000 }),
    ...(replay.lastEvent !== undefined && { EventLastReplayedTime: replay.lastEvent / 1_000 }),
  };
}

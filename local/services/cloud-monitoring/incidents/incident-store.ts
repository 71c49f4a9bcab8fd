import type { Storage } from "#kernel/storage/storage.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import type { Incident } from "./incident.ts";

/** Incidents that are kept; the oldest closed ones go first. */
const MOST_INCIDENTS = 1_000;

/** Incidents, open and closed. */
export class IncidentStore {
  readonly #incidents: StoredMap<Incident>;

  constructor(storage: Storage) {
    this.#incidents = new StoredMap(storage.collection("cloud-monitoring-incidents"));
  }

  /** All, the newest first. */
  list(): readonly Incident[] {
    return [...this.#incidents.values()].sort((a, b) => b.openedAt - a.openedAt);
  }

  /** The open incident of a policy with a key. */
  open(policyName: string, key: string): Incident | undefined {
    return this.list().find(
      (one) => one.policyName === policyName && one.key === key && one.closedAt === undefined,
    );
  }

  put(incident: Incident): void {
    this.#incidents.set(incident.incidentId, incident);
    if (this.#incidents.size <= MOST_INCIDENTS) return;
    const oldest = this.list().findLast(({ closedAt }) => closedAt !== undefined);
    if (oldest) this.#incidents.delete(oldest.incidentId);
  }
}

import { InsightsEventRow, readIndexPolicy } from "cumulog/semantics";
import type { StoredEvent } from "../log-event.ts";
import type { LogGroup } from "../log-group.ts";
import { DEFAULT_INDEXES, type IndexPolicyOf, originOf } from "./event-selection.ts";

/** A field that is indexed in a group, and the events that have it since the index is there. */
export interface FieldIndexTimes {
  readonly fieldIndexName: string;
  readonly indexCategory: "DEFAULT" | "CUSTOM";
  /** Milliseconds since the epoch, as all times. */
  readonly firstEventTime: number;
  readonly lastEventTime: number;
  readonly lastScanTime: number;
}

/** The indexes of a group that events have been found for. */
export function fieldIndexesOf(
  group: LogGroup,
  accountId: string,
  indexPolicyOf: IndexPolicyOf,
): FieldIndexTimes[] {
  const policy = indexPolicyOf(group);
  const custom = policy ? readIndexPolicy(policy.policyDocument) : [];
  const fields = [...new Set([...custom, ...DEFAULT_INDEXES])];
  const found = new Map<string, FieldIndexTimes>();
  for (const stream of group.streams.values()) {
    const origin = originOf(group, stream, accountId, indexPolicyOf);
    const isDefault = (field: string) => DEFAULT_INDEXES.has(field);
    const since = (field: string) =>
      isDefault(field) ? Number.NEGATIVE_INFINITY : (policy?.lastUpdateTime ?? 0);
    for (let index = 0; index < stream.events.length; index += 1) {
      const event: StoredEvent = stream.events.at(index)!;
      const row = new InsightsEventRow(event, origin);
      for (const field of fields) {
        const { ingestionTime } = event.batch;
        if (ingestionTime < since(field) || row.get(field) === undefined) continue;
        const known = found.get(field);
        found.set(field, {
          fieldIndexName: field,
          indexCategory: isDefault(field) ? "DEFAULT" : "CUSTOM",
          firstEventTime: Math.min(known?.firstEventTime ?? event.timestamp, event.timestamp),
          lastEventTime: Math.max(known?.lastEventTime ?? event.timestamp, event.timestamp),
          lastScanTime: Math.max(known?.lastScanTime ?? ingestionTime, ingestionTime),
        });
      }
    }
  }
  return fields.flatMap((field) => found.get(field) ?? []);
}

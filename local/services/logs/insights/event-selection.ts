import { type EventOrigin, InsightsEventRow } from "cumulog/semantics";
import { compareEvents, eventId, positionOf, type StoredEvent } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import { pointerTo } from "./record-pointer.ts";

/** A stored event as queries see it. */
export type StoredEventRow = InsightsEventRow<StoredEvent>;

/** Fields that every log group of the Standard class indexes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-FilterIndex.html */
const DEFAULT_INDEXES: ReadonlySet<string> = new Set([
  "@logStream",
  "@aws.region",
  "@aws.account",
  "@source.log",
  "traceId",
  "severityText",
  "attributes.session.id",
]);

/** The events of groups from `start` to before `end`, milliseconds, the newest first. */
export function selectEvents(
  groups: readonly LogGroup[],
  { start, end, accountId }: { readonly start: number; readonly end: number; readonly accountId: string },
): StoredEventRow[] {
  const rows: StoredEventRow[] = [];
  for (const group of groups)
    for (const stream of group.streams.values()) {
      const origin = originOf(group, stream, accountId);
      const last = stream.events.indexOfTime(end);
      for (let index = stream.events.indexOfTime(start); index < last; index += 1)
        rows.push(new InsightsEventRow(stream.events.at(index)!, origin));
    }
  return rows.sort((left, right) => compareEvents(right.event, left.event));
}

export function originOf(group: LogGroup, stream: LogStream, accountId: string): EventOrigin<StoredEvent> {
  const indexed = indexedFields(group);
  return {
    logGroupName: group.name,
    logStreamName: stream.name,
    accountId,
    tags: group.settings.tags,
    ingestionTime: ({ batch }) => batch.ingestionTime,
    pointer: (event) => pointerTo(group.name, stream.name, eventId(positionOf(event))),
    transformed: ({ forms }) => forms?.transformed,
    transformationError: ({ forms }) => forms?.transformationError,
    isIndexed: (field, { batch }) =>
      DEFAULT_INDEXES.has(field) || (indexed.fields.has(field) && batch.ingestionTime >= indexed.since),
  };
}

/** What the index policy of a group names, and since when: an index holds for later events only. */
function indexedFields({ settings }: LogGroup): { fields: ReadonlySet<string>; since: number } {
  const { indexPolicy } = settings;
  if (!indexPolicy) return { fields: new Set(), since: 0 };
  const { Fields = [] } = JSON.parse(indexPolicy.policyDocument) as { Fields?: unknown };
  return {
    fields: new Set(Array.isArray(Fields) ? Fields.map(String) : []),
    since: indexPolicy.lastUpdateTime,
  };
}

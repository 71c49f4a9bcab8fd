import { type EventOrigin, InsightsEventRow, readIndexPolicy } from "cumulog/semantics";
import { compareEvents, eventId, positionOf, type StoredEvent, shownMessage } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import { pointerTo } from "./record-pointer.ts";

/** A stored event as queries see it. */
export type StoredEventRow = InsightsEventRow<StoredEvent>;

/** The index policy that holds for a group: its own, or the account's. */
export type IndexPolicyOf = (
  group: LogGroup,
) => { readonly policyDocument: string; readonly lastUpdateTime: number } | undefined;

/** Fields that every log group of the Standard class indexes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-FilterIndex.html */
export const DEFAULT_INDEXES: ReadonlySet<string> = new Set([
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
  {
    start,
    end,
    accountId,
    unmask = false,
    indexPolicyOf,
  }: {
    readonly start: number;
    readonly end: number;
    readonly accountId: string;
    /** Whether messages are seen as they came. @default false */
    readonly unmask?: boolean;
    readonly indexPolicyOf?: IndexPolicyOf;
  },
): StoredEventRow[] {
  const rows: StoredEventRow[] = [];
  for (const group of groups)
    for (const stream of group.streams.values()) {
      const origin = originOf(group, stream, accountId, indexPolicyOf);
      const last = stream.events.indexOfTime(end);
      for (let index = stream.events.indexOfTime(start); index < last; index += 1)
        rows.push(new InsightsEventRow(asAsked(stream.events.at(index)!, unmask), origin));
    }
  return rows.sort((left, right) => compareEvents(right.event, left.event));
}

function asAsked(event: StoredEvent, unmask: boolean): StoredEvent {
  return unmask && event.forms?.unmasked !== undefined
    ? { ...event, message: shownMessage(event, true) }
    : event;
}

export function originOf(
  group: LogGroup,
  stream: LogStream,
  accountId: string,
  indexPolicyOf: IndexPolicyOf = ({ settings }) => settings.indexPolicy,
): EventOrigin<StoredEvent> {
  const indexed = indexedFields(indexPolicyOf(group));
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

/** What an index policy names, and since when: an index holds for later events only. */
function indexedFields(policy: ReturnType<IndexPolicyOf>): { fields: ReadonlySet<string>; since: number } {
  if (policy === undefined) return { fields: new Set(), since: 0 };
  return { fields: new Set(readIndexPolicy(policy.policyDocument)), since: policy.lastUpdateTime };
}

import type { EventSearch, SearchedEvent } from "@cumulog/local";
import { type FoundEvent, indexPattern, refusalOf, searchEvents } from "cumulog/search";
import { connectSearch, type SearchOptions } from "./connection.ts";

/** Lets the page of a local cloud search the events of a search server. */
export function pageSearch(options: SearchOptions): EventSearch {
  const connection = connectSearch(options);
  const pattern = indexPattern(options.index);
  return {
    origin: connection.origin,
    async find(query) {
      try {
        const { events, total } = await searchEvents(connection, { ...query, indexPattern: pattern });
        return { events: events.map(searchedEvent), total };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.kind === "fatal") throw new Error((error as Error).message, { cause: error });
        throw new Error(`${connection.origin} cannot be reached (${refusal.reason}).`, { cause: error });
      }
    },
  };
}

/** The line as a logger wrote it: text, or JSON with the fields that the document has beside it. */
function searchedEvent({ id, index, document }: FoundEvent): SearchedEvent {
  const {
    "@timestamp": time,
    "event.id": _id,
    severity_text: severity,
    severity_number: _number,
    body,
    message_template: _template,
    "resource.service.name": service,
    "resource.aws.log.stream.name": stream,
    "resource.aws.log.group.name": _group,
    "resource.cloud.account.id": _account,
    attributes,
    attributes_unindexed: unindexed,
    ...fields
  } = document;
  const members = { ...fields, ...(attributes as object | undefined), ...(unindexed as object | undefined) };
  const text = typeof body === "string" ? body : "";
  return {
    id,
    source: typeof service === "string" ? service : index,
    stream: typeof stream === "string" ? stream : "",
    timestamp: Date.parse(String(time)),
    severity: typeof severity === "string" ? severity : undefined,
    message:
      Object.keys(members).length === 0
        ? text
        : JSON.stringify({ level: severity, message: text, ...members }),
  };
}

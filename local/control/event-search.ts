import { RequestRefusedError } from "./request-refused-error.ts";

/** What the page asks a search server for. */
export interface EventSearchQuery {
  /** Words, or a query in the server's language; empty for every event. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Milliseconds since the epoch; not in the range. */
  readonly to: number;
  /** Events at most; the newest. */
  readonly limit: number;
}

/** An event as the page shows it. */
export interface SearchedEvent {
  readonly id: string;
  /** Service, or index. */
  readonly source: string;
  /** Log stream, if the event has one. */
  readonly stream: string;
  readonly timestamp: number;
  readonly severity?: string | undefined;
  /** Text, or JSON. */
  readonly message: string;
}

/** A server outside the cloud that holds events too; whoever starts the cloud connects it. */
export interface EventSearch {
  /** Address, for people. */
  readonly origin: string;
  /** @throws Error whose message says in one sentence what is wrong with the query, or with the server */
  find(
    query: EventSearchQuery,
  ): Promise<{ readonly events: readonly SearchedEvent[]; readonly total: number }>;
}

const MOST_EVENTS = 1_000;

/** Asks the server for what the page wants. @throws RequestRefusedError with what is wrong */
export async function searchedEvents(
  search: EventSearch | undefined,
  body: Record<string, unknown>,
): Promise<unknown> {
  if (search === undefined)
    throw new RequestRefusedError(404, "No search server is connected: start with --search-url.");
  const { text, from, to } = body;
  if (typeof text !== "string" || !Number.isSafeInteger(from) || !Number.isSafeInteger(to))
    throw new RequestRefusedError(400, "Expected text, and from and to in milliseconds since the epoch.");
  try {
    return await search.find({ text, from: from as number, to: to as number, limit: MOST_EVENTS });
  } catch (error) {
    throw new RequestRefusedError(400, (error as Error).message);
  }
}

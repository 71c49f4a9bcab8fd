import { randomUUID } from "node:crypto";
import { headerOf } from "./headers.ts";
import type { HttpLoggingOptions, RequestFacts } from "./options.ts";

/** What an id may be that somebody else has chosen: it goes into every record and into a header. */
const GOOD_ID = /^[\w.:/+=@~-]{1,128}$/;

/** A function that takes a request's id from its headers, or makes one. */
export function requestIds({
  requestIdHeaders = ["x-request-id", "x-correlation-id"],
  makeRequestId,
}: HttpLoggingOptions): (request: RequestFacts) => string {
  const names = requestIdHeaders.map((name) => name.toLowerCase());
  return (request) => {
    for (const name of names) {
      const given = headerOf(request.headers, name);
      if (given !== undefined && GOOD_ID.test(given)) return given;
    }
    return makeRequestId === undefined ? randomUUID() : made(makeRequestId, request);
  };
}

function made(make: (request: RequestFacts) => string, request: RequestFacts): string {
  try {
    const id = make(request);
    return GOOD_ID.test(id) ? id : randomUUID();
  } catch {
    return randomUUID();
  }
}

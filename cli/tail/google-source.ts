import { googleEvents } from "../lake/google-events.ts";
import type { TailOptions } from "./options.ts";
import type { TailEvent } from "./tail-event.ts";

/** The entries of Cloud Logging that the options name. */
export function googleSource({ google, project }: TailOptions) {
  return {
    async *read(from: number, to?: number): AsyncGenerator<TailEvent> {
      const range = { from, ...(to !== undefined && { to }) };
      for await (const events of googleEvents(google === true ? "" : (google ?? ""), project, range))
        for (const { logGroup = "", logStream = "", ...event } of events)
          yield { ...event, group: logGroup, stream: logStream };
    },
  };
}

import { send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import type { FoundLines } from "./found-lines.ts";
import { createStore } from "./store.ts";
import { type LookBack, searchedRange } from "./time-range.ts";

/** Address of the search server that the cloud was started with; undefined if there is none. */
export const searchServer = createStore<string | undefined>(undefined);

onCloudEvent("hello", async () => {
  searchServer.set((await send<{ origin?: string }>("GET", "search")).origin);
});

interface Answer {
  readonly events: readonly {
    readonly id: string;
    readonly source: string;
    readonly stream: string;
    readonly timestamp: number;
    readonly severity?: string;
    readonly message: string;
  }[];
  readonly total: number;
}

/** The newest events of the search server that a query finds, the newest first. */
export async function searchEvents(text: string, range: LookBack): Promise<FoundLines> {
  const { events, total } = await send<Answer>("POST", "search", { text, ...searchedRange(range) });
  const lines = events.map(({ id, ...event }) => ({
    ...event,
    id: `search/${id}`,
    eventId: id,
    cloud: "search" as const,
  }));
  return { lines, more: total > events.length };
}

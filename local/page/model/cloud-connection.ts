import { createStore } from "./store.ts";

export type ConnectionState = "connecting" | "open" | "lost";

/** Whether the page hears what happens in the cloud. */
export const connectionState = createStore<ConnectionState>("connecting");

type Listener = (payload: never) => unknown;

const listeners = new Map<string, Set<Listener>>();
let source: EventSource | undefined;
let run: string | undefined;
let place = 0;

/** Follows one type of event; returns what stops that. */
export function onCloudEvent<Payload>(type: string, listener: (payload: Payload) => unknown): () => void {
  let ofType = listeners.get(type);
  if (!ofType) {
    ofType = new Set();
    listeners.set(type, ofType);
    source?.addEventListener(type, receive);
  }
  ofType.add(listener as Listener);
  return () => ofType.delete(listener as Listener);
}

/** Opens the stream. The browser reconnects by itself; when it gives up, the page tries again. */
export function connectToCloud(): void {
  source = new EventSource("/_cumulog/events");
  source.onopen = () => connectionState.set("open");
  source.onerror = () => {
    connectionState.set("lost");
    if (source?.readyState === EventSource.CLOSED) setTimeout(connectToCloud, 1_000);
  };
  for (const type of listeners.keys()) source.addEventListener(type, receive);
}

/** Sent outside the order of events; the browser gives them the id of the event before. */
const UNNUMBERED = new Set(["hello", "missed", "restarted"]);

/** Calls `ask` again and again while the page is visible and the cloud there; returns what stops that. */
export function poll(ask: () => unknown, interval: number): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === "visible" && connectionState.get() === "open") ask();
  }, interval);
  return () => clearInterval(timer);
}

function receive(event: MessageEvent<string>): void {
  if (!UNNUMBERED.has(event.type) && isRepetition(event.lastEventId)) return;
  const payload = JSON.parse(event.data) as never;
  // What a listener could not fetch is fetched again with the next greeting; that the cloud is away is shown anyway.
  for (const listener of listeners.get(event.type) ?? []) Promise.resolve(listener(payload)).catch(() => {});
}

/** A stream that was opened anew starts with what the page may have seen. */
function isRepetition(id: string): boolean {
  const [ofRun, number] = id.split("-");
  if (!ofRun || number === undefined) return false;
  const sequence = Number(number);
  if (ofRun === run && sequence <= place) return true;
  run = ofRun;
  place = sequence;
  return false;
}

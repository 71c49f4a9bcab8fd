import { createStore } from "./store.ts";

export type ConnectionState = "connecting" | "open" | "lost";

/** Whether the page hears what happens in the cloud. */
export const connectionState = createStore<ConnectionState>("connecting");

type Listener = (payload: never) => void;

const listeners = new Map<string, Set<Listener>>();
let source: EventSource | undefined;
let run: string | undefined;
let place = 0;

/** Follows one type of event; returns what stops that. */
export function onCloudEvent<Payload>(type: string, listener: (payload: Payload) => void): () => void {
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
  source = new EventSource("/_cumulog/page/events");
  source.onopen = () => connectionState.set("open");
  source.onerror = () => {
    connectionState.set("lost");
    if (source?.readyState === EventSource.CLOSED) setTimeout(connectToCloud, 1_000);
  };
  for (const type of listeners.keys()) source.addEventListener(type, receive);
}

function receive(event: MessageEvent<string>): void {
  if (isRepetition(event.lastEventId)) return;
  const payload = JSON.parse(event.data) as never;
  for (const listener of listeners.get(event.type) ?? []) listener(payload);
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

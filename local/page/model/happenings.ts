import { send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import type { InboxMessage, Invocation, ServiceLedger } from "./cloud-types.ts";
import { createStore, type Store } from "./store.ts";

const MOST_KEPT = 1_000;

/** Messages that the cloud would have sent outside, the newest first. */
export const inboxMessages = createStore<readonly InboxMessage[]>([]);
/** Invocations of functions, the newest first. */
export const invocations = createStore<readonly Invocation[]>([]);
/** What services have published about their deliveries. */
export const serviceLedgers = createStore<readonly ServiceLedger[]>([]);

const identityOf = {
  message: ({ id, to, protocol }: InboxMessage) => JSON.stringify([id, to, protocol]),
  invocation: ({ requestId, timestamp }: Invocation) => `${requestId} ${timestamp}`,
  ledger: ({ service, handler }: ServiceLedger) => JSON.stringify([service, handler]),
};

/** Puts new items before the others; an item that is there already is replaced. */
function merge<Item>(
  store: Store<readonly Item[]>,
  items: readonly Item[],
  identity: (item: Item) => string,
): void {
  store.update((before) => {
    const known = new Map(before.toReversed().map((item) => [identity(item), item]));
    for (const item of items) known.set(identity(item), item);
    return [...known.values()].reverse().slice(0, MOST_KEPT);
  });
}

onCloudEvent<InboxMessage>("notification", (item) => merge(inboxMessages, [item], identityOf.message));
onCloudEvent<Invocation>("invocation", (item) => merge(invocations, [item], identityOf.invocation));
onCloudEvent<ServiceLedger>("ledger", (item) => merge(serviceLedgers, [item], identityOf.ledger));

/** What happened before the page was opened may be beyond what the stream of events still has. */
onCloudEvent("hello", async () => {
  merge(
    inboxMessages,
    (await send<{ messages: InboxMessage[] }>("GET", "inbox")).messages,
    identityOf.message,
  );
  merge(invocations, await send<Invocation[]>("GET", "invocations"), identityOf.invocation);
  merge(serviceLedgers, await send<ServiceLedger[]>("GET", "ledger"), identityOf.ledger);
});
onCloudEvent("restarted", () => {
  for (const store of [inboxMessages, invocations, serviceLedgers]) store.set([]);
});

import { send } from "./api.ts";
import { onCloudEvent, poll } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

/** What goes wrong, how often; rates are from 0 to 1. */
export interface FaultRule {
  readonly throttle?: number;
  readonly error?: number;
  readonly stored?: number;
  readonly cut?: number;
  readonly latency?: number | string;
  readonly seed?: number;
}

export type FaultRules = Readonly<Record<string, FaultRule>>;

/** The rules by operation. */
export const faultRules = createStore<FaultRules>({});

export async function refreshFaults(): Promise<void> {
  faultRules.set(await send<FaultRules>("GET", "faults"));
}

export async function setFault(operation: string, rule: FaultRule): Promise<void> {
  faultRules.set(await send<FaultRules>("PUT", "faults", { operation, rule }));
}

/** Removes the rule of one operation, or all of them. */
export async function clearFault(operation?: string): Promise<void> {
  const query = operation === undefined ? "" : `?operation=${encodeURIComponent(operation)}`;
  faultRules.set(await send<FaultRules>("DELETE", `faults${query}`));
}

onCloudEvent("hello", () => refreshFaults());
// Others set faults too, for example on the command line.
poll(() => refreshFaults().catch(() => {}), 3_000);

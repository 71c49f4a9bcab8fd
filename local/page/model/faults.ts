import type { FaultRule } from "../../kernel/faults.ts";
import { send } from "./api.ts";
import { onCloudEvent, poll } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

export type { FaultRule };

export type FaultRules = Readonly<Record<string, FaultRule>>;

/** The rules by operation. */
export const faultRules = createStore<FaultRules>({});

export async function refreshFaults(): Promise<void> {
  faultRules.set(await send<FaultRules>("GET", "faults"));
}

export async function setFault(operation: string, rule: FaultRule): Promise<void> {
  faultRules.set(await send<FaultRules>("POST", "faults", { operation, ...rule }));
}

/** Removes the rule of one operation, or all of them. */
export async function clearFault(operation?: string): Promise<void> {
  faultRules.set(await send<FaultRules>("DELETE", "faults", operation === undefined ? {} : { operation }));
}

onCloudEvent("hello", () => refreshFaults());
// Others set faults too, for example on the command line.
poll(() => refreshFaults().catch(() => {}), 3_000);

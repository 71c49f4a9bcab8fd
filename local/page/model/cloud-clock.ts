import { send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

interface Reading {
  readonly cloud: number;
  readonly speed: number;
}

/** The cloud's clock as the page knows it, and when it was told. */
export const clockReading = createStore<(Reading & { readonly received: number }) | undefined>(undefined);

const noted = (reading: Reading): void => clockReading.set({ ...reading, received: performance.now() });

onCloudEvent<{ clock: Reading }>("hello", ({ clock }) => noted(clock));

/** The cloud's time in milliseconds since the epoch. */
export function cloudNow(): number {
  const reading = clockReading.get();
  if (!reading) return Date.now();
  return reading.cloud + (performance.now() - reading.received) * reading.speed;
}

export async function refreshClock(): Promise<void> {
  noted(await send<Reading>("GET", "clock"));
}

export async function setClockSpeed(speed: number): Promise<void> {
  noted(await send<Reading>("POST", "clock", { speed }));
}

/** Moves the clock ahead; resolves when everything that fell due has happened. */
export async function advanceClock(by: string): Promise<void> {
  noted(await send<Reading>("POST", "clock/advance", { by }));
}

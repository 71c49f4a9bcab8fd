import type { ClockReading } from "../../kernel/clock.ts";
import { send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

/** The cloud's clock as the page knows it, and when it was told. */
export const clockReading = createStore<(ClockReading & { readonly received: number }) | undefined>(
  undefined,
);

const noted = (reading: ClockReading): void => clockReading.set({ ...reading, received: performance.now() });

onCloudEvent<{ clock: ClockReading }>("hello", ({ clock }) => noted(clock));

/** The cloud's time in milliseconds since the epoch. */
export function cloudNow(): number {
  const reading = clockReading.get();
  if (!reading) return Date.now();
  return reading.cloud + (performance.now() - reading.received) * reading.speed;
}

export async function refreshClock(): Promise<void> {
  noted(await send<ClockReading>("GET", "clock"));
}

export async function setClockSpeed(speed: number): Promise<void> {
  noted(await send<ClockReading>("POST", "clock", { speed }));
}

/** Moves the clock ahead; resolves when everything that fell due has happened. */
export async function advanceClock(by: string): Promise<void> {
  noted(await send<ClockReading>("POST", "clock", { advance: by }));
}

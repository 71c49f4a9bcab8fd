/**
 * Preload it (`node --import`) into a process whose records should carry the time of a local cloud with a fast clock: `Date`
 * follows the reading in `CUMULOG_CLOCK`, as it does inside the cloud's own functions, and each that the parent sends (`{ clock }`)
 * when the cloud's clock was moved or has another speed.
 */
import type { ClockReading } from "../../kernel/clock.ts";
import { followClock } from "./cloud-date.ts";

const reading = process.env["CUMULOG_CLOCK"];
if (reading) {
  followClock(JSON.parse(reading));
  process.on("message", (message: { readonly clock?: ClockReading }) => {
    if (message.clock) followClock(message.clock);
  });
  // Nobody waits for the parent's words.
  process.channel?.unref();
}

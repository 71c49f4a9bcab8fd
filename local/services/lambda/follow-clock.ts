/**
 * Preload it (`node --import`) into a process whose records should carry the time of a local cloud with a fast clock: `Date`
 * follows the reading in `CUMULOG_CLOCK`, as it does inside the cloud's own functions.
 */
import { followClock } from "./cloud-date.ts";

const reading = process.env["CUMULOG_CLOCK"];
if (reading) followClock(JSON.parse(reading));

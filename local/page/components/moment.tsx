import { dateAndTime, isReaderInUtc, localTime } from "../model/times.ts";

/** A time in UTC with that of the reader beside it. */
export function Moment({ at, milliseconds = false }: { at: number; milliseconds?: boolean }) {
  return (
    <time class="moment" dateTime={new Date(at).toISOString()} title={localTime(at)}>
      {dateAndTime(at)}
      {milliseconds && `.${String(Math.floor(at) % 1_000).padStart(3, "0")}`} UTC
      {!isReaderInUtc(at) && <span class="dim"> · {localTime(at)}</span>}
    </time>
  );
}

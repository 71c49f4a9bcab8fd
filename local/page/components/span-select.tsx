import { SPANS } from "../model/spans.ts";
import { lengthOf } from "../model/times.ts";

interface SpanSelectProps {
  readonly id: string;
  readonly value: number;
  readonly onChange: (span: number) => void;
}

/** How far to look back from the cloud's present. */
export function SpanSelect({ id, value, onChange }: SpanSelectProps) {
  // A range that was narrowed on a histogram has a length of its own.
  const spans = SPANS.some(([known]) => known === value)
    ? SPANS
    : [[value, lengthOf(value)] as const, ...SPANS];
  return (
    <div class="field">
      <label for={id}>Time range</label>
      <select id={id} value={String(value)} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {spans.map(([milliseconds, label]) => (
          <option key={milliseconds} value={String(milliseconds)}>
            Last {label}
          </option>
        ))}
      </select>
    </div>
  );
}

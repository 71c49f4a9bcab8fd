import { SPANS } from "../model/spans.ts";

interface SpanSelectProps {
  readonly id: string;
  readonly value: number;
  readonly onChange: (span: number) => void;
}

/** How far to look back from the cloud's present. */
export function SpanSelect({ id, value, onChange }: SpanSelectProps) {
  return (
    <div class="field">
      <label for={id}>Time range</label>
      <select id={id} value={String(value)} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {SPANS.map(([milliseconds, label]) => (
          <option key={milliseconds} value={String(milliseconds)}>
            Last {label}
          </option>
        ))}
      </select>
    </div>
  );
}

import { useState } from "preact/hooks";
import type { FaultRule } from "../model/faults.ts";

const OPERATIONS = [
  "logs:PutLogEvents",
  "logs:FilterLogEvents",
  "monitoring:PutMetricData",
  "sns:Publish",
  "lambda:Invoke",
  "google:WriteLogEntries",
  "logs:*",
  "google:*",
  "*",
];
const RATES = [
  ["throttle", "Throttled"],
  ["error", "Server error"],
  ["cut", "Connection cut"],
  ["stored", "Failures that take effect"],
] as const;

/** A rule of any kind for any operation. */
export function FaultForm({ onSet }: { onSet: (operation: string, rule: FaultRule) => void }) {
  const [operation, setOperation] = useState("logs:PutLogEvents");
  const [rates, setRates] = useState<Readonly<Record<string, number>>>({ throttle: 30 });
  const [latency, setLatency] = useState("");
  const [seed, setSeed] = useState("1");
  const submit = (event: Event): void => {
    event.preventDefault();
    const given = Object.entries(rates).filter(([, percent]) => percent > 0);
    onSet(operation.trim(), {
      ...Object.fromEntries(given.map(([name, percent]) => [name, percent / 100])),
      ...(latency.trim() !== "" && { latency: latency.trim() }),
      seed: Number(seed) || 1,
    });
  };
  return (
    <form class="panel fault-form" aria-labelledby="fault-new" onSubmit={submit}>
      <h2 id="fault-new">New rule</h2>
      <div class="toolbar">
        <div class="field">
          <label for="fault-operation">Operation</label>
          <input
            id="fault-operation"
            class="mono"
            list="fault-operations"
            required
            value={operation}
            onInput={(event) => setOperation(event.currentTarget.value)}
          />
          <datalist id="fault-operations">
            {OPERATIONS.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </div>
        <div class="field">
          <label for="fault-latency">Latency</label>
          <input
            id="fault-latency"
            placeholder="50ms"
            size={8}
            value={latency}
            onInput={(event) => setLatency(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="fault-seed">Seed</label>
          <input
            id="fault-seed"
            inputMode="numeric"
            size={5}
            value={seed}
            onInput={(event) => setSeed(event.currentTarget.value)}
          />
        </div>
      </div>
      <div class="rates">
        {RATES.map(([name, label]) => (
          <div key={name} class="field">
            <label for={`fault-${name}`}>
              {label} <output for={`fault-${name}`}>{rates[name] ?? 0} %</output>
            </label>
            <input
              id={`fault-${name}`}
              type="range"
              min={0}
              max={100}
              step={5}
              value={rates[name] ?? 0}
              onInput={(event) => {
                const percent = Number(event.currentTarget.value);
                setRates((before) => ({ ...before, [name]: percent }));
              }}
            />
          </div>
        ))}
      </div>
      <button type="submit" class="primary">
        Set the rule
      </button>
    </form>
  );
}

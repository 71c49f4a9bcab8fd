import type { AlarmStateValue } from "../model/cloud-types.ts";

const NAMES: Readonly<Record<AlarmStateValue, string>> = {
  OK: "OK",
  ALARM: "ALARM",
  INSUFFICIENT_DATA: "NO DATA",
};

export function StateBadge({ state }: { state: AlarmStateValue }) {
  return (
    <span class={`badge state-${state}`} title={state}>
      {NAMES[state] ?? state}
    </span>
  );
}

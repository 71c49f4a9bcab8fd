import type { Alarm } from "../model/cloud-types.ts";
import { link } from "../model/hash-route.ts";

const QUIET_STATES = [
  ["OK", "OK"],
  ["INSUFFICIENT_DATA", "without data"],
] as const;

/** Alarms that say nothing, in one line that opens to their names. */
export function QuietAlarms({ alarms, isWell }: { alarms: readonly Alarm[]; isWell: boolean }) {
  const states = QUIET_STATES.flatMap(([state, name]) => {
    const ones = alarms.filter(({ StateValue }) => StateValue === state);
    return ones.length > 0 ? [{ name, ones }] : [];
  });
  if (states.length === 0 && !isWell) return null;
  const summary = states.map(({ name, ones }) => `${ones.length} ${name}`).join(", ");
  return (
    <div class="quiet-alarms overview-wide">
      {isWell && <strong>Nothing is wrong.</strong>}
      {states.length > 0 && (
        <details>
          <summary>
            {alarms.length === 1 ? "1 alarm" : `${alarms.length} alarms`}: {summary}
          </summary>
          <ul>
            {states.flatMap(({ name, ones }) =>
              ones.map(({ AlarmName }) => (
                <li key={AlarmName}>
                  <a href={link("alarms", AlarmName)}>{AlarmName}</a> <span class="dim">{name}</span>
                </li>
              )),
            )}
          </ul>
        </details>
      )}
    </div>
  );
}

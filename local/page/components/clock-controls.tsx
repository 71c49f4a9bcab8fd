import { useEffect, useState } from "preact/hooks";
import { problemText } from "../model/api.ts";
import { advanceClock, clockReading, cloudNow, refreshClock, setClockSpeed } from "../model/cloud-clock.ts";
import { poll } from "../model/cloud-connection.ts";
import { useStore } from "../model/store.ts";
import { dateAndTime } from "../model/times.ts";

const SPEEDS: readonly (readonly [speed: number, label: string])[] = [
  [0, "Clock stands still"],
  [1, "Real time"],
  [10, "Clock at 10 ×"],
  [60, "Clock at 60 ×: 1 min a second"],
  [600, "Clock at 600 ×: 10 min a second"],
  [3600, "Clock at 3600 ×: 1 h a second"],
];
const STEPS = ["1m", "5m", "1h"];

/** The cloud's time, how fast it runs, and buttons that move it ahead. */
export function ClockControls() {
  const reading = useStore(clockReading);
  const [advancing, setAdvancing] = useState(false);
  const [problem, setProblem] = useState("");
  const [, setTick] = useState(0);
  useEffect(() => {
    const tick = setInterval(() => setTick((count) => count + 1), 200);
    const stopPolling = poll(() => refreshClock().catch(() => {}), 2_000);
    return () => {
      clearInterval(tick);
      stopPolling();
    };
  }, []);
  const speed = reading?.speed ?? 1;
  const run = async (change: () => Promise<void>): Promise<void> => {
    setProblem("");
    setAdvancing(true);
    await change().catch((error: unknown) => setProblem(problemText(error)));
    setAdvancing(false);
  };
  const options = SPEEDS.some(([known]) => known === speed)
    ? SPEEDS
    : [...SPEEDS, [speed, `Clock at ${speed} ×`] as const];
  return (
    <section class="clock" aria-label="Clock">
      <time dateTime={new Date(cloudNow()).toISOString()} title="The cloud's time, UTC">
        {dateAndTime(cloudNow())}
        <span class="dim"> UTC</span>
      </time>
      <label class="unseen" for="clock-speed">
        Speed of the clock
      </label>
      <select
        id="clock-speed"
        value={String(speed)}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          void run(() => setClockSpeed(chosen));
        }}
      >
        {options.map(([value, label]) => (
          <option key={value} value={String(value)}>
            {label}
          </option>
        ))}
      </select>
      <span class="dim" aria-hidden="true">
        Clock ahead
      </span>
      <fieldset class="steps" aria-label="Move the clock ahead">
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            disabled={advancing}
            title={`Moves the cloud's clock ahead by ${step.replace("m", " min").replace("1h", "1 h")}, and everything due happens`}
            onClick={() => void run(() => advanceClock(step))}
          >
            +{step.slice(0, -1)}
            {"\u2009"}
            {step.endsWith("h") ? "h" : "min"}
          </button>
        ))}
      </fieldset>
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
    </section>
  );
}

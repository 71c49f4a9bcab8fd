import { useState } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { FaultForm } from "../components/fault-form.tsx";
import { OutsideSwitches } from "../components/outside-switches.tsx";
import { SwitchButton } from "../components/switch-button.tsx";
import { problemText } from "../model/api.ts";
import { clearFault, type FaultRule, faultRules, setFault } from "../model/faults.ts";
import { useStore } from "../model/store.ts";

interface FaultSwitch {
  readonly name: string;
  readonly operation: string;
  readonly rule: FaultRule;
}

const SWITCHES: readonly FaultSwitch[] = [
  { name: "CloudWatch Logs throttles 30 %", operation: "logs:PutLogEvents", rule: { throttle: 0.3 } },
  { name: "CloudWatch Logs is down", operation: "logs:*", rule: { error: 1 } },
  { name: "Cloud Logging throttles 30 %", operation: "google:WriteLogEntries", rule: { throttle: 0.3 } },
  { name: "Cloud Logging is down", operation: "google:*", rule: { error: 1 } },
];

/** What goes wrong in the cloud: switches for the usual outages, and rules of any kind. */
export function FaultsView() {
  const rules = useStore(faultRules);
  const [problem, setProblem] = useState("");
  const run = (change: Promise<void>): void => {
    setProblem("");
    change.catch((error: unknown) => setProblem(problemText(error)));
  };
  const entries = Object.entries(rules);
  return (
    <>
      <section aria-labelledby="fault-switches">
        <h2 id="fault-switches">Switches</h2>
        <div class="switches">
          {SWITCHES.map(({ name, operation, rule }) => {
            const on = isSame(rules[operation], rule);
            return (
              <SwitchButton
                key={name}
                name={name}
                on={on}
                onClick={() => run(on ? clearFault(operation) : setFault(operation, rule))}
              />
            );
          })}
          <OutsideSwitches run={run} />
        </div>
      </section>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <section aria-labelledby="fault-rules">
        <h2 id="fault-rules">Rules in force</h2>
        {entries.length === 0 ? (
          <Empty>Everything works.</Empty>
        ) : (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">What goes wrong</th>
                <th scope="col">
                  <button type="button" onClick={() => run(clearFault())}>
                    Remove all
                  </button>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map(([operation, rule]) => (
                <tr key={operation}>
                  <th scope="row" class="mono">
                    {operation}
                  </th>
                  <td>{ruleText(rule)}</td>
                  <td>
                    <button type="button" onClick={() => run(clearFault(operation))}>
                      Remove<span class="unseen"> the rule of {operation}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <FaultForm onSet={(operation, rule) => run(setFault(operation, rule))} />
    </>
  );
}

function isSame(one: FaultRule | undefined, other: FaultRule): boolean {
  return one !== undefined && ruleText(one) === ruleText(other);
}

function ruleText({ throttle, error, stored, cut, latency, seed }: FaultRule): string {
  const percent = (rate: number): string => `${Math.round(rate * 1_000) / 10} %`;
  return [
    throttle && `${percent(throttle)} throttled`,
    error && `${percent(error)} server errors`,
    cut && `${percent(cut)} connections cut`,
    stored && `${percent(stored)} of the failures take effect`,
    latency && `${typeof latency === "number" ? `${latency} ms` : latency} latency`,
    seed !== undefined && `seed ${seed}`,
  ]
    .filter(Boolean)
    .join(", ");
}

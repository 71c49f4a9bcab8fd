import type { FunctionConfiguration, Invocation } from "../model/cloud-types.ts";
import { link } from "../model/hash-route.ts";
import { dateAndTime } from "../model/times.ts";
import { Empty } from "./empty.tsx";
import { InvocationError } from "./invocation-error.tsx";
import { InvokeForm } from "./invoke-form.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

const MOST_SHOWN = 200;

interface FunctionDetailProps {
  readonly configuration: FunctionConfiguration;
  readonly invocations: readonly Invocation[];
}

/** One function: its configuration, a form that invokes it, and what its invocations came to. */
export function FunctionDetail({ configuration, invocations }: FunctionDetailProps) {
  const { FunctionName, Handler, Timeout, MemorySize, Description, LoggingConfig } = configuration;
  const own = invocations.filter(({ functionName }) => functionName === FunctionName).slice(0, MOST_SHOWN);
  const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
  return (
    <section class="panel" aria-labelledby="function-name">
      <h2 id="function-name">{FunctionName}</h2>
      <dl class="facts">
        {Description && [<dt key="name">Description</dt>, <dd key="value">{Description}</dd>]}
        <dt>Handler</dt>
        <dd class="mono">{Handler}</dd>
        <dt>Limits</dt>
        <dd>
          {Timeout} s, {MemorySize} MB
        </dd>
        <dt>Logs</dt>
        <dd>
          <a href={link("tail", undefined, { source: `aws:${group}` })}>{group}</a>
        </dd>
      </dl>
      <InvokeForm functionName={FunctionName} />
      <h3>Invocations</h3>
      {own.length === 0 ? (
        <Empty>It has not run yet.</Empty>
      ) : (
        <ScrollRegion label="Invocations">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Time (UTC)</th>
                <th scope="col">Outcome</th>
                <th scope="col" class="number">
                  Duration
                </th>
                <th scope="col">Request</th>
              </tr>
            </thead>
            <tbody>
              {own.map(({ requestId, timestamp, outcome, durationMs, error }) => (
                <tr key={`${requestId} ${timestamp}`}>
                  <td class="nowrap">{dateAndTime(timestamp)}</td>
                  <td>
                    <span class={`badge outcome-${outcome}`}>{outcome}</span>
                    {error && <InvocationError error={error} />}
                  </td>
                  <td class="number nowrap">{durationMs.toFixed(1)} ms</td>
                  <td class="mono nowrap">
                    <a href={link("tail", undefined, { source: `aws:${group}`, filter: `"${requestId}"` })}>
                      {requestId}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

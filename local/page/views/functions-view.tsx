import { useEffect } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { FunctionDetail } from "../components/function-detail.tsx";
import { ScrollRegion } from "../components/scroll-region.tsx";
import { callAllPages } from "../model/api.ts";
import { onCloudEvent } from "../model/cloud-connection.ts";
import type { FunctionConfiguration } from "../model/cloud-types.ts";
import { invocations } from "../model/happenings.ts";
import { type HashRoute, link } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";
import { dateAndTime } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";

/** Every function with how often it ran and failed; the chosen one with its invocations. */
export function FunctionsView({ route }: { route: HashRoute }) {
  const all = useStore(invocations);
  const {
    value: functions = [],
    problem,
    loading,
    refresh,
  } = useQuery("functions", () =>
    callAllPages<FunctionConfiguration>(
      "lambda",
      "ListFunctions",
      {},
      { list: "Functions", token: "NextMarker" },
    ),
  );
  useEffect(
    () =>
      onCloudEvent<{ type: string }>("resource", ({ type }) => type === "AWS::Lambda::Function" && refresh()),
    [refresh],
  );
  if (functions.length === 0)
    return (
      <Empty problem={problem}>
        {loading
          ? "Loading …"
          : "There are no functions. Deploy a template with one, or call CreateFunction."}
      </Empty>
    );
  const chosen = functions.find(({ FunctionName }) => FunctionName === route.parameter);
  return (
    <div class="master-detail">
      <ScrollRegion label="List of functions">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Function</th>
              <th scope="col">Runtime</th>
              <th scope="col" class="number">
                Invocations
              </th>
              <th scope="col" class="number">
                Errors
              </th>
              <th scope="col" class="number">
                Median
              </th>
              <th scope="col">Last run (UTC)</th>
            </tr>
          </thead>
          <tbody>
            {functions.map(({ FunctionName, Runtime }) => {
              const own = all.filter(({ functionName }) => functionName === FunctionName);
              const errors = own.filter(({ outcome }) => outcome !== "success").length;
              const durations = own.map(({ durationMs }) => durationMs).sort((one, other) => one - other);
              const median = durations[Math.floor(durations.length / 2)];
              return (
                <tr key={FunctionName} class={FunctionName === chosen?.FunctionName ? "chosen" : ""}>
                  <th scope="row">
                    <a href={link("functions", FunctionName)}>{FunctionName}</a>
                  </th>
                  <td class="dim">{Runtime}</td>
                  <td class="number">{own.length}</td>
                  <td class={`number ${errors > 0 ? "bad" : ""}`}>{errors}</td>
                  <td class="number">{median === undefined ? "" : `${Math.round(median)} ms`}</td>
                  <td class="nowrap dim">{own[0] ? dateAndTime(own[0].timestamp) : "never"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {chosen && <FunctionDetail key={chosen.FunctionName} configuration={chosen} invocations={all} />}
      {route.parameter !== undefined && !chosen && (
        <Empty>There is no function named {route.parameter}.</Empty>
      )}
    </div>
  );
}

import { expect } from "vitest";
import {
  assessRows,
  datasetNamed,
  type InsightsCase,
  insightsCases,
} from "../../conformance/insights-cases.ts";
import { runTiers } from "../../conformance/tiers.ts";
import { startInsightsCloud } from "./insights-cloud.ts";

/** Runs a case's query as StartQuery takes it, after its datasets were put. */
async function run(one: InsightsCase, query: string) {
  await using insights = await startInsightsCloud();
  const names = [...(one.dataset === null ? [] : [one.dataset]), ...(one.uses ?? [])];
  for (const { logGroupName, logEvents } of names.map(datasetNamed))
    await insights.put(logEvents, logGroupName);
  for (const { operation, input } of one.setup ?? []) {
    expect(operation).toBe("CreateLookupTable");
    await insights.logs.createLookupTable(input as { lookupTableName: string; tableBody: string });
  }
  const { noGroups, ...replaced } = one.startQuery ?? {};
  const options = {
    logGroupName: noGroups ? undefined : datasetNamed(one.dataset!).logGroupName,
    ...replaced,
    logGroupNames: replaced.logGroupNames && [...replaced.logGroupNames],
    logGroupIdentifiers: replaced.logGroupIdentifiers && [...replaced.logGroupIdentifiers],
  };
  return await insights.query(query, options);
}

/** What goes through the request, and one case of everything that reads more than the query's own group. */
const KINDS = new Set(["api", "source", "join", "subquery", "lookup"]);

runTiers(
  "Logs Insights in the local cloud",
  insightsCases.filter(({ kind, tier }) => KINDS.has(kind) && tier === 1),
  async (one) => {
    if (one.expect.outcome !== "error") {
      assessRows(one, await run(one, one.query));
      return;
    }
    if (one.control) await run(one, one.control);
    await expect(run(one, one.query)).rejects.toMatchObject({
      name: expect.stringMatching(`^(?:${one.expect.exception})$`),
    });
  },
);

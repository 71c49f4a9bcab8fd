import { expect } from "vitest";
import {
  type InsightsLogGroup,
  type InsightsQueryOptions,
  type InsightsQueryResult,
  runInsightsQuery,
} from "../../../lib/semantics/insights/run-insights-query.ts";
import {
  assessRows,
  datasetNamed,
  type InsightsCase,
  insightsCases,
  RANGE_END,
  RANGE_START,
} from "../../conformance/insights-cases.ts";
import { runTiers } from "../../conformance/tiers.ts";

/** What only StartQuery decides: which groups there are and how many characters a query has. */
const REQUESTS = new Set(["I0416", "I0472", "I0475", "I0476", "I0477"]);

function optionsOf(one: InsightsCase): InsightsQueryOptions {
  const { noGroups, startTime, endTime, limit, ...named } = one.startQuery ?? {};
  const datasets = [...(one.dataset === null ? [] : [one.dataset]), ...(one.uses ?? [])].map(datasetNamed);
  const logGroups = datasets.map(
    (dataset): InsightsLogGroup => ({
      ...dataset,
      ...(one.groupCreatedAt === "range end" && { creationTime: RANGE_END }),
      ...indexesOf(one, dataset.logGroupName),
    }),
  );
  const identifiers = [named.logGroupName, named.logGroupNames, named.logGroupIdentifiers].flatMap(
    (given) => given ?? [],
  );
  const own = noGroups ? identifiers : [datasetNamed(one.dataset!).logGroupName, ...identifiers];
  return {
    logGroups,
    logGroupIdentifiers: own,
    startTime: startTime ?? RANGE_START / 1000,
    endTime: endTime ?? RANGE_END / 1000,
    now: RANGE_END,
    lookupTables: Object.fromEntries(
      (one.setup ?? [])
        .filter(({ operation }) => operation === "CreateLookupTable")
        .map(({ input }) => [input["lookupTableName"], input["tableBody"]]),
    ) as Record<string, string>,
    ...(limit !== undefined && { limit }),
  };
}

/** Fields that PutIndexPolicy indexed before the events came. */
function indexesOf(one: InsightsCase, logGroupName: string): Partial<InsightsLogGroup> {
  if (one.kind !== "filterIndex") return {};
  const fields = (one.setup ?? [])
    .filter(
      ({ operation, input }) =>
        operation === "PutIndexPolicy" && input["logGroupIdentifier"] === logGroupName,
    )
    .flatMap(({ input }) => (JSON.parse(input["policyDocument"] as string) as { Fields: string[] }).Fields);
  return { fieldIndexes: Object.fromEntries(fields.map((field) => [field, 0])) };
}

function run(query: string, one: InsightsCase): InsightsQueryResult {
  return runInsightsQuery(query, optionsOf(one));
}

function check(one: InsightsCase): void {
  if (one.expect.outcome === "error") {
    if (one.control) run(one.control, one);
    expect(() => run(one.query, one)).toThrow(expect.objectContaining({ name: "QueryCompileError" }));
    return;
  }
  const { results, statistics } = run(one.query, one);
  assessRows(
    one,
    results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))),
  );
  if (one.expect.statistics) expect(statistics).toMatchObject(one.expect.statistics);
}

runTiers(
  "Logs Insights",
  insightsCases.filter(({ id }) => !REQUESTS.has(id)),
  check,
);

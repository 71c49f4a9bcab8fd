import { type FieldType, SEARCH_FIELDS, type SearchField } from "../fields.ts";
import type { Dashboard, Panel } from "./description.ts";

/** Types of fields that can be put into buckets of values, and that numbers can be computed of. */
const BUCKETED: ReadonlySet<FieldType> = new Set(["keyword", "integer", "double", "date"]);
const COMPUTED: ReadonlySet<FieldType> = new Set(["integer", "double"]);
const QUERIED = /(?<![\w.@"-])([A-Za-z_@][\w.@-]*):/g;

/**
 * What is wrong with a dashboard: fields that the index does not have, aggregations that their types do not take, ids that are there
 * twice, panels that cover one another. Empty when all is well.
 */
export function dashboardProblems({ panels }: Dashboard): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const panel of panels) {
    if (ids.has(panel.id)) problems.push(`${panel.id}: the id is there twice`);
    ids.add(panel.id);
    for (const problem of panelProblems(panel)) problems.push(`${panel.id}: ${problem}`);
    const other = panels.find((one) => one !== panel && overlaps(one, panel));
    if (other !== undefined) problems.push(`${panel.id}: covers ${other.id}`);
    if (panel.place.x + panel.place.w > 48) problems.push(`${panel.id}: is wider than the grid`);
  }
  return problems;
}

function* panelProblems(panel: Panel): Generator<string> {
  const queries = panel.query === undefined ? [] : [panel.query];
  if (panel.chart === "events")
    for (const field of panel.columns) yield* fieldProblem(field, undefined, "shown");
  else {
    const { metric } = panel;
    if (metric.type === "percentile") yield* fieldProblem(metric.field, COMPUTED, "computed");
    if (metric.type === "unique") yield* fieldProblem(metric.field, BUCKETED, "counted");
    for (const bucket of panel.by) {
      if (bucket.type === "values") yield* fieldProblem(bucket.field, BUCKETED, "put into buckets");
      if (bucket.type === "queries") queries.push(...bucket.queries.map(({ query }) => query));
    }
    if (panel.by.length === 0) yield "has no buckets";
  }
  for (const query of queries)
    for (const [, field] of query.matchAll(QUERIED))
      if (!field!.startsWith("attributes.")) yield* fieldProblem(field as SearchField, undefined, "queried");
}

function* fieldProblem(
  field: SearchField,
  types: ReadonlySet<FieldType> | undefined,
  use: string,
): Generator<string> {
  const type: FieldType | undefined = Object.hasOwn(SEARCH_FIELDS, field) ? SEARCH_FIELDS[field] : undefined;
  if (type === undefined) yield `the index has no field ${field}`;
  else if (types !== undefined && !types.has(type)) yield `${field} of type ${type} cannot be ${use}`;
}

function overlaps(one: Panel, other: Panel): boolean {
  const [a, b] = [one.place, other.place];
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

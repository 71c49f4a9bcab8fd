import { describe, expect, it } from "vitest";
import { dashboardProblems } from "../../lib/search/dashboards/check.ts";
import { cloudWatchDashboard, insightsQuery } from "../../lib/search/dashboards/cloudwatch.ts";
import { type ChartPanel, LOG_DASHBOARD, type Panel } from "../../lib/search/dashboards/description.ts";
import { grafanaDashboard } from "../../lib/search/dashboards/grafana.ts";
import {
  type SavedObject,
  savedObjects,
  savedObjectsFile,
} from "../../lib/search/dashboards/saved-objects.ts";
import { indexPattern } from "../../lib/search/template.ts";
import { runInsightsQuery } from "../../lib/semantics/insights/run-insights-query.ts";

/**
 * Attributes that the applications' mappings have of each type.
 * https://github.com/opensearch-project/OpenSearch-Dashboards/tree/2.x/src/plugins (saved_objects of each plugin)
 */
const ATTRIBUTES: Readonly<Record<SavedObject["type"], readonly string[]>> = {
  "index-pattern": ["fieldFormatMap", "fields", "timeFieldName", "title", "type"],
  search: ["columns", "description", "hits", "kibanaSavedObjectMeta", "sort", "title", "version"],
  visualization: [
    "description",
    "kibanaSavedObjectMeta",
    "savedSearchRefName",
    "title",
    "uiStateJSON",
    "version",
    "visState",
  ],
  dashboard: [
    "description",
    "hits",
    "kibanaSavedObjectMeta",
    "optionsJSON",
    "panelsJSON",
    "refreshInterval",
    "timeFrom",
    "timeRestore",
    "timeTo",
    "title",
    "version",
  ],
};
const panel = (changes: Partial<ChartPanel>): Panel => ({
  ...(LOG_DASHBOARD.panels[0] as ChartPanel),
  ...changes,
});

describe("the dashboard of logs", () => {
  it("uses fields of the index, in aggregations that their types take", () => {
    expect(dashboardProblems(LOG_DASHBOARD)).toEqual([]);
  });

  it.each<readonly [string, Panel, string]>([
    [
      "an unknown field",
      panel({ by: [{ type: "values", field: "colour" as never, size: 1 }] }),
      "the index has no field colour",
    ],
    [
      "text in buckets",
      panel({ by: [{ type: "values", field: "body", size: 1 }] }),
      "body of type text cannot be put into buckets",
    ],
    [
      "a percentile of words",
      panel({ metric: { type: "percentile", field: "user.id", percent: 95 } }),
      "user.id of type keyword cannot be computed",
    ],
    [
      "a query of an unknown field",
      panel({ query: "levle:ERROR AND body:x" }),
      "the index has no field levle",
    ],
    ["no buckets", panel({ by: [] }), "has no buckets"],
  ])("is refused with %s", (_, wrong, problem) => {
    expect(dashboardProblems({ ...LOG_DASHBOARD, panels: [wrong] })).toEqual([`${wrong.id}: ${problem}`]);
  });

  it("is refused with panels that cover one another, and with an id twice", () => {
    const first = LOG_DASHBOARD.panels[0]!;

    expect(dashboardProblems({ ...LOG_DASHBOARD, panels: [first, first] })).toContain(
      `${first.id}: the id is there twice`,
    );
    expect(dashboardProblems({ ...LOG_DASHBOARD, panels: [first, { ...first, id: "other" }] })).toContain(
      "other: covers volume-by-level",
    );
  });
});

describe.each(["opensearch", "kibana"] as const)("saved objects for %s", (application) => {
  const objects = savedObjects(LOG_DASHBOARD, application, indexPattern());

  it("are the same bytes every time, a line of JSON each", async () => {
    const file = savedObjectsFile(objects);

    expect(file).toBe(savedObjectsFile(savedObjects(LOG_DASHBOARD, application, indexPattern())));
    expect(file.trimEnd().split("\n")).toHaveLength(objects.length);
    await expect(file).toMatchFileSnapshot(`snapshots/${application}.ndjson`);
  });

  it("refer to objects of the file only, each of the type that is there, and have no id twice", () => {
    const known = new Set(objects.map(({ type, id }) => `${type}/${id}`));

    expect(known.size).toBe(objects.length);
    for (const { references } of objects)
      for (const { type, id } of references) expect(known).toContain(`${type}/${id}`);
  });

  it("have the attributes of their types, with JSON in those that hold JSON", () => {
    for (const { type, attributes } of objects) {
      expect(Object.keys(attributes).filter((name) => !ATTRIBUTES[type].includes(name))).toEqual([]);
      for (const [name, value] of Object.entries(attributes))
        if (/JSON$|^visState$/.test(name)) expect(() => JSON.parse(value as string)).not.toThrow();
    }
  });

  it("name every panel of the dashboard by its reference", () => {
    const { attributes, references } = objects.at(-1)!;
    const panels = JSON.parse(attributes["panelsJSON"] as string) as { panelRefName: string }[];

    expect(panels.map(({ panelRefName }) => panelRefName)).toEqual(references.map(({ name }) => name));
    expect(panels).toHaveLength(LOG_DASHBOARD.panels.length);
  });
});

describe("dashboards of others", () => {
  it("has every panel in Grafana, none over another", async () => {
    const grafana = grafanaDashboard(LOG_DASHBOARD, "grafana-opensearch-datasource") as {
      panels: { title: string; gridPos: { x: number; y: number; w: number; h: number } }[];
    };

    expect(grafana.panels.map(({ title }) => title)).toEqual(LOG_DASHBOARD.panels.map(({ title }) => title));
    for (const { gridPos } of grafana.panels)
      expect(Object.values(gridPos).every(Number.isInteger)).toBe(true);
    await expect(`${JSON.stringify(grafana, null, 1)}\n`).toMatchFileSnapshot("snapshots/grafana.txt");
  });

  it.each(LOG_DASHBOARD.panels.filter(({ id }) => id !== "alarm-history"))(
    "asks Logs Insights for $id in its language",
    (each) => {
      const query = insightsQuery(each);

      expect(() => runInsightsQuery(query, { logGroups: [] })).not.toThrow();
    },
  );

  it("has widgets inside CloudWatch's grid, alarms when there are some", () => {
    const options = { logGroupNames: ["/app/a", "/app/b"], region: "eu-west-1" };
    const { widgets } = cloudWatchDashboard(LOG_DASHBOARD, options) as {
      widgets: { x: number; width: number; type: string; properties: { query?: string } }[];
    };
    const withAlarms = cloudWatchDashboard(LOG_DASHBOARD, {
      ...options,
      alarmArns: ["arn:aws:cloudwatch:eu-west-1:1:alarm:a"],
    }) as {
      widgets: { type: string }[];
    };

    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
    expect(widgets[0]!.properties.query).toMatch(/^SOURCE '\/app\/a' \| SOURCE '\/app\/b' \| /);
    expect(withAlarms.widgets.map(({ type }) => type).at(-1)).toBe("alarm");
  });
});

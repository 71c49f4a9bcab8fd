import { createHash } from "node:crypto";
import type { ChartPanel, Dashboard, EventsPanel, Panel } from "./description.ts";
import { visualizationState } from "./visualization-state.ts";

/** Which application reads the objects. */
export type DashboardsApplication = "opensearch" | "kibana";

export interface SavedObject {
  readonly id: string;
  readonly type: "index-pattern" | "search" | "visualization" | "dashboard";
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly id: string; readonly type: string; readonly name: string }[];
  readonly migrationVersion?: Readonly<Record<string, string>>;
  readonly coreMigrationVersion?: string;
  readonly typeMigrationVersion?: string;
}

/** Versions in whose form the objects are written; newer applications convert them when they are imported. */
const OPENSEARCH_VERSIONS: Readonly<Record<SavedObject["type"], string>> = {
  "index-pattern": "7.6.0",
  search: "7.9.3",
  visualization: "7.10.0",
  dashboard: "7.9.3",
};
const KIBANA_VERSION = "8.0.0";

/**
 * Saved objects of a dashboard: data view, searches, visualizations and the dashboard itself. The same input gives the same ids and the
 * same objects.
 *
 * @param indexPattern that the data view stands for, such as `logs-*-20*.*.*`
 * @see https://docs.opensearch.org/latest/dashboards/management/saved-objects/
 * @see https://www.elastic.co/docs/explore-analyze/find-and-organize/saved-objects
 */
export function savedObjects(
  dashboard: Dashboard,
  application: DashboardsApplication,
  indexPattern: string,
): SavedObject[] {
  const view = `${dashboard.id}-view`;
  const object = (
    type: SavedObject["type"],
    id: string,
    attributes: Readonly<Record<string, unknown>>,
    references: SavedObject["references"],
  ): SavedObject => ({ attributes, id, ...versions(type, application), references, type });
  const panels = dashboard.panels.map((panel) => {
    const references = [{ id: view, name: SOURCE, type: "index-pattern" }];
    return panel.chart === "events"
      ? object("search", panelId(dashboard, panel), searchAttributes(panel), references)
      : object("visualization", panelId(dashboard, panel), visualizationAttributes(panel), references);
  });
  return [
    object("index-pattern", view, { timeFieldName: "@timestamp", title: indexPattern }, []),
    ...panels,
    object("dashboard", dashboard.id, dashboardAttributes(dashboard), panelReferences(dashboard)),
  ];
}

/** The objects as a file that the applications import: a line of JSON each. */
export function savedObjectsFile(objects: readonly SavedObject[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}

const SOURCE = "kibanaSavedObjectMeta.searchSourceJSON.index";
const VERSION_OF_PANELS = "7.10.0";

function versions(type: SavedObject["type"], application: DashboardsApplication): Partial<SavedObject> {
  return application === "opensearch"
    ? { migrationVersion: { [type]: OPENSEARCH_VERSIONS[type] } }
    : { coreMigrationVersion: KIBANA_VERSION, typeMigrationVersion: KIBANA_VERSION };
}

const panelId = (dashboard: Dashboard, panel: Panel): string => `${dashboard.id}-${panel.id}`;

function source(query: string | undefined): { readonly searchSourceJSON: string } {
  return {
    searchSourceJSON: JSON.stringify({
      filter: [],
      indexRefName: SOURCE,
      query: { language: "lucene", query: query ?? "" },
    }),
  };
}

function searchAttributes({ title, description, query, columns }: EventsPanel): Record<string, unknown> {
  return {
    columns,
    description,
    hits: 0,
    kibanaSavedObjectMeta: source(query),
    sort: [["@timestamp", "desc"]],
    title,
    version: 1,
  };
}

function visualizationAttributes(panel: ChartPanel): Record<string, unknown> {
  const { title, description, query } = panel;
  return {
    description,
    kibanaSavedObjectMeta: source(query),
    title,
    uiStateJSON: "{}",
    version: 1,
    visState: JSON.stringify(visualizationState(panel)),
  };
}

function dashboardAttributes({ title, description, panels }: Dashboard): Record<string, unknown> {
  const placed = panels.map(({ place: { h, w, x, y } }, index) => {
    const panelIndex = indexOfPanel(panels[index]!);
    return {
      embeddableConfig: {},
      gridData: { h, i: panelIndex, w, x, y },
      panelIndex,
      panelRefName: `panel_${panelIndex}`,
      version: VERSION_OF_PANELS,
    };
  });
  return {
    description,
    hits: 0,
    kibanaSavedObjectMeta: {
      searchSourceJSON: JSON.stringify({ filter: [], query: { language: "lucene", query: "" } }),
    },
    optionsJSON: JSON.stringify({ hidePanelTitles: false, useMargins: true }),
    panelsJSON: JSON.stringify(placed),
    refreshInterval: { pause: true, value: 0 },
    timeFrom: "now-24h",
    timeRestore: true,
    timeTo: "now",
    title,
    version: 1,
  };
}

function panelReferences(dashboard: Dashboard): SavedObject["references"] {
  return dashboard.panels.map((panel) => ({
    id: panelId(dashboard, panel),
    name: `panel_${indexOfPanel(panel)}`,
    type: panel.chart === "events" ? "search" : "visualization",
  }));
}

/** Stays the same when panels are added or moved. */
const indexOfPanel = ({ id }: Panel): string => createHash("sha256").update(id).digest("hex").slice(0, 8);

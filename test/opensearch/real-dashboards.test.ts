import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageSearch } from "../../cli/search/page-search.ts";
import { SearchConnection } from "../../lib/search/connection.ts";
import { type ChartPanel, LOG_DASHBOARD, type PanelBucket } from "../../lib/search/dashboards/description.ts";
import { panelQuery } from "../../lib/search/dashboards/panel-query.ts";
import { savedObjects } from "../../lib/search/dashboards/saved-objects.ts";
import { bulkOutcome } from "../../lib/search/outcome.ts";
import { BULK_CONTENT_TYPE, BULK_PATH, bulkBody } from "../../lib/search/request.ts";
import { installSearch } from "../../lib/search/setup.ts";
import { indexPattern } from "../../lib/search/template.ts";
import { run } from "../cli/command.ts";
import { type KnownEvents, knownEvents } from "./known-events.ts";
import { missingForRealServer, RealServer } from "./real-server.ts";

type Event = Readonly<Record<string, unknown>>;
interface Bucket {
  readonly key: string | number;
  readonly doc_count: number;
  readonly value?: { readonly values: Readonly<Record<string, number>> };
}

const missing = missingForRealServer();
const COUNT = 4_200;
/** An hour and ten minutes that begin with a day. */
const START = Date.UTC(2026, 0, 31, 0, 0, 0);
const RANGE = { from: START, to: START + COUNT * 1000 };
const charts = LOG_DASHBOARD.panels.filter((panel) => panel.chart !== "events");

describe.skipIf(missing !== undefined)("every panel on OpenSearch itself", { timeout: 120_000 }, () => {
  let server: RealServer;
  let known: KnownEvents;

  beforeAll(async () => {
    server = await RealServer.start();
    const connection = new SearchConnection({ url: server.url });
    await installSearch(connection, { replicas: 0 });
    known = knownEvents(START, COUNT);
    const body = bulkBody(known.items);
    const answer = await connection.send({
      method: "POST",
      path: BULK_PATH,
      body,
      contentType: BULK_CONTENT_TYPE,
    });
    expect(bulkOutcome(answer, COUNT).size).toBe(0);
    connection.close();
    expect(await server.count("logs-known-*")).toBe(COUNT);
  }, 400_000);
  afterAll(() => server?.stop());

  const search = (body: unknown) =>
    server.json("POST", `/${encodeURIComponent(indexPattern())}/_search`, body);

  it.each(charts)("$id has the figures of the events", async (panel) => {
    const { aggregations } = (await search(panelQuery(panel, RANGE))) as {
      aggregations: { by0: { buckets: Bucket[] | Record<string, Bucket> } };
    };

    const events = known.events.filter((event) => panel.query === undefined || isError(event));
    const expected = figures(panel, panel.by[0]!, events);
    const answered = bucketsOf(aggregations.by0.buckets).map(
      ({ key, doc_count, value }) =>
        [String(key), value === undefined ? doc_count : Object.values(value.values)[0]!] as const,
    );
    for (const [key, figure] of answered) {
      if (panel.metric.type === "count") expect([key, expected.get(key)]).toEqual([key, figure]);
      // Percentiles of many values are estimated.
      else expect(Math.abs(figure - expected.get(key)!)).toBeLessThan(1);
    }
    expect(answered.length).toBe(expected.size);
  });

  it.each(LOG_DASHBOARD.panels.filter((panel) => panel.chart === "events"))(
    "$id shows the newest first",
    async (panel) => {
      const { hits } = (await search(panelQuery(panel, RANGE))) as {
        hits: { total: { value: number }; hits: { _source: Event }[] };
      };

      const expected = known.events.filter((event) =>
        panel.id === "alarm-history" ? "detail-type" in (event["attributes"] as object) : isError(event),
      );
      expect(hits.total.value).toBe(expected.length);
      expect(hits.hits[0]!._source).toEqual(expected.at(-1));
    },
  );

  it("gives the aggregations of the saved objects the same figures", async () => {
    const objects = savedObjects(LOG_DASHBOARD, "opensearch", indexPattern());
    for (const panel of charts) {
      const { attributes } = objects.find(({ id }) => id === `${LOG_DASHBOARD.id}-${panel.id}`)!;
      const { aggs } = JSON.parse(attributes["visState"] as string) as { aggs: AggregationState[] };
      const source = JSON.parse(
        (attributes["kibanaSavedObjectMeta"] as { searchSourceJSON: string }).searchSourceJSON,
      ) as {
        query: { query: string };
      };

      const saved = await search({ size: 0, query: lucene(source.query.query), aggs: requestOf(aggs) });
      const ours = await search(panelQuery(panel, RANGE));

      const outer = (answer: Record<string, unknown>) =>
        bucketsOf((answer["aggregations"] as { by0: { buckets: Bucket[] } }).by0.buckets).map(
          ({ key, doc_count }) => [key, doc_count],
        );
      expect([panel.id, outer(saved)]).toEqual([panel.id, outer(ours)]);
    }
  });

  it("changes nothing when the objects are imported a second time", async () => {
    const objects = savedObjects(LOG_DASHBOARD, "opensearch", indexPattern());
    const importAll = async () => {
      for (const object of objects)
        await server.json("PUT", `/.dashboards/_doc/${object.type}:${object.id}`, {
          [object.type]: JSON.stringify(object.attributes),
        });
      await server.json("POST", "/.dashboards/_refresh");
      const { hits } = (await server.json("GET", "/.dashboards/_search?size=100&sort=_id&version=false")) as {
        hits: { hits: { _id: string; _source: unknown }[] };
      };
      return hits.hits.map(({ _id, _source }) => [_id, _source]);
    };

    const first = await importAll();

    expect(first).toHaveLength(objects.length);
    expect(await importAll()).toEqual(first);
  });

  it("finds events on the command line, the newest last, by words and by fields", async () => {
    const range = ["--from", new Date(RANGE.from).toISOString(), "--to", new Date(RANGE.to).toISOString()];
    const search = (...parameters: string[]) => run(["search", ...parameters, ...range, "--url", server.url]);

    const words = await search("order 77");
    const fields = await search('severity_text:ERROR AND http.route:"/pay"', "--json", "--limit", "5");
    const broken = await search("body:(unclosed");

    expect(words.stdout).toMatch(/^2026-01-31T00:01:17.000Z payment INFO {2}order 77 took its way$/m);
    const documents = fields.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    expect(documents).toEqual(
      known.events.filter((event) => isError(event) && event["http.route"] === "/pay").slice(-5),
    );
    expect([broken.status, broken.stderr]).toEqual([
      2,
      expect.stringMatching(/^Error: The search server refuses the query: Failed to parse query/),
    ]);
  });

  it("gives the page of a local cloud events as their loggers wrote them, and one sentence for what it cannot read", async () => {
    const search = pageSearch({ url: server.url, index: "logs-{service}" });
    const range = { ...RANGE, limit: 2 };

    const { events, total } = await search.find({ ...range, text: "severity_text:ERROR" });
    const broken = search.find({ ...range, text: "body:(unclosed" });

    expect(total).toBe(COUNT / 5);
    expect(events.map(({ id, source, severity }) => [id, source, severity])).toEqual([
      ["known-004199", "payment", "ERROR"],
      ["known-004194", "checkout", "ERROR"],
    ]);
    expect(JSON.parse(events[0]!.message)).toMatchObject({
      level: "ERROR",
      message: "order 4199 took its way",
      "http.route": "/health",
    });
    await expect(broken).rejects.toThrow(/^The search server refuses the query: Failed to parse query/);
    await expect(
      pageSearch({ url: "http://127.0.0.1:9", index: "logs" }).find({ ...range, text: "" }),
    ).rejects.toThrow("http://127.0.0.1:9 cannot be reached (ECONNREFUSED).");
  });

  it("shows and installs on the command line what differs, and then has nothing to do", async () => {
    const setup = (...parameters: string[]) =>
      run(["search", "setup", "--url", server.url, "--replicas", "0", ...parameters]);

    const dry = await setup("--shards", "3", "--dry-run");
    const changed = await setup("--shards", "3");
    const again = await setup("--shards", "3", "--json");

    expect(dry.stdout).toMatch(/- template.settings.index.number_of_shards: nothing\n.*"3"\n1 to install/);
    expect(changed.stdout).toMatch(/1 installed/);
    expect(
      again.stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { state: string }).state),
    ).toEqual(["unavailable", "same"]);
  });
});

const isError = ({ severity_text }: Event): boolean => severity_text === "ERROR";
const bucketsOf = (buckets: Bucket[] | Readonly<Record<string, Bucket>>): Bucket[] =>
  Array.isArray(buckets) ? buckets : Object.entries(buckets).map(([key, bucket]) => ({ ...bucket, key }));

/** The figures of a panel's first buckets, by plain loops. */
function figures(panel: ChartPanel, bucket: PanelBucket, events: readonly Event[]): Map<string, number> {
  const groups = Map.groupBy(events, (event) => keyOf(bucket, event));
  groups.delete(undefined);
  return new Map([...groups].map(([key, members]) => [key!, figure(panel, members)]));
}

function keyOf(bucket: PanelBucket, event: Event): string | undefined {
  if (bucket.type === "time") {
    const width = Math.ceil((RANGE.to - RANGE.from) / 60 / 1000) * 1000;
    return String(Math.floor(Date.parse(event["@timestamp"] as string) / width) * width);
  }
  if (bucket.type === "queries") return isError(event) ? "errors" : "others";
  const value = event[bucket.field];
  return value === undefined ? undefined : String(value);
}

function figure({ metric }: ChartPanel, events: readonly Event[]): number {
  if (metric.type === "count") return events.length;
  const values = events.map((event) => event["duration_ms"] as number).sort((left, right) => left - right);
  return values[Math.floor(values.length * 0.95)]!;
}

interface AggregationState {
  readonly id: string;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The request that the applications make of a visualization's aggregations. */
function requestOf(aggs: readonly AggregationState[]): object {
  const metrics = aggs.filter(({ schema, type }) => schema === "metric" && type !== "count");
  const inner = Object.fromEntries(metrics.map(({ id, type, params }) => [id, { [type]: params }]));
  const buckets = aggs.filter(({ schema }) => schema !== "metric");
  return buckets.reduceRight<object>((nested, { type, params }, index) => {
    const own = ownRequest(type, params);
    return { ...inner, [`by${index}`]: { ...own, aggs: nested } };
  }, inner);
}

function ownRequest(type: string, params: Readonly<Record<string, unknown>>): object {
  if (type === "date_histogram")
    return {
      date_histogram: {
        field: params["field"],
        fixed_interval: `${Math.ceil(COUNT / 60)}s`,
        min_doc_count: params["min_doc_count"],
      },
    };
  if (type === "terms") {
    const { field, size, orderBy, order } = params;
    return { terms: { field, size, order: { [orderBy === "1" ? "_count" : (orderBy as string)]: order } } };
  }
  const filters = params["filters"] as { label: string; input: { query: string } }[];
  return {
    filters: { filters: Object.fromEntries(filters.map(({ label, input }) => [label, lucene(input.query)])) },
  };
}

function lucene(query: string): object {
  return query === "" ? { match_all: {} } : { query_string: { query } };
}

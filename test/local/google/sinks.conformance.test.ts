import { afterAll, beforeAll, expect, test } from "vitest";
import corpus from "../../conformance/sinks.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { type ApiStep, runSteps } from "./api-steps.ts";
import { type Google, startGoogle } from "./google-cloud.ts";

interface SinkCase extends TieredCase {
  readonly kind: string;
  readonly steps?: readonly ApiStep[];
  readonly sinks?: readonly { readonly name: string; readonly destination: string }[];
  readonly entry?: object;
  readonly now?: string;
  readonly expected?: {
    readonly sinks?: readonly string[];
    readonly stored?: boolean;
    readonly error?: string;
  };
}

let google: Google;
beforeAll(async () => {
  google = await startGoogle({ clock: { start: Date.parse("2026-01-05T10:00:00Z"), speed: 0 } });
});
afterAll(() => google.stop());

/** Each case has a project of its own. */
function inProject<Value>(one: TieredCase, value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll("my-project", one.id.toLowerCase())) as Value;
}

const cases = corpus.cases as readonly TieredCase[] as readonly SinkCase[];

runTiers(
  "sinks, exclusions, buckets, views and links",
  cases.filter(({ kind }) => kind === "api"),
  (one) => runSteps(google, inProject(one, one.steps!)),
);

runTiers(
  "writing entries that are too old or ahead",
  cases.filter(({ now }) => now !== undefined),
  async (one) => {
    const { sinks, entry, expected } = inProject(one, one);
    const project = `projects/${one.id.toLowerCase()}`;
    for (const sink of sinks!.filter(({ name }) => name !== "_Default"))
      await google.rest("POST", `/v2/${project}/sinks`, sink);

    const { body } = await google.rest("POST", "/v2/entries:write", { entries: [entry] });
    const listed = await google.rest("POST", "/v2/entries:list", { resourceNames: [project] });
    const exports = google
      .logs()
      .exports.list()
      .filter(({ sink }) => sink.startsWith(`${project}/`));

    if (expected!.error !== undefined) expect(body.error).toMatchObject({ status: expected!.error });
    else
      expect(exports.map(({ sink }) => sink)).toEqual(
        expected!.sinks!.map((name) => `${project}/sinks/${name}`),
      );
    expect(listed.body.entries ?? []).toHaveLength(expected!.stored ? 1 : 0);
  },
);

const BUCKET = "projects/facts/locations/global/buckets/b";

test("SK089, SK090 a link makes a dataset named like it, unless one of that name is there", async () => {
  await google.rest("POST", "/v2/projects/facts/locations/global/buckets?bucketId=b", {
    analyticsEnabled: true,
  });

  await google.rest("POST", `/v2/${BUCKET}/links?linkId=logs`, {});
  const again = await google.rest("POST", `/v2/${BUCKET}/links?linkId=logs`, {});
  const { body } = await google.rest("GET", `/v2/${BUCKET}/links/logs`);

  expect(body).toMatchObject({
    bigqueryDataset: { datasetId: "bigquery.googleapis.com/projects/facts/datasets/logs" },
  });
  expect(again.status).toBeGreaterThanOrEqual(400);
});

test("SK143 a sink to a bucket that is not there says bucket_not_found", async () => {
  const destination = "logging.googleapis.com/projects/facts/locations/global/buckets/none";
  await google.rest("POST", "/v2/projects/facts/sinks", { name: "lost", destination });

  await google.rest("POST", "/v2/entries:write", {
    entries: [{ logName: "projects/facts/logs/app", resource: { type: "global" }, textPayload: "t" }],
  });

  expect(google.logs().exports.list()).toContainEqual(
    expect.objectContaining({ sink: "projects/facts/sinks/lost", entries: 0, error: "bucket_not_found" }),
  );
});

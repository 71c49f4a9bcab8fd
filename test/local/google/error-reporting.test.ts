import { afterEach, beforeEach, expect, it } from "vitest";
import corpus from "../../conformance/error-reporting.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { type Google, startGoogle } from "./google-cloud.ts";

const NOW = Date.parse("2026-01-05T10:00:00Z");
const STACK = "TypeError: Cannot read properties of undefined\n    at pay (/srv/pay.js:10:15)";

let google: Google;
beforeEach(async () => {
  google = await startGoogle({ clock: { start: NOW, speed: 0 } });
});
afterEach(() => google.stop());

interface GroupStats {
  readonly count: string;
  readonly group: { readonly name: string; readonly groupId: string; readonly resolutionStatus: string };
  readonly representative: { readonly message: string; readonly eventTime: string };
}

async function stats(project: string): Promise<readonly GroupStats[]> {
  const { body } = await google.rest(
    "GET",
    `/v1beta1/projects/${project}/groupStats?timeRange.period=PERIOD_30_DAYS`,
  );
  return (body as { errorGroupStats?: GroupStats[] }).errorGroupStats ?? [];
}

const report = (project: string, event: object) =>
  google.rest("POST", `/v1beta1/projects/${project}/events:report`, event);

interface ErrorCase extends TieredCase {
  readonly kind: string;
  readonly event?: { readonly eventTime?: string };
  readonly expect?: { readonly error?: string; readonly messageLike?: string; readonly logName?: string };
  readonly steps?: readonly string[];
  readonly expected?: string;
  readonly a?: unknown;
  readonly b?: unknown;
  readonly sameGroup?: boolean;
}

const cases = corpus.cases as readonly unknown[] as readonly ErrorCase[];
const projectOf = ({ id }: ErrorCase) => `p-${id.toLowerCase()}`;

runTiers(
  "Error Reporting: reported events",
  cases.filter(({ kind }) => kind === "report"),
  async (one) => {
    const project = projectOf(one);
    const eventTime = one.event!.eventTime && { eventTime: new Date(NOW - 40 * 86_400_000).toISOString() };

    const { status, body } = await report(project, { ...one.event, ...eventTime });

    if (one.expect!.error !== undefined) {
      expect(body.error).toMatchObject({ status: one.expect!.error });
      expect(body.error!.message).toContain(one.expect!.messageLike ?? "");
      return;
    }
    expect(status).toBe(200);
    expect(await stats(project)).toMatchObject([
      { count: "1", representative: { eventTime: "2026-01-05T10:00:00Z" } },
    ]);
    const { body: listed } = await google.rest("POST", "/v2/entries:list", {
      resourceNames: [`projects/${project}`],
    });
    expect(listed.entries).toMatchObject([
      { logName: `projects/${project}/logs/clouderrorreporting.googleapis.com%2Freported_errors` },
    ]);
  },
);

runTiers(
  "Error Reporting: status of groups",
  cases.filter(({ kind }) => kind === "status"),
  async (one) => {
    const project = projectOf(one);
    for (const step of one.steps!) {
      if (step === "event") await report(project, { serviceContext: { service: "s" }, message: STACK });
      else {
        const [{ group }] = (await stats(project)) as [GroupStats];
        await google.rest("PUT", `/v1beta1/${group.name}`, {
          ...group,
          resolutionStatus: step.slice("set ".length),
        });
      }
    }
    expect(await stats(project)).toMatchObject([{ group: { resolutionStatus: one.expected } }]);
  },
);

runTiers(
  "Error Reporting: groups",
  cases.filter(({ kind }) => kind === "group"),
  async (one) => {
    const project = projectOf(one);
    for (const side of [one.a, one.b]) {
      const { message, reportLocation } = (typeof side === "string" ? { message: side } : side) as {
        message: string;
        reportLocation?: object;
      };
      const context = reportLocation && { context: { reportLocation } };
      await report(project, { serviceContext: { service: "s" }, message, ...context });
    }
    expect(await stats(project)).toHaveLength(one.sameGroup ? 1 : 2);
  },
);

it("lists the errors of entries by group, and forgets them", async () => {
  const write = (project: string, ...entries: readonly object[]) =>
    google.rest("POST", "/v2/entries:write", {
      logName: `projects/${project}/logs/app`,
      resource: { type: "cloud_run_revision" },
      entries,
    });
  const shop = { serviceContext: { service: "shop", version: "2" } };
  await write(
    "shop",
    {
      jsonPayload: { message: STACK, ...shop, context: { user: "u1" } },
      httpRequest: { requestUrl: "/pay", status: 500 },
    },
    { jsonPayload: { message: STACK, ...shop, context: { user: "u2" } } },
    { textPayload: "all is well" },
  );
  await write("other", { textPayload: STACK });

  const [one] = (await stats("shop")) as [GroupStats];
  const { body } = await google.rest(
    "GET",
    `/v1beta1/projects/shop/events?groupId=${one.group.groupId}&pageSize=1`,
  );
  const elsewhere = await google.rest(
    "GET",
    "/v1beta1/projects/shop/events?groupId=x&serviceFilter.service=none",
  );
  await google.rest("DELETE", "/v1beta1/projects/shop/events");

  expect(one).toMatchObject({
    count: "2",
    affectedUsersCount: "2",
    affectedServices: [{ service: "shop", version: "2" }],
  });
  expect(body).toMatchObject({
    errorEvents: [{ message: STACK, serviceContext: { service: "shop" }, context: { user: "u2" } }],
    nextPageToken: expect.any(String),
    timeRangeBegin: "2026-01-05T09:00:00.000Z",
  });
  expect(elsewhere.body).toMatchObject({ errorEvents: [] });
  expect(await stats("shop")).toEqual([]);
  expect(await stats("other")).toHaveLength(1);
});

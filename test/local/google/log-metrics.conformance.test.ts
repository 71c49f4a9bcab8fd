import { afterAll, beforeAll, expect } from "vitest";
import corpus from "../../conformance/log-metrics.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { type Google, startGoogle } from "./google-cloud.ts";

interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly expect: {
    readonly ok?: object;
    readonly error?: string;
    readonly httpStatus?: number;
    readonly messageLike?: string;
  };
}

interface ApiCase extends TieredCase {
  readonly kind: string;
  readonly steps: readonly Step[];
}

let google: Google;
beforeAll(async () => {
  google = await startGoogle();
});
afterAll(() => google.stop());

const cases = corpus.cases as readonly TieredCase[] as readonly ApiCase[];

runTiers(
  "log-based metrics: the API",
  cases.filter(({ kind }) => kind === "api"),
  async ({ id, steps }) => {
    // Each case has a project of its own in the one cloud.
    const inProject = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll("my-project", `p-${id.toLowerCase()}`));
    for (const { method, path, body, expect: expected } of inProject(steps) as readonly Step[]) {
      const answer = await google.rest(method, path, body);
      const { error } = answer.body as { error?: { status: string; message: string } };

      if (expected.ok) {
        expect(error).toBeUndefined();
        expect(answer.body).toMatchObject(expected.ok);
      } else {
        expect(answer.status).toBeGreaterThanOrEqual(400);
        if (expected.error !== "*") expect(error?.status).toBe(expected.error);
        if (expected.httpStatus) expect(answer.status).toBe(expected.httpStatus);
        if (expected.messageLike) expect(error?.message).toContain(expected.messageLike);
      }
    }
  },
);

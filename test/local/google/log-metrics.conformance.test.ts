import { afterAll, beforeAll } from "vitest";
import corpus from "../../conformance/log-metrics.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { type ApiStep, runSteps } from "./api-steps.ts";
import { type Google, startGoogle } from "./google-cloud.ts";

interface ApiCase extends TieredCase {
  readonly kind: string;
  readonly steps: readonly ApiStep[];
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
  // Each case has a project of its own in the one cloud.
  ({ id, steps }) =>
    runSteps(google, JSON.parse(JSON.stringify(steps).replaceAll("my-project", `p-${id.toLowerCase()}`))),
);

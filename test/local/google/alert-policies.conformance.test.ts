import { afterAll, beforeAll, expect } from "vitest";
import corpus from "../../conformance/alert-policies.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";
import { type Google, startGoogle } from "./google-cloud.ts";

interface AlertCase extends TieredCase {
  readonly kind: string;
  readonly policy?: object;
  readonly channel?: object;
  readonly expect?: {
    readonly error?: string;
    readonly messageLike?: string;
    readonly returns?: object;
  };
}

let google: Google;
beforeAll(async () => {
  google = await startGoogle();
  const metric = (name: string, more: object = {}) =>
    google.rest("POST", "/v2/projects/my-project/metrics", { name, filter: "severity>=ERROR", ...more });
  await metric("m");
  await metric("n");
  await metric("d", {
    valueExtractor: "EXTRACT(jsonPayload.ms)",
    metricDescriptor: { valueType: "DISTRIBUTION" },
  });
});
afterAll(() => google.stop());

const cases = corpus.cases as readonly unknown[] as readonly AlertCase[];

runTiers(
  "alert policies and channels: the API",
  cases.filter(({ kind }) => kind === "createPolicy" || kind === "createChannel"),
  async ({ policy, channel, expect: wanted }) => {
    const path = policy ? "alertPolicies" : "notificationChannels";

    const { status, body } = await google.rest("POST", `/v3/projects/my-project/${path}`, policy ?? channel);

    if (wanted!.error === undefined) {
      expect({ status, body }).toMatchObject({ status: 200, body: wanted!.returns ?? {} });
      return;
    }
    expect(body.error).toMatchObject(wanted!.error === "*" ? {} : { status: wanted!.error });
    if (wanted!.messageLike !== undefined)
      expect(body.error!.message.toLowerCase()).toContain(wanted!.messageLike.toLowerCase());
  },
);

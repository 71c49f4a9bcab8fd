import { afterEach, beforeEach, expect, it } from "vitest";
import { type Google, PROJECT, startGoogle } from "./google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const nested = (levels: number): object => (levels === 0 ? { leaf: 1 } : { in: nested(levels - 1) });
const write = (jsonPayload: object) =>
  google.rest("POST", "/v2/entries:write", {
    logName: `${PROJECT}/logs/app`,
    resource: { type: "global" },
    entries: [{ jsonPayload }],
  });

it("refuses a payload that no client of gRPC could read, so that listing never fails over it", async () => {
  const written = [await write(nested(31)), await write(nested(32)), await write(nested(60))];

  const [listed] = await google.client.listLogEntries({ resourceNames: [PROJECT] });
  expect(written.map(({ status }) => status)).toEqual([200, 400, 400]);
  expect(JSON.stringify(listed)).toContain("leaf");
});

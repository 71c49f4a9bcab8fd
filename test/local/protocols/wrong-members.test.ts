import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SERVICES } from "../../../local/services/list.ts";

interface Case {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly code: string;
  readonly message: string;
  /** Where the sentence was seen. */
  readonly source: string;
}

const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../conformance/wrong-members.json"), "utf8"),
) as Case[];

let cloud: Cloud;
beforeAll(() => {
  cloud = new Cloud({ clock: { speed: 0 } });
  cloud.list(SERVICES);
});
afterAll(() => cloud.close());

describe("a wrong member is told in the sentence that AWS was recorded to answer", () => {
  test.each(CASES)("$service:$operation, $source", async ({ service, operation, input, code, message }) => {
    await expect(cloud.call(service, operation, input)).rejects.toMatchObject({ code, message });
  });
});

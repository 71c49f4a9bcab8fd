import { setTimeout as wait } from "node:timers/promises";
import { context, createContextKey } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { getContext, withContext } from "cumulog";
import { afterAll, beforeAll, expect, test } from "vitest";

const KEY = createContextKey("request");
const manager = new AsyncLocalStorageContextManager();

beforeAll(() => {
  context.setGlobalContextManager(manager.enable());
});

afterAll(() => {
  context.disable();
});

test("contexts of OpenTelemetry and ours nest in each other, and none of 200 overlapping requests sees another's", async () => {
  // Prepare
  const requests = Array.from({ length: 200 }, (_, index) => `request-${index}`);

  // Act
  const seen = await Promise.all(
    requests.map((id) =>
      context.with(context.active().setValue(KEY, id), () =>
        withContext({ id }, async () => {
          await wait(Number(id.slice(8)) % 7);
          return { theirs: context.active().getValue(KEY), ours: getContext()?.["id"] };
        }),
      ),
    ),
  );

  // Assess
  expect(seen).toEqual(requests.map((id) => ({ theirs: id, ours: id })));
});

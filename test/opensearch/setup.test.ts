import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SearchConnection } from "../../lib/search/connection.ts";
import { differences, installSearch, planSearch } from "../../lib/search/setup.ts";
import { indexTemplate } from "../../lib/search/template.ts";
import { BulkServer } from "./bulk-server.ts";

let server: BulkServer;
let connection: SearchConnection;

beforeEach(async () => {
  server = new BulkServer();
  connection = new SearchConnection({ url: await server.start() });
});
afterEach(async () => {
  connection.close();
  await server.stop();
});

const states = async (options: object) => (await planSearch(connection, options)).map(({ state }) => state);

describe("the set-up of a server", () => {
  it("installs policy and template, and finds nothing to do afterwards", async () => {
    const before = await states({});

    await installSearch(connection, {});

    expect([before, await states({})]).toEqual([
      ["missing", "missing"],
      ["same", "same"],
    ]);
  });

  it("succeeds for several processes at once", async () => {
    await Promise.all([
      installSearch(connection, {}),
      installSearch(connection, {}),
      installSearch(connection, {}),
    ]);

    expect(await states({})).toEqual(["same", "same"]);
  });

  it("replaces what differs, the policy by the version that was read", async () => {
    await installSearch(connection, { retentionDays: 30, shards: 1 });

    await installSearch(connection, { retentionDays: 7, shards: 3 });

    expect(await states({ retentionDays: 7, shards: 3 })).toEqual(["same", "same"]);
    expect(server.requests.map(({ path }) => path)).toContain(
      "/_plugins/_ism/policies/cumulog-logs?if_seq_no=7&if_primary_term=1",
    );
  });

  it("leaves alone what others share, and shards that nothing was said of", async () => {
    await installSearch(connection, { retentionDays: 30, shards: 3 });

    await installSearch(connection, { retentionDays: 7, onlyMissing: true });

    expect(await states({ retentionDays: 30, shards: 3 })).toEqual(["same", "same"]);
    expect(await states({ retentionDays: 30 })).toEqual(["same", "same"]);
  });

  it("names every member that differs", () => {
    const found = differences(
      indexTemplate("opensearch", { shards: 1 }),
      indexTemplate("opensearch", { shards: 2, index: "other" }),
    );

    expect(found).toEqual([
      { path: "index_patterns", present: ["logs-*-20*.*.*"], wanted: ["other-20*.*.*"] },
      { path: "template.settings.index.number_of_shards", present: "1", wanted: "2" },
    ]);
  });
});

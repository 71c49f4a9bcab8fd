import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeSubscription, eventId } from "../../../lib/semantics/index.ts";
import { LocalCloud } from "../../../local/local-cloud.ts";
import { credentialConfiguration, GoogleTokenServer } from "./google-token-server.ts";

type Handler = typeof import("../../../functions/cloud-logging-forwarder/index.ts").handler;

const tokens = new GoogleTokenServer();
let cloud: LocalCloud;
let handler: Handler;

beforeAll(async () => {
  cloud = await LocalCloud.start({ region: "eu-west-1", googlePort: false });
  const awsSts = new URL(cloud.endpoints.aws);
  awsSts.hostname = "sts.localhost";
  const credentials = credentialConfiguration(await tokens.start(), awsSts.href);
  for (const [name, value] of Object.entries({
    ...cloud.env,
    AWS_REGION: "eu-west-1",
    AWS_LAMBDA_FUNCTION_NAME: "forwarder",
    CLOUD_LOGGING_ENDPOINT: cloud.endpoints.aws,
    CLOUD_LOGGING_CONFIGURATION: JSON.stringify({ projectId: "shop-logs", credentials }),
  })) {
    vi.stubEnv(name, value);
  }
  handler = (await import("../../../functions/cloud-logging-forwarder/index.ts")).handler;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([cloud.stop(), tokens.stop()]);
});

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => {
    cloud.faults.clear();
    vi.restoreAllMocks();
  };
});

let batch = 0n;

/** Events of a minute ago, one a millisecond. */
function events(count: number) {
  const first = Date.now() - 60_000;
  batch += 1n;
  return Array.from({ length: count }, (_, index) => ({
    id: eventId(first + index, batch, index),
    timestamp: first + index,
    message: `{"level":"ERROR","message":"line ${index}"}`,
  }));
}

function payload(logEvents: ReturnType<typeof events>, logGroup: string) {
  return {
    awslogs: { data: encodeSubscription({ owner: "111122223333", logGroup, logStream: "s", logEvents }) },
  };
}

async function entriesOf(logGroup: string): Promise<{ insertId: string; timestamp: string }[]> {
  const response = await fetch(`${cloud.endpoints.aws}/v2/entries:list`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      resourceNames: ["projects/shop-logs"],
      filter: `labels.log_group="${logGroup}" severity=ERROR`,
      pageSize: 1000,
    }),
  });
  return ((await response.json()) as { entries?: [] }).entries ?? [];
}

describe("with Workload Identity Federation", () => {
  it("exchanges the role's signature for a token, once for many invocations", async () => {
    tokens.outages = 1;

    await handler(payload(events(2), "/federated"));
    await handler(payload(events(1), "/federated"));

    expect(await entriesOf("/federated")).toHaveLength(3);
    expect(tokens.identities).toEqual([expect.stringMatching(/^arn:aws:/)]);
    expect(tokens.accessTokens).toHaveLength(1);
  });
});

describe("each entry arrives once, at its own time,", () => {
  it("although Lambda invokes again", async () => {
    const sent = events(20);

    await handler(payload(sent, "/twice"));
    await handler(payload(sent, "/twice"));

    const arrived = await entriesOf("/twice");
    expect(arrived.map(({ insertId }) => insertId)).toEqual(sent.map(({ id }) => id));
    expect(arrived.map(({ timestamp }) => Date.parse(timestamp))).toEqual(
      sent.map(({ timestamp }) => timestamp),
    );
  });

  it("although calls fail after they were stored", async () => {
    const sent = events(20);
    cloud.faults.set("google:WriteLogEntries", { error: 0.4, stored: 1, throttle: 0.1, seed: 3 });

    // As Lambda does: the same event again when an invocation failed.
    await handler(payload(sent, "/faults")).catch(() => handler(payload(sent, "/faults")));
    cloud.faults.clear();
    await handler(payload(sent, "/faults"));

    expect((await entriesOf("/faults")).map(({ insertId }) => insertId)).toEqual(sent.map(({ id }) => id));
  });

  it("under a log group whose name has characters that log names do not", async () => {
    await handler(payload(events(1), "/shop#orders"));

    expect(await entriesOf("/shop#orders")).toMatchObject([
      { logName: "projects/shop-logs/logs/aws%2Fshop_orders" },
    ]);
  });
});

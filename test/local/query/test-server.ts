import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Cloud, type ServiceName } from "../../../local/engine/cloud.ts";
import { type Inbox, registerInbox } from "../../../local/engine/inbox/inbox.ts";
import { registerMonitoring } from "../../../local/engine/monitoring/register-monitoring.ts";
import { registerSecretsManager } from "../../../local/engine/secretsmanager/register-secrets-manager.ts";
import { ServiceError } from "../../../local/engine/service-error.ts";
import { registerSns } from "../../../local/engine/sns/register-sns.ts";
import { registerSqs } from "../../../local/engine/sqs/register-sqs.ts";
import { registerSsm } from "../../../local/engine/ssm/register-ssm.ts";
import { registerSts } from "../../../local/engine/sts/register-sts.ts";
import { handleRpcV2Cbor, rpcV2Target } from "../../../local/wire/cbor/rpc-v2-cbor.ts";
import { handleQuery } from "../../../local/wire/query/query-protocol.ts";

const TARGETS: Readonly<Record<string, ServiceName>> = {
  GraniteServiceVersion20100801: "monitoring",
  AmazonSQS: "sqs",
  AmazonSSM: "ssm",
  secretsmanager: "secretsmanager",
};

export interface TestServer extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly inbox: Inbox;
  /** Options for SDK clients. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
    readonly maxAttempts: number;
  };
}

/** The services under test on a port of their own, with a stopped clock. */
export async function startTestServer(start = Date.UTC(2026, 0, 5, 12)): Promise<TestServer> {
  const cloud = new Cloud({ clock: { start, speed: 0 } });
  const inbox = registerInbox(cloud);
  registerMonitoring(cloud);
  registerSns(cloud);
  registerSqs(cloud);
  registerSsm(cloud);
  registerSts(cloud);
  registerSecretsManager(cloud);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString();
    const rpc = rpcV2Target(request.url ?? "");
    if (rpc) {
      const answer = await handleRpcV2Cbor(cloud, rpc, bytes);
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    const origin = `http://${request.headers.host}`;
    const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)/.exec(request.headers.authorization ?? "")?.[1];
    const [prefix, operation] = String(request.headers["x-amz-target"] ?? "").split(".");
    if (operation === undefined) {
      const answer = await handleQuery(cloud, {
        service: scope as ServiceName,
        body,
        url: new URL(request.url ?? "/", origin),
        requestId: randomUUID(),
      });
      response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
      return;
    }
    try {
      const context = { region: cloud.region, endpoint: origin };
      const output = await cloud.call(TARGETS[prefix!]!, operation, JSON.parse(body) as object, context);
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(output));
    } catch (error) {
      const { code, message, statusCode, details } =
        error instanceof ServiceError
          ? error
          : new ServiceError("InternalFailure", String(error), { statusCode: 500 });
      response
        .writeHead(statusCode, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ __type: code, message, ...details }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    cloud,
    inbox,
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    },
    async [Symbol.asyncDispose]() {
      await cloud.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetRoutesCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";
import { preflightAnswer } from "../../../local/services/api-gateway/cors.ts";
import { matchRoute } from "../../../local/services/api-gateway/match-route.ts";
import { answerOf } from "../../../local/services/lambda/http/http-answer.ts";

const FORMAT =
  '{"id":"$context.requestId","route":"$context.routeKey","status":$context.status,"length":$context.responseLength,"error":"$context.integrationErrorMessage","none":"$context.authorizer.claim"}';

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Globals:
  HttpApi:
    CorsConfiguration: { AllowOrigins: ["http://shop.localhost"], AllowMethods: [GET], MaxAge: 60 }
    AccessLogSettings: { DestinationArn: !GetAtt Access.Arn, Format: '${FORMAT}' }
Resources:
  Access: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /shop/access } }
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: |
        exports.handler = async (event) => {
          if (event.rawPath === "/orders/fail") throw new Error("no");
          if (event.rawPath === "/orders/odd") return { statusCode: "many" };
          if (event.rawPath === "/orders/cookies") return { statusCode: 201, cookies: ["a=1", "b=2"], headers: { "X-Own": "yes" }, body: "bWFkZQ==", isBase64Encoded: true };
          if (event.path === "/old/a/b") return { statusCode: 200, body: JSON.stringify(event) };
          return event;
        };
      Events:
        One: { Type: HttpApi, Properties: { Path: "/orders/{id}", Method: GET } }
        Post: { Type: HttpApi, Properties: { Path: /orders, Method: POST } }
        Rest: { Type: Api, Properties: { Path: "/old/{proxy+}", Method: ANY } }
Outputs:
  Http: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
  HttpId: { Value: !Ref ServerlessHttpApi }
  RestId: { Value: !Ref ServerlessRestApi }
`;

let folder: string;
let cloud: LocalCloud;
let http: string;
let outputs: Record<string, string>;
const settings = () => ({
  endpoint: cloud.endpoints.aws,
  region: "us-east-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
});
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "http-api-"));
  writeFileSync(join(folder, "shop.yaml"), TEMPLATE);
  cloud = await LocalCloud.start({
    template: join(folder, "shop.yaml"),
    clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) },
    googlePort: false,
  });
  outputs = cloud.stacks[0]!.outputs as Record<string, string>;
  http = outputs["Http"]!;
});
afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("an HTTP API", () => {
  test("is called at an address of the local cloud, with events of payload format 2.0", async () => {
    const answer = await fetch(`${http}/orders/a%20b?x=1&x=2&y=`, { headers: { cookie: "a=1; b=2" } });

    expect(answer.status).toBe(200);
    expect(http).toBe(`${cloud.endpoints.aws}/_cumulog/execute-api/${outputs["HttpId"]}`);
    expect(await answer.json()).toMatchObject({
      version: "2.0",
      routeKey: "GET /orders/{id}",
      rawPath: "/orders/a%20b",
      rawQueryString: "x=1&x=2&y=",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { x: "1,2", y: "" },
      pathParameters: { id: "a b" },
      isBase64Encoded: false,
      requestContext: {
        accountId: "123456789012",
        apiId: outputs["HttpId"],
        stage: "$default",
        time: "05/Jan/2026:12:00:00 +0000",
        timeEpoch: Date.UTC(2026, 0, 5, 12),
        http: { method: "GET", path: "/orders/a%20b", protocol: "HTTP/1.1" },
      },
    });
  });

  test("hands bodies on, text as it is and all else in base64", async () => {
    const post = async (type: string, body: Uint8Array) => {
      const answer = await fetch(`${http}/orders`, {
        method: "POST",
        headers: { "content-type": type, "x-amz-date": "now" },
        body,
      });
      const { body: seen, isBase64Encoded } = (await answer.json()) as Record<string, unknown>;
      return [seen, isBase64Encoded];
    };

    expect(await post("application/json", Buffer.from('{"a":"ä"}'))).toEqual(['{"a":"ä"}', false]);
    expect(await post("application/octet-stream", new Uint8Array([0, 255]))).toEqual(["AP8=", true]);
  });

  test("answers with status, headers, cookies and bytes of the function", async () => {
    const answer = await fetch(`${http}/orders/cookies`);

    expect([answer.status, answer.headers.get("x-own"), answer.headers.getSetCookie()]).toEqual([
      201,
      "yes",
      ["a=1", "b=2"],
    ]);
    expect(await answer.text()).toBe("made");
  });

  test.each([
    ["a function that fails", "/orders/fail", 500, "Internal Server Error"],
    ["an answer without its form", "/orders/odd", 500, "Internal Server Error"],
    ["a route that is not there", "/nowhere", 404, "Not Found"],
  ])("says what AWS says of %s", async (_what, path, status, message) => {
    const answer = await fetch(http + path);

    expect([answer.status, await answer.json()]).toEqual([status, { message }]);
  });

  test("lets in the origins of its CORS settings", async () => {
    const ask = (origin: string) =>
      fetch(`${http}/orders/1`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "GET" },
      });

    // The guard in front answers pages that are not this machine's.
    expect((await ask("http://evil.example")).status).toBe(403);
    const own = await ask(cloud.endpoints.aws);
    expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([204, null]);
  });

  test("writes an access log in its format, and counts", async () => {
    const logs = new CloudWatchLogsClient(settings());
    const metrics = new CloudWatchClient(settings());
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/shop/access" }));
    const lines = events!.map(({ message }) => JSON.parse(message!) as Record<string, unknown>);

    expect(lines.find(({ status }) => status === 201)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      route: "GET /orders/{id}",
      status: 201,
      length: 4,
      error: "-",
      none: "-",
    });
    expect(lines.find(({ status }) => status === 404)).toMatchObject({ route: "-" });
    expect(lines.filter(({ status }) => status === 500).map(({ error }) => error)).toEqual([
      "The function failed: Unhandled",
      expect.stringContaining("doesn't match the format"),
    ]);
    const { Datapoints } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/ApiGateway",
        MetricName: "5xx",
        Dimensions: [{ Name: "ApiId", Value: outputs["HttpId"]! }],
        StartTime: new Date(Date.UTC(2026, 0, 5, 12)),
        EndTime: new Date(Date.UTC(2026, 0, 5, 13)),
        Period: 60,
        Statistics: ["Sum"],
      }),
    );
    expect(Datapoints![0]!.Sum).toBe(2);
  });
});

test("a REST API calls with events of its own form, under its stage", async () => {
  const rest = `${cloud.endpoints.aws}/_cumulog/execute-api/${outputs["RestId"]}`;

  const answer = await fetch(`${rest}/Prod/old/a/b?x=1&x=2`);
  expect(await answer.json()).toMatchObject({
    resource: "/old/{proxy+}",
    path: "/old/a/b",
    httpMethod: "GET",
    queryStringParameters: { x: "2" },
    multiValueQueryStringParameters: { x: ["1", "2"] },
    pathParameters: { proxy: "a/b" },
    body: null,
    requestContext: { stage: "Prod", path: "/Prod/old/a/b", resourcePath: "/old/{proxy+}" },
  });
  const malformed = await fetch(`${rest}/Prod/old/c`);
  expect([malformed.status, await malformed.json()]).toEqual([502, { message: "Internal server error" }]);
  const missing = await fetch(`${rest}/Prod/new`);
  expect([missing.status, await missing.json()]).toEqual([403, { message: "Missing Authentication Token" }]);
});

test("the API makes, shows and removes an HTTP API", async () => {
  const client = new ApiGatewayV2Client({ ...settings(), maxAttempts: 1 });
  const { ApiId } = await client.send(new CreateApiCommand({ Name: "made", ProtocolType: "HTTP" }));
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: "arn:aws:lambda:us-east-1:123456789012:function:none",
      PayloadFormatVersion: "2.0",
    }),
  );
  await client.send(
    new CreateRouteCommand({ ApiId, RouteKey: "GET /", Target: `integrations/${IntegrationId}` }),
  );
  await client.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));

  expect(await client.send(new GetApiCommand({ ApiId }))).toMatchObject({
    Name: "made",
    CreatedDate: new Date(Date.UTC(2026, 0, 5, 12)),
  });
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toMatchObject([{ RouteKey: "GET /" }]);
  expect((await fetch(`${cloud.endpoints.aws}/_cumulog/execute-api/${ApiId}/dev`)).status).toBe(500);
  await client.send(new DeleteApiCommand({ ApiId }));
  expect((await client.send(new GetApisCommand({}))).Items!.map(({ Name }) => Name)).not.toContain("made");
  await expect(client.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

test.each([
  ["GET", "/pets", "GET /pets"],
  ["POST", "/pets", "ANY /pets"],
  ["GET", "/pets/1", "GET /pets/{id}"],
  ["GET", "/pets/dog", "GET /pets/dog"],
  ["GET", "/pets/dog/1", "ANY /pets/{rest+}"],
  ["DELETE", "/else", "$default"],
])("%s %s takes the route %s", (method, path, expected) => {
  const keys = ["$default", "ANY /pets/{rest+}", "GET /pets/{id}", "GET /pets/dog", "ANY /pets", "GET /pets"];
  const routes = keys.map((RouteKey, index) => ({ RouteId: String(index), RouteKey }));

  expect(matchRoute(routes, method, path)?.route.RouteKey).toBe(expected);
});

test("a preflight of an allowed origin gets what the API allows", () => {
  const cors = {
    AllowOrigins: ["http://*", "https://shop.example"],
    AllowMethods: ["GET"],
    AllowCredentials: true,
    MaxAge: 60,
  };
  const ask = (origin: string) =>
    preflightAnswer(cors, {
      method: "OPTIONS",
      path: "/",
      query: "",
      headers: [
        ["origin", origin],
        ["access-control-request-method", "GET"],
      ],
      body: Buffer.alloc(0),
      sourceIp: "127.0.0.1",
    })!;

  expect(ask("https://shop.example").headers).toEqual([
    ["access-control-allow-origin", "https://shop.example"],
    ["vary", "origin"],
    ["access-control-allow-credentials", "true"],
    ["access-control-allow-methods", "GET"],
    ["access-control-max-age", "60"],
  ]);
  expect(ask("https://evil.example").headers).toEqual([]);
});

test.each([
  ['"text"', true, 200, "text"],
  ['{"a":1}', true, 200, '{"a":1}'],
  ['{"a":1}', false, undefined, undefined],
  ['{"statusCode":204}', false, 204, ""],
  ['{"statusCode":200,"body":{"a":1}}', false, undefined, undefined],
])("the result %s of a function is an answer", (payload, infers, status, body) => {
  const answer = answerOf(payload, infers);

  expect([answer?.status, answer?.body.toString()]).toEqual([status, body]);
});

import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFunctionCloud, zipped } from "./function-cloud.ts";

const CODE = `
export const handler = async (event) => {
  if (event.rawPath === "/fail") throw new Error("broken");
  if (event.rawPath === "/plain") return { hello: "you" };
  return {
    statusCode: 201,
    headers: { "x-own": "1" },
    cookies: ["a=1", "b=2"],
    body: JSON.stringify(event),
  };
};
export const streaming = awslambda.streamifyResponse(async (event, stream, context) => {
  if (event.rawPath === "/early") throw new Error("broken");
  if (event.rawPath !== "/raw")
    stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { "content-type": "text/plain", "x-own": "1" } });
  stream.write("first ");
  await new Promise((resolve) => setTimeout(resolve, 20));
  stream.end("second of " + context.functionName);
});
`;

let cloud: Awaited<ReturnType<typeof startFunctionCloud>>;
beforeAll(async () => {
  cloud = await startFunctionCloud();
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

/** Makes a function with a URL, which everybody may call unless that is left out. */
async function makeUrl(
  FunctionName: string,
  settings: Partial<CreateFunctionUrlConfigCommandInput> = {},
  { isPublic = true, Handler = "index.handler", lambda = cloud.lambda } = {},
): Promise<string> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler,
      Role: "arn:aws:iam::123456789012:role/web",
      Code: { ZipFile: zipped({ "index.mjs": CODE }) },
    }),
  );
  if (isPublic)
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "everybody",
        Action: "lambda:InvokeFunctionUrl",
        Principal: "*",
        FunctionUrlAuthType: "NONE",
      }),
    );
  const { FunctionUrl } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", ...settings }),
  );
  return FunctionUrl!;
}

test("a request comes as an event of payload format 2.0, and its answer as an HTTP answer", async () => {
  const url = await makeUrl("web");

  const response = await fetch(`${url}a%20b/c?x=1&x=2&y=`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "c=3; d=4" },
    body: '{"n":1}',
  });
  const event = (await response.json()) as Record<string, unknown>;
  const plain = await fetch(`${url}plain`);
  const failed = await fetch(`${url}fail`);

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_cumulog\/lambda-url\/[a-z0-9]{32}\/$/);
  expect(response.headers.get("content-length")).toMatch(/^\d+$/);
  expect([response.status, response.headers.get("x-own"), response.headers.getSetCookie()]).toEqual([
    201,
    "1",
    ["a=1", "b=2"],
  ]);
  expect(event).toMatchObject({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/a%20b/c",
    rawQueryString: "x=1&x=2&y=",
    cookies: ["c=3", "d=4"],
    queryStringParameters: { x: "1,2", y: "" },
    requestContext: {
      accountId: "anonymous",
      domainName: expect.stringMatching(/^[a-z0-9]{32}\.lambda-url\.us-east-1\.on\.aws$/),
      http: { method: "POST", path: "/a%20b/c" },
      stage: "$default",
      timeEpoch: Date.UTC(2026, 0, 5, 12),
    },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
  expect([plain.status, await plain.json()]).toEqual([200, { hello: "you" }]);
  expect([failed.status, await failed.text()]).toEqual([502, "Internal Server Error"]);
});

test("a stream comes as it is written, with the status and headers that it begins with", async () => {
  const url = await makeUrl("stream", { InvokeMode: "RESPONSE_STREAM" }, { Handler: "index.streaming" });

  const response = await fetch(url);
  const pieces: string[] = [];
  for await (const piece of response.body!) pieces.push(Buffer.from(piece).toString());
  const raw = await fetch(`${url}raw`);
  const early = await fetch(`${url}early`);

  expect([response.status, response.headers.get("content-type"), response.headers.get("x-own")]).toEqual([
    202,
    "text/plain",
    "1",
  ]);
  expect(pieces).toEqual(["first ", "second of stream"]);
  expect([raw.status, raw.headers.get("content-type"), await raw.text()]).toEqual([
    200,
    "application/octet-stream",
    "first second of stream",
  ]);
  expect(early.status).toBe(502);
});

test("only who is let in gets through", async () => {
  const closed = await makeUrl("closed", {}, { isPublic: false });
  const signed = await makeUrl("signed", { AuthType: "AWS_IAM" });
  const authorization =
    "AWS4-HMAC-SHA256 Credential=a/20260105/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=b";

  const answers = [
    await fetch(closed),
    await fetch(signed),
    await fetch(signed, { headers: { authorization } }),
    await fetch(signed.replace(/[a-z0-9]{32}/, "gone")),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 201, 403]);
  expect(await answers[0]!.json()).toEqual({ Message: "Forbidden" });
});

test("pages of others are kept away whatever the URL's own settings say; an origin that is allowed gets them", async () => {
  await using open = await startFunctionCloud({ allowedOrigins: ["http://localhost:5173"] });
  const FunctionUrl = await makeUrl(
    "web",
    { Cors: { AllowOrigins: ["*"], ExposeHeaders: ["x-own"] } },
    { lambda: open.lambda },
  );

  const foreign = await fetch(FunctionUrl, { headers: { origin: "https://example.com" } });
  const own = await fetch(FunctionUrl, { headers: { origin: "http://localhost:5173" } });

  expect(foreign.status).toBe(403);
  expect([
    own.status,
    own.headers.get("access-control-allow-origin"),
    own.headers.get("access-control-expose-headers"),
  ]).toEqual([201, "*", "x-own"]);
});

test("a function's URL is shown, changed, listed and deleted", async () => {
  const FunctionUrl = await makeUrl("managed");
  const FunctionName = "managed";

  await cloud.lambda.send(
    new UpdateFunctionUrlConfigCommand({ FunctionName, Cors: { AllowOrigins: ["https://shop.example"] } }),
  );
  const shown = await cloud.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
  const { FunctionUrlConfigs } = await cloud.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
  const again = cloud.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }));

  expect(shown).toMatchObject({
    FunctionUrl,
    FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:managed",
    AuthType: "NONE",
    InvokeMode: "BUFFERED",
    Cors: { AllowOrigins: ["https://shop.example"] },
    CreationTime: "2026-01-05T12:00:00.000Z",
  });
  expect(FunctionUrlConfigs).toHaveLength(1);
  await expect(again).rejects.toMatchObject({ name: "ResourceConflictException" });
  await cloud.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
  await expect(cloud.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

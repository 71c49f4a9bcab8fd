import { expect, test } from "vitest";
import { decodeCbor } from "../../../local/protocols/cbor/decode.ts";
import { encodeCbor } from "../../../local/protocols/cbor/encode.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const SIGNED = (name: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/us-east-1/${name}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
  "x-amz-date": "20260105T120000Z",
});

async function alarm({ cloud }: TestServer, Threshold: number): Promise<void> {
  await cloud.call("monitoring", "PutMetricAlarm", {
    AlarmName: "a",
    Namespace: "n",
    MetricName: "m",
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold,
    ComparisonOperator: "GreaterThanThreshold",
  });
}

test.each([
  [5, '"Threshold":5.0'],
  [0, '"Threshold":0.0'],
  [-3, '"Threshold":-3.0'],
  [0.25, '"Threshold":0.25'],
  [1e300, '"Threshold":1e+300'],
])("a double of %d is one in JSON, whole numbers stay whole", async (threshold, written) => {
  await using server = await startTestServer();
  await alarm(server, threshold);

  const response = await fetch(server.client.endpoint, {
    method: "POST",
    headers: {
      ...SIGNED("monitoring"),
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "GraniteServiceVersion20100801.DescribeAlarms",
    },
    body: "{}",
  });

  const text = await response.text();
  expect(text).toContain(written);
  expect(text).toContain('"Period":60,');
});

test("a whole double is one in CBOR", async () => {
  await using server = await startTestServer();
  await alarm(server, 5);

  const response = await fetch(
    `${server.client.endpoint}/service/GraniteServiceVersion20100801/operation/DescribeAlarms`,
    {
      method: "POST",
      headers: {
        ...SIGNED("monitoring"),
        "content-type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
      },
      body: new Uint8Array(encodeCbor({})),
    },
  );

  const bytes = Buffer.from(await response.arrayBuffer());
  const afterName = bytes.indexOf("Threshold") + "Threshold".length;
  expect(bytes[afterName]).toBe(0xfb);
  expect(bytes.readDoubleBE(afterName + 1)).toBe(5);
  expect(decodeCbor(bytes)).toMatchObject({ MetricAlarms: [{ Threshold: 5, EvaluationPeriods: 1 }] });
});

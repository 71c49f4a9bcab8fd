import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";
import { decodeAwsChunked } from "../../../local/protocols/aws-chunked.ts";

let cloud: LocalCloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await LocalCloud.start({
    clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) },
    googlePort: false,
    region: "eu-central-1",
  });
  s3 = clientFor(cloud.endpoints.aws);
});
afterAll(() => cloud?.stop());

const clientFor = (endpoint: string) =>
  new S3Client({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    forcePathStyle: true,
    maxAttempts: 1,
  });

const Bucket = "records";
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: { name: string; $metadata: { httpStatusCode: number } }) => [
      error.name,
      error.$metadata.httpStatusCode,
    ],
  );

describe("buckets", () => {
  test("are made once, listed, located and removed when they are empty", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "first" }));

    expect(await errorOf(s3.send(new CreateBucketCommand({ Bucket: "first" })))).toEqual([
      "BucketAlreadyOwnedByYou",
      409,
    ]);
    expect(await errorOf(s3.send(new CreateBucketCommand({ Bucket: "No_Name" })))).toEqual([
      "InvalidBucketName",
      400,
    ]);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: "first" }))).LocationConstraint).toBe(
      "eu-central-1",
    );
    await s3.send(new PutObjectCommand({ Bucket: "first", Key: "a", Body: "x" }));
    expect(await errorOf(s3.send(new DeleteBucketCommand({ Bucket: "first" })))).toEqual([
      "BucketNotEmpty",
      409,
    ]);
    await s3.send(new DeleteObjectsCommand({ Bucket: "first", Delete: { Objects: [{ Key: "a" }] } }));
    await s3.send(new DeleteBucketCommand({ Bucket: "first" }));
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).not.toContain(
      "first",
    );
  });

  test("tell what is missing by S3's own codes", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "bare" }));

    expect(await errorOf(s3.send(new HeadBucketCommand({ Bucket: "nowhere" })))).toEqual(["NotFound", 404]);
    expect(await errorOf(s3.send(new GetBucketEncryptionCommand({ Bucket: "bare" })))).toEqual([
      "ServerSideEncryptionConfigurationNotFoundError",
      404,
    ]);
    expect(await errorOf(s3.send(new GetObjectCommand({ Bucket: "bare", Key: "x" })))).toEqual([
      "NoSuchKey",
      404,
    ]);
    expect(await errorOf(s3.send(new HeadObjectCommand({ Bucket: "bare", Key: "x" })))).toEqual([
      "NotFound",
      404,
    ]);
  });

  test("give back what was configured", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "safe" }));
    const ServerSideEncryptionConfiguration = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }],
    };

    await s3.send(new PutBucketEncryptionCommand({ Bucket: "safe", ServerSideEncryptionConfiguration }));

    expect(
      (await s3.send(new GetBucketEncryptionCommand({ Bucket: "safe" }))).ServerSideEncryptionConfiguration,
    ).toEqual(ServerSideEncryptionConfiguration);
  });
});

describe("objects", () => {
  beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

  test.each([
    ["a text", "Grüße"],
    ["bytes", randomBytes(100_000)],
    ["nothing", ""],
  ])("come back as they were put: %s", async (_, Body) => {
    const { ETag } = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "folder/näme ?#.txt",
        Body,
        ContentType: "text/x",
        Metadata: { who: "me" },
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "folder/näme ?#.txt" }));

    expect(Buffer.from(await got.Body!.transformToByteArray())).toEqual(Buffer.from(Body as string));
    expect(got).toMatchObject({ ContentType: "text/x", Metadata: { who: "me" }, ETag });
    expect(ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
  });

  test("a stream of unknown content comes in chunks", async () => {
    const content = randomBytes(300_000);
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "streamed",
        Body: Readable.from([content.subarray(0, 1_000), content.subarray(1_000)]),
        ContentLength: content.length,
      }),
    );

    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));

    expect(Buffer.from(await Body!.transformToByteArray())).toEqual(content);
  });

  test("packed content stays packed", async () => {
    const packed = gzipSync("lines");
    await s3.send(new PutObjectCommand({ Bucket, Key: "lines.gz", Body: packed, ContentEncoding: "gzip" }));

    const { Body, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket, Key: "lines.gz" }));

    expect(ContentEncoding).toBe("gzip");
    expect(Buffer.from(await Body!.transformToByteArray())).toEqual(packed);
  });

  test("a range is a part", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: "0123456789" }));

    const { Body, ContentRange, $metadata } = await s3.send(
      new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=2-4" }),
    );

    expect([await Body!.transformToString(), ContentRange, $metadata.httpStatusCode]).toEqual([
      "234",
      "bytes 2-4/10",
      206,
    ]);
  });

  test("parts make one object, in the order of their numbers", async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    const upload = async (PartNumber: number, Body: string) => ({
      PartNumber,
      ETag: (await s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber, Body }))).ETag,
    });
    const Parts = [await upload(1, "one "), await upload(2, "two")];

    const { ETag } = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload: { Parts } }),
    );

    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "parts" }));
    expect([await Body!.transformToString(), ETag!.endsWith('-2"')]).toEqual(["one two", true]);
    expect(
      await errorOf(s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "parts", UploadId }))),
    ).toEqual(["NoSuchUpload", 404]);
  });

  test("a copy has the content and the description of its source", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "x", ContentType: "text/y" }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/source` }));

    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).toMatchObject({
      ContentType: "text/y",
      ContentLength: 1,
    });
  });

  test("are listed page by page, in order, folded at a delimiter", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "listed" }));
    const keys = ["a", "b/1", "b/2", "c/1", "d", "ä"];
    for (const Key of keys.toReversed())
      await s3.send(new PutObjectCommand({ Bucket: "listed", Key, Body: "" }));
    const pages: (string | undefined)[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: "listed", Delimiter: "/", MaxKeys: 2, ContinuationToken }),
      );
      pages.push([
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
      ]);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);

    expect(pages).toEqual([["a", "b/"], ["d", "c/"], ["ä"]]);
  });
});

test("buckets and objects are there after a restart", async () => {
  const { mkdtempSync, rmSync } = await import("node:fs");
  const data = mkdtempSync("/tmp/s3-data-");
  const first = await LocalCloud.start({ data, googlePort: false, region: "eu-central-1" });
  const one = clientFor(first.endpoints.aws);
  await one.send(new CreateBucketCommand({ Bucket: "kept" }));
  await one.send(new PutObjectCommand({ Bucket: "kept", Key: "k", Body: "content" }));
  await first.stop();

  const second = await LocalCloud.start({ data, googlePort: false, region: "eu-central-1" });
  const { Body } = await clientFor(second.endpoints.aws).send(
    new GetObjectCommand({ Bucket: "kept", Key: "k" }),
  );
  const text = await Body!.transformToString();
  await second.stop();
  rmSync(data, { recursive: true });

  expect(text).toBe("content");
});

describe("chunked bodies", () => {
  test("any content comes out of any chunks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })),
        fc.boolean(),
        (parts, signed) => {
          const signature = signed ? `;chunk-signature=${"0".repeat(64)}` : "";
          const body = Buffer.concat([
            ...parts.flatMap((part) => [
              Buffer.from(`${part.length.toString(16)}${signature}\r\n`),
              part,
              Buffer.from("\r\n"),
            ]),
            Buffer.from(`0${signature}\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`),
          ]);
          expect(decodeAwsChunked(body)).toEqual(Buffer.concat(parts));
        },
      ),
    );
  });

  test("anything else is refused, never read beyond its end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeAwsChunked(Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ code: "IncompleteBody" });
        }
      }),
    );
  });
});

test("the first list operation is told from that of buckets; objects have one version", async () => {
  const bucket = "of-one-version";
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a/b", Body: "x" }));

  const { Contents } = await s3.send(new ListObjectsCommand({ Bucket: bucket }));
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));

  expect(Contents).toMatchObject([{ Key: "a/b" }]);
  expect(Versions).toMatchObject([{ Key: "a/b", VersionId: "null", IsLatest: true, Size: 1 }]);
  await s3.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: Versions!.map(({ Key, VersionId }) => ({ Key: Key!, VersionId: VersionId! })) },
    }),
  );
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
});

describe("an object in a browser", () => {
  const navigation = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  const address = (key: string) => `${cloud.endpoints.aws}/pages/${key}`;
  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "pages" }));
    await s3.send(
      new PutObjectCommand({
        Bucket: "pages",
        Key: "reports/ä 1.html",
        Body: "<h1>A</h1>",
        ContentType: "text/html",
      }),
    );
  });

  test("opens by its path, and is no page of the cloud's own", async () => {
    const page = await fetch(address(`reports/${encodeURIComponent("ä 1")}.html`), { headers: navigation });

    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html");
    expect(page.headers.get("content-security-policy")).toBe("sandbox allow-downloads");
    expect(await page.text()).toBe("<h1>A</h1>");
  });

  test.each([
    ["a client without a signature", {}, "reports/%C3%A4%201.html", 404],
    [
      "a page of another site",
      { ...navigation, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      "reports/%C3%A4%201.html",
      403,
    ],
    ["what is not there", navigation, "reports/none.html", 404],
    ["the list of a bucket", navigation, "", 404],
    ["another operation", navigation, "reports/%C3%A4%201.html?tagging", 404],
  ])("is not there for %s", async (_who, headers, key, status) => {
    const answer = await fetch(address(key), { headers });

    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain("<h1>");
  });
});

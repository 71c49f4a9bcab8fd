import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketWebsiteCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListMultipartUploadsCommand,
  PutBucketAclCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const OBJECT = { Bucket: "shop", Key: "order" };
let cloud: LocalCloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await LocalCloud.start({
    clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) },
    googlePort: false,
    region: "eu-central-1",
  });
  s3 = new S3Client({
    endpoint: cloud.endpoints.aws,
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: "shop" }));
  await s3.send(new PutObjectCommand({ ...OBJECT, Body: "content", Tagging: "team=a&stage=test" }));
});
afterAll(() => cloud.stop());

const content = async (): Promise<string> => {
  const { Body } = await s3.send(new GetObjectCommand(OBJECT));
  return Body!.transformToString();
};

describe("a part that this cloud does not have is refused, and neither bucket nor object is touched", () => {
  test.each([
    ["the list of rights of an object", () => s3.send(new GetObjectAclCommand(OBJECT))],
    ["the rights of a bucket", () => s3.send(new PutBucketAclCommand({ Bucket: "shop", ACL: "private" }))],
    ["the website of a bucket", () => s3.send(new DeleteBucketWebsiteCommand({ Bucket: "shop" }))],
    ["uploads that are not complete", () => s3.send(new ListMultipartUploadsCommand({ Bucket: "shop" }))],
    [
      "the retention of an object",
      () => s3.send(new PutObjectRetentionCommand({ ...OBJECT, Retention: { Mode: "GOVERNANCE" } })),
    ],
  ])("%s", async (_what, call) => {
    await expect(call()).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });

    expect(await content()).toBe("content");
  });
});

test("an object's tags come with it, are replaced and removed, and go along with a copy", async () => {
  const tags = async (Key: string) => {
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket: "shop", Key }));
    return TagSet;
  };

  expect(await tags("order")).toEqual([
    { Key: "team", Value: "a" },
    { Key: "stage", Value: "test" },
  ]);
  const Tagging = { TagSet: [{ Key: "team", Value: "b" }] };
  await s3.send(new PutObjectTaggingCommand({ ...OBJECT, Tagging }));
  await s3.send(new CopyObjectCommand({ Bucket: "shop", Key: "copy", CopySource: "shop/order" }));
  await s3.send(new DeleteObjectTaggingCommand(OBJECT));

  expect(await tags("order")).toEqual([]);
  expect(await tags("copy")).toEqual(Tagging.TagSet);
  expect(await content()).toBe("content");
});

test("a copy is told its tags apart from what else describes it, an upload in parts its tags at its beginning", async () => {
  // Prepare
  const described = async (Key: string) => {
    const at = { Bucket: "shop", Key };
    const { TagSet } = await s3.send(new GetObjectTaggingCommand(at));
    const { ContentType, ContentEncoding } = await s3.send(new GetObjectCommand(at));
    return { tags: TagSet, type: ContentType, encoding: ContentEncoding };
  };
  const Source = { Bucket: "shop", Key: "source" };
  const Tagging = "team=a%26b";
  const given = { ContentType: "text/plain", ContentEncoding: "br", Tagging };
  await s3.send(new PutObjectCommand({ ...Source, ...given, Body: "content" }));
  const copied = { Bucket: "shop", CopySource: "shop/source" };
  const replacing = { ...copied, ContentType: "text/css", ContentEncoding: "gzip", Tagging: "team=c" };

  // Act
  await s3.send(new CopyObjectCommand({ ...replacing, Key: "described", MetadataDirective: "REPLACE" }));
  await s3.send(new CopyObjectCommand({ ...replacing, Key: "tagged", TaggingDirective: "REPLACE" }));
  await s3.send(new CopyObjectCommand({ ...copied, Key: "untagged", TaggingDirective: "REPLACE" }));
  const upload = { Bucket: "shop", Key: "uploaded" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...upload, ...given }));
  const { ETag } = await s3.send(
    new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "content" }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));

  // Assess
  const first = { tags: [{ Key: "team", Value: "a&b" }], type: "text/plain", encoding: "br" };
  expect(await described("described")).toEqual({ ...first, type: "text/css", encoding: "gzip" });
  expect(await described("tagged")).toEqual({ ...first, tags: [{ Key: "team", Value: "c" }] });
  expect(await described("untagged")).toEqual({ ...first, tags: [] });
  expect(await described("uploaded")).toEqual(first);
});

test("the presigned URLs that boto3 and the AWS command line make by default open objects", async () => {
  const address = (key: string) =>
    `${cloud.endpoints.aws}/shop/${key}?AWSAccessKeyId=a&Signature=9cj8vOi2urFbkVjXYtt49Q0ZVmM%3D&Expires=1795691451`;

  const put = await fetch(address("given"), { method: "PUT", body: new Uint8Array([65]) });
  const answer = await fetch(address("given"));

  expect([put.status, answer.status, await answer.text()]).toEqual([200, 200, "A"]);
});

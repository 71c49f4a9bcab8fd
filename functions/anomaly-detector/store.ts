import type { S3Client } from "@aws-sdk/client-s3";
import { abortAt } from "../shared/deadline.ts";

/** Objects of a bucket, as far as the detector needs them. */
export interface ObjectStore {
  /** Keys with this prefix behind `after`, in order. */
  list(prefix: string, after?: string): Promise<readonly string[]>;
  read(key: string): Promise<Uint8Array>;
  /** Writes an object that is not there yet. @returns false when it is */
  create(key: string, body: Uint8Array): Promise<boolean>;
}

/** A bucket of S3. What is created is created once: the service refuses the second. */
export async function bucketStore(client: S3Client, bucket: string, deadline: number): Promise<ObjectStore> {
  const { GetObjectCommand, PutObjectCommand, paginateListObjectsV2 } = await import(
    "../shared/clients/s3.ts"
  );
  const abortSignal = abortAt(deadline);
  return {
    async list(prefix, after) {
      const keys: string[] = [];
      const input = { Bucket: bucket, Prefix: prefix, ...(after !== undefined && { StartAfter: after }) };
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, input, { abortSignal }))
        for (const { Key } of Contents) if (Key !== undefined) keys.push(Key);
      return keys;
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
      return Body!.transformToByteArray();
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    async create(key, body) {
      try {
        const input = { Bucket: bucket, Key: key, Body: body, IfNoneMatch: "*" };
        await client.send(new PutObjectCommand(input), { abortSignal });
        return true;
      } catch (error) {
        const { name } = error as Error;
        if (name === "PreconditionFailed" || name === "ConditionalRequestConflict") return false;
        throw error;
      }
    },
  };
}

import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "cumulog/temporary-folder";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import type { TagRecord } from "../../kernel/tags.ts";
import type { Bucket } from "./bucket.ts";
import { BucketNotifications } from "./notifications.ts";
import type { ObjectDescription, ObjectEvent, StoredObject } from "./object.ts";

/** Parts of an object that is not complete yet. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly started: number;
  readonly description: ObjectDescription;
  readonly parts: Map<number, { readonly content: Buffer; readonly etag: string; readonly time: number }>;
}

interface KeptBucket {
  readonly created: number;
  readonly configuration: Readonly<Record<string, unknown>>;
}

export const etagOf = (content: Uint8Array): string => `"${createHash("md5").update(content).digest("hex")}"`;

/** The buckets of one cloud. Objects are files of a folder of their own, so that other programs can read large ones. */
export class BucketDirectory {
  readonly #cloud: Cloud;
  readonly #folder: string;
  readonly #buckets = new Map<string, Bucket>();
  readonly #keptBuckets: Collection<KeptBucket>;
  readonly #keptObjects: Collection<{ readonly bucket: string; readonly object: StoredObject }>;
  readonly uploads = new Map<string, Upload>();
  readonly notifications: BucketNotifications;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.notifications = new BucketNotifications(cloud);
    const { directory } = cloud.storage;
    this.#folder = directory === undefined ? temporaryFolder("s3") : join(directory, "s3");
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (directory === undefined) cloud.onClose(() => rmSync(this.#folder, { recursive: true, force: true }));
    this.#keptBuckets = cloud.storage.collection("s3-buckets");
    this.#keptObjects = cloud.storage.collection("s3-objects");
    for (const [name, { created, configuration }] of this.#keptBuckets.entries())
      this.#buckets.set(name, {
        name,
        created,
        configuration: new Map(Object.entries(configuration)),
        objects: new Map(),
      });
    for (const [, { bucket, object }] of this.#keptObjects.entries())
      this.#buckets.get(bucket)?.objects.set(object.key, object);
  }

  all(): Bucket[] {
    return [...this.#buckets.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The bucket that `cdk bootstrap` makes is there without it. */
  find(name: string): Bucket | undefined {
    const { accountId, region } = this.#cloud;
    const bootstrapped = new RegExp(`^cdk-[a-z0-9]+-assets-${accountId}-${region}$`);
    return this.#buckets.get(name) ?? (bootstrapped.test(name) ? this.create(name) : undefined);
  }

  /** @throws ServiceError `NoSuchBucket` */
  get(name: string): Bucket {
    const bucket = this.find(name);
    if (bucket) return bucket;
    throw new ServiceError("NoSuchBucket", "The specified bucket does not exist", {
      statusCode: 404,
      details: { BucketName: name },
    });
  }

  create(name: string): Bucket {
    const bucket: Bucket = {
      name,
      created: this.#cloud.clock.now(),
      configuration: new Map(),
      objects: new Map(),
    };
    this.#buckets.set(name, bucket);
    this.changed(bucket);
    this.#announce(bucket, "created");
    return bucket;
  }

  remove(bucket: Bucket): void {
    this.#buckets.delete(bucket.name);
    this.#keptBuckets.delete(bucket.name);
    this.#announce(bucket, "deleted");
  }

  /** Keeps what is configured on a bucket as it is now. */
  changed({ name, created, configuration }: Bucket): void {
    this.#keptBuckets.set(name, { created, configuration: Object.fromEntries(configuration) });
  }

  /** Makes or replaces an object: readers see either the former content or the new one. */
  put(
    bucket: Bucket,
    key: string,
    content: Uint8Array,
    description: ObjectDescription = {},
    {
      event = "ObjectCreated:Put" as const,
      etag = etagOf(content),
    }: {
      readonly event?: ObjectEvent;
      readonly etag?: string;
    } = {},
  ): StoredObject {
    const file = `${randomUUID()}.object`;
    writeFileSync(join(this.#folder, `${file}.part`), content, { mode: 0o600 });
    renameSync(join(this.#folder, `${file}.part`), join(this.#folder, file));
    const object: StoredObject = {
      key,
      size: content.length,
      etag,
      lastModified: this.#cloud.clock.now(),
      contentType: description.contentType ?? "application/octet-stream",
      contentEncoding: description.contentEncoding,
      metadata: description.metadata ?? {},
      ...(description.tags && { tags: description.tags }),
      file,
    };
    const former = bucket.objects.get(key);
    this.#keep(bucket, object);
    if (former) rmSync(join(this.#folder, former.file), { force: true });
    this.notifications.tell(event, bucket, object);
    return object;
  }

  /** Gives an object other tags in the place of those it has. @throws ServiceError `NoSuchKey` */
  tag(bucket: Bucket, key: string, tags: TagRecord): void {
    this.#keep(bucket, { ...this.object(bucket, key), tags });
  }

  #keep(bucket: Bucket, object: StoredObject): void {
    bucket.objects.set(object.key, object);
    this.#keptObjects.set(`${bucket.name}/${object.key}`, { bucket: bucket.name, object });
  }

  delete(bucket: Bucket, key: string): void {
    const object = bucket.objects.get(key);
    if (!object) return;
    bucket.objects.delete(key);
    this.#keptObjects.delete(`${bucket.name}/${key}`);
    rmSync(join(this.#folder, object.file), { force: true });
    this.notifications.tell("ObjectRemoved:Delete", bucket, object);
  }

  /** @throws ServiceError `NoSuchKey` */
  object(bucket: Bucket, key: string): StoredObject {
    const object = bucket.objects.get(key);
    if (object) return object;
    throw new ServiceError("NoSuchKey", "The specified key does not exist.", {
      statusCode: 404,
      details: { Key: key },
    });
  }

  content(object: StoredObject): Buffer {
    return readFileSync(this.pathOf(object));
  }

  /** Where an object's content is, for programs that read files. */
  pathOf({ file }: StoredObject): string {
    return join(this.#folder, file);
  }

  #announce({ name }: Bucket, change: "created" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: "AWS::S3::Bucket", name, change });
  }
}

/** Opens the buckets of a cloud. */
export function openBuckets(cloud: Cloud): BucketDirectory {
  return new BucketDirectory(cloud);
}

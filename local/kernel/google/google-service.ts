import type { CalledService, Cloud, Operations } from "../cloud.ts";
import type { ProtoTypes } from "./proto/proto-types.ts";
import type { TerraformResource } from "./terraform-resource.ts";

/**
 * One of Google's APIs in the cloud: what `local/services/<service>/service.ts` exports as `service`. Its operations get
 * requests in the API's JSON form, checked against the protos, and answer in that form, over gRPC and REST alike; one
 * that streams answers with an AsyncIterable. Errors are `GoogleError`s.
 */
export interface GoogleService<State = unknown> extends CalledService<State> {
  readonly types: ProtoTypes;
  /** Terraform resource types that are made of its operations. @default none */
  readonly resources?: Readonly<Record<string, TerraformResource>>;
}

/** What a Google service is made of. */
export interface GoogleServiceParts<State> {
  /** Name of its folder, by which the cloud's own calls name it. */
  readonly name: string;
  /** Of what `scripts/write-models.ts` wrote. */
  readonly types: ProtoTypes;
  /** Makes what the service keeps in one cloud, when it is first needed. */
  readonly state: (cloud: Cloud) => State;
  readonly operations: Operations<State>;
  readonly resources?: Readonly<Record<string, TerraformResource>>;
}

/** One of Google's APIs that is loaded at its first call. */
export interface ListedGoogleService {
  readonly name: string;
  /** What the paths of its REST API begin with, for example `"v2"`. */
  readonly version: string;
  readonly load: () => Promise<{ readonly service: GoogleService }>;
}

const listed = new WeakMap<Cloud, readonly ListedGoogleService[]>();

/** Adds Google's APIs to a cloud. */
export function listGoogle(cloud: Cloud, services: readonly ListedGoogleService[]): void {
  cloud.list(Object.fromEntries(services.map(({ name, load }) => [name, load])));
  listed.set(cloud, services);
}

/** Google's APIs in a cloud. */
export function googleServicesOf(cloud: Cloud): readonly ListedGoogleService[] {
  return listed.get(cloud) ?? [];
}

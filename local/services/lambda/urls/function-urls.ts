import { createHash } from "node:crypto";
import { arnOf, urlSuffixOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import { FUNCTION_URL_PATH, type FunctionUrl } from "./function-url.ts";

/** The function URLs of one cloud. */
export class FunctionUrls {
  readonly #cloud: Cloud;
  readonly #kept: StoredMap<FunctionUrl>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#kept = new StoredMap(cloud.storage.collection("lambda.urls"));
  }

  ofFunction(functionName: string): FunctionUrl[] {
    return [...this.#kept.values()].filter((one) => one.functionName === functionName);
  }

  withId(id: string): FunctionUrl | undefined {
    return [...this.#kept.values()].find((one) => one.id === id);
  }

  find(functionName: string, qualifier: string | undefined): FunctionUrl | undefined {
    return this.#kept.get(keyOf(functionName, qualifier));
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(functionName: string, qualifier: string | undefined): FunctionUrl {
    const url = this.find(functionName, qualifier);
    if (url) return url;
    throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.", {
      statusCode: 404,
      details: { Type: "User" },
    });
  }

  save(url: FunctionUrl): void {
    this.#kept.set(keyOf(url.functionName, url.qualifier), url);
  }

  remove({ functionName, qualifier }: FunctionUrl): void {
    this.#kept.delete(keyOf(functionName, qualifier));
  }

  /** The same function has the same name again after a restart. */
  idFor(functionName: string, qualifier: string | undefined): string {
    const digest = createHash("sha256").update(keyOf(functionName, qualifier)).digest();
    return BigInt(`0x${digest.toString("hex")}`)
      .toString(36)
      .slice(0, 32);
  }

  /** Where a client calls the function. */
  addressOf({ id }: Pick<FunctionUrl, "id">): string {
    const { address } = this.#cloud;
    return address === undefined ? `https://${this.domainOf(id)}/` : `${address}${FUNCTION_URL_PATH}${id}/`;
  }

  /** Its name in AWS, which events have. */
  domainOf(id: string): string {
    const { region } = this.#cloud;
    return `${id}.lambda-url.${region}.${urlSuffixOf(region) === "amazonaws.com" ? "on.aws" : urlSuffixOf(region)}`;
  }

  describe(url: FunctionUrl): Record<string, unknown> {
    const { functionName, qualifier, authType, cors, invokeMode, created, modified } = url;
    const arn = arnOf(this.#cloud, "lambda", `function:${functionName}`);
    return {
      FunctionUrl: this.addressOf(url),
      FunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
      AuthType: authType,
      ...(cors && { Cors: cors }),
      CreationTime: dated(created),
      LastModifiedTime: dated(modified),
      InvokeMode: invokeMode,
    };
  }
}

const keyOf = (functionName: string, qualifier: string | undefined): string =>
  `${functionName}:${qualifier ?? ""}`;

const dated = (time: number): string => new Date(time).toISOString();

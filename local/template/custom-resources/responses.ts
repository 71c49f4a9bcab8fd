import { randomBytes } from "node:crypto";
import { urlSuffixOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";

/** What a custom resource's function puts to its address. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html */
export interface CustomResourceResponse {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** Bytes of a response. */
const LONGEST_RESPONSE = 4_096;

/** The addresses that custom resources' functions answer to. They end in this process: see `OutgoingRequests`. */
export class CustomResourceResponses {
  readonly #cloud: Cloud;
  readonly #awaited = new Map<string, (response: CustomResourceResponse) => void>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** An address that takes one response, and what it took. */
  await(name: string): {
    readonly url: string;
    readonly response: Promise<CustomResourceResponse>;
    readonly forget: () => void;
  } {
    const token = randomBytes(20).toString("hex");
    const { region } = this.#cloud;
    const host = `cloudformation-custom-resource-response-${region.replaceAll("-", "")}.s3.${region}.${urlSuffixOf(region)}`;
    const response = new Promise<CustomResourceResponse>((resolve) => this.#awaited.set(token, resolve));
    return {
      url: `https://${host}/${encodeURIComponent(name)}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${token}`,
      response,
      forget: () => this.#awaited.delete(token),
    };
  }

  /** Takes what was put to an address; status 403 when nobody waits for it. */
  take(url: URL, method: string, body: string): number {
    const token = url.searchParams.get("X-Amz-Signature") ?? "";
    const answered = this.#awaited.get(token);
    if (method !== "PUT" || !answered) return 403;
    this.#awaited.delete(token);
    answered(parsed(body));
    return 200;
  }
}

function parsed(body: string): CustomResourceResponse {
  if (Buffer.byteLength(body) > LONGEST_RESPONSE)
    return { Status: "FAILED", Reason: "Response object is too long." };
  try {
    const response: unknown = JSON.parse(body);
    if (typeof response === "object" && response !== null) return response;
  } catch {
    // Said below.
  }
  return { Status: "FAILED", Reason: "Invalid response object: it is no JSON object." };
}

/** Opens the addresses of a cloud. */
export function openCustomResourceResponses(cloud: Cloud): CustomResourceResponses {
  return new CustomResourceResponses(cloud);
}

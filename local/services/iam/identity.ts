import { createHash } from "node:crypto";
import { globalArnOf, type Place } from "../../kernel/arn.ts";
import { page } from "../../kernel/page.ts";
import { readPolicy } from "../../kernel/policy.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Tag } from "../../kernel/tags.ts";

/** Beginnings of ids. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ID_PREFIXES = {
  role: "AROA",
  user: "AIDA",
  group: "AGPA",
  policy: "ANPA",
  "instance-profile": "AIPA",
} as const;

export type IdentityKind = keyof typeof ID_PREFIXES;

/** What everything in IAM has. */
export interface Identity {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  tags: Tag[];
}

/** A name with its ARN and an id of its own. */
export function identity(
  place: Place & { readonly clock: { now(): number } },
  kind: IdentityKind,
  name: string,
  {
    Path: path = "/",
    Tags = [],
  }: { readonly Path?: string | undefined; readonly Tags?: readonly Tag[] | undefined },
): Identity {
  const arn = globalArnOf(place, "iam", `${kind}${path}${name}`);
  const digest = createHash("sha256").update(arn).digest("hex").toUpperCase();
  return {
    name,
    path,
    arn,
    id: ID_PREFIXES[kind] + digest.slice(0, 17),
    created: place.clock.now() / 1_000,
    tags: [...Tags],
  };
}

export const noSuchEntity = (message: string): ServiceError =>
  new ServiceError("NoSuchEntityException", message);

/** @throws ServiceError `MalformedPolicyDocument` when a policy is no JSON */
export function checkDocument(document: string): string {
  if (readPolicy(document)) return document;
  throw new ServiceError("MalformedPolicyDocumentException", "This policy contains invalid Json");
}

/** Documents come in the form of URLs. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const shownDocument = (document: string): string =>
  encodeURIComponent(document).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** One page of a list. */
export function pageOf<Item>(
  member: string,
  items: readonly Item[],
  {
    Marker,
    MaxItems = 100,
  }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): Record<string, unknown> {
  const found = page(items, Marker, {
    size: MaxItems,
    invalid: () => new ServiceError("ValidationError", "Invalid Marker."),
  });
  const { NextToken } = found;
  const IsTruncated = NextToken !== undefined;
  return { [member]: found.items, IsTruncated, ...(IsTruncated && { Marker: NextToken }) };
}

import { createHash } from "node:crypto";
import { arnOf, type Place } from "../kernel/arn.ts";
import type { CreatedResource, Properties } from "../kernel/resource-type.ts";

interface KnownValues {
  readonly arns: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

let known: KnownValues | undefined;

/** What AWS's schemas say of the references to every type. Without it, placeholders have what their type's name says. */
export async function loadPlaceholderValues(): Promise<void> {
  known ??= (await import("./placeholder-values.json", { with: { type: "json" } }))
    .default as unknown as KnownValues;
}

/** Attributes whose value has to look like an ARN for those that take it. */
const ARN_ATTRIBUTE = /arn$/i;
const ADDRESSES = /Cidr/;
const LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::";

/** What `Ref` gives: an ARN where the type's is one, else the name. */
export function placeholderRef(place: Place, type: string, name: string): string {
  return known && Object.hasOwn(known.arns, type) ? arnFor(place, type, name) : name;
}

/**
 * Attributes of any name: those that are ARNs by their names as ARNs, lists as lists, and what the resource has a property of as
 * the property.
 */
export function placeholderAttributes(
  place: Place,
  type: string,
  ref: string,
  properties: Properties,
): CreatedResource["attributes"] {
  const arn = ref.startsWith("arn:") ? ref : arnFor(place, type, ref);
  const lists = known && Object.hasOwn(known.lists, type) ? known.lists[type]! : [];
  const valueFor = (attribute: string): unknown => {
    if (ARN_ATTRIBUTE.test(attribute)) return arn;
    if (type.startsWith(LOAD_BALANCER) && attribute.endsWith("FullName")) return fullName(arn);
    const own = Object.hasOwn(properties, attribute) ? properties[attribute] : undefined;
    if (typeof own === "string" || Array.isArray(own)) return own;
    if (!lists.includes(attribute)) return `${ref}.${attribute}`;
    return [ADDRESSES.test(attribute) ? "2001:db8:1234:1a00::/56" : `${ref}.${attribute}`];
  };
  return new Proxy<Record<string, unknown>>(
    {},
    { get: (_target, attribute) => (typeof attribute === "string" ? valueFor(attribute) : undefined) },
  );
}

function arnFor(place: Place, type: string, name: string): string {
  const [, service = "", resource = ""] = type.split("::");
  const before = (known && Object.hasOwn(known.arns, type) && known.arns[type]) || "";
  const [ownService, ...rest] = before.split(":");
  if (before === "") return arnOf(place, service.toLowerCase(), `${resource.toLowerCase()}/${name}`);
  const id = type.startsWith(LOAD_BALANCER) ? `${name}/${idsOf(resource, name)}` : name;
  return arnOf(place, ownService!, rest.join(":") + id);
}

/** Load balancers and target groups have one id behind the name, a listener one of its own too, a rule a third. */
function idsOf(resource: string, name: string): string {
  const digest = createHash("sha256").update(name).digest("hex");
  const count = { Listener: 2, ListenerRule: 3 }[resource] ?? 1;
  return Array.from({ length: count }, (_, index) => digest.slice(16 * index, 16 * (index + 1))).join("/");
}

/** What metrics call it: `app/name/id` of a load balancer, `targetgroup/name/id` of a target group. */
function fullName(arn: string): string {
  return arn
    .split(":")
    .slice(5)
    .join(":")
    .replace(/^loadbalancer\//, "");
}

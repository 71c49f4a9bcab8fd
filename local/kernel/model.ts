/** What one service's `model.json` says; `scripts/write-models.ts` writes it. */
export interface ServiceModel {
  /** The package that the shapes were read from, for example `"@aws-sdk/client-sqs@3.1169.0"`. */
  readonly sdk: string;
  /** The package that the constraints were read from, for example `"botocore@1.44.8"`. */
  readonly constraints: string;
  /** What the service's SDK speaks; clients of other languages may speak another one of the RPC protocols. */
  readonly protocol: "json" | "query" | "rest-json" | "rest-xml";
  /** The API's version, as the query protocol names it. */
  readonly version: string;
  /** What stands before the dot of `X-Amz-Target`, and the name in the paths of RPC v2. */
  readonly target?: string;
  /** What stands before errors' names. Services that have it answer with the query protocol's codes as well. */
  readonly errorNamespace?: string;
  /** XML namespace of the answers. */
  readonly namespace?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly errors: Readonly<Record<string, ErrorModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  /** Name of a structure; missing when the operation takes nothing. */
  readonly input?: string;
  readonly output?: string;
  /** Method, path with labels and query, and status of a REST operation. */
  readonly http?: readonly [method: string, path: string, status: number];
}

export interface ErrorModel {
  readonly status: number;
  /** The code that the query protocol, and what is compatible with it, knows the error by. @default its name */
  readonly code?: string;
  /** Members besides the message, with what they are. */
  readonly members?: Readonly<Record<string, Reference>>;
}

/** Shapes without constraints need no name of their own. */
export const PLAIN_TYPES = [
  "string",
  "integer",
  "long",
  "float",
  "double",
  "boolean",
  "timestamp",
  "blob",
  "document",
] as const;

/** Bounds of a length or a value. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface StringShape extends Bounds {
  readonly type: "string";
  readonly pattern?: string;
  readonly values?: readonly string[];
  readonly sensitive?: true;
}

export interface NumberShape extends Bounds {
  readonly type: "integer" | "long" | "float" | "double";
}

export interface ListShape extends Bounds {
  readonly type: "list";
  readonly of: Reference;
  readonly sensitive?: true;
}

export interface MapShape extends Bounds {
  readonly type: "map";
  readonly key: Reference;
  readonly of: Reference;
  readonly sensitive?: true;
}

export interface StructureShape {
  readonly type: "structure";
  readonly required?: readonly string[];
  readonly members: Readonly<Record<string, Reference>>;
  /** Exactly one member is set. */
  readonly union?: true;
  /** Name of the element when the structure is a document of its own. @default the shape's */
  readonly xml?: string;
  readonly sensitive?: true;
}

export interface PlainShape extends Bounds {
  readonly type: "boolean" | "timestamp" | "blob" | "document";
  readonly sensitive?: true;
}

export type Shape = StringShape | NumberShape | ListShape | MapShape | StructureShape | PlainShape;

/** A shape's name, or with how it is written in its place. */
export type Reference = string | Binding;

export interface Binding {
  readonly shape: string;
  /** Where a REST operation has the member, if not in the document. `headers` is a map with a prefix. */
  readonly in?: "label" | "query" | "header" | "headers" | "payload" | "status";
  /** Name of the header, the query parameter or the member in JSON. @default the member's */
  readonly name?: string;
  /** Name of the XML element or form parameter. @default the member's */
  readonly xml?: string;
  /** In XML and forms: without an element around the items. */
  readonly flat?: true;
  /** In XML: an attribute of its element. */
  readonly attribute?: true;
  /** A stream of events. */
  readonly events?: true;
  /** How the member is written when not as the protocol does by default. */
  readonly format?: "date-time" | "http-date" | "epoch-seconds";
  /** In XML: namespace of the element, as prefix and address. */
  readonly xmlns?: readonly [prefix: string, address: string];
}

const PLAIN_SHAPES: Readonly<Record<string, Shape>> = Object.fromEntries(
  PLAIN_TYPES.map((type) => [type, { type } as Shape]),
);

/** What a `model.json` says; the script that writes it sees to its form. */
export function modelOf(json: object): ServiceModel {
  return json as ServiceModel;
}

export function bindingOf(reference: Reference): Binding {
  return typeof reference === "string" ? { shape: reference } : reference;
}

/** The shape that a reference leads to. */
export function shapeOf({ shapes }: ServiceModel, reference: Reference): Shape {
  const name = typeof reference === "string" ? reference : reference.shape;
  const shape = shapes[name] ?? PLAIN_SHAPES[name];
  if (!shape) throw new TypeError(`The model has no shape ${name}.`);
  return shape;
}

/** The structure of an operation's input or output; undefined when it has none. */
export function structureOf(model: ServiceModel, name: string | undefined): StructureShape | undefined {
  return name === undefined ? undefined : (shapeOf(model, name) as StructureShape);
}

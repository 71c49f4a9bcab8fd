import { NormalizedSchema } from "@smithy/core/schema";
import {
  type Binding,
  type ErrorModel,
  type OperationModel,
  PLAIN_TYPES,
  type Reference,
  type ServiceModel,
  type Shape,
} from "../../local/kernel/model.ts";
import type { PublishedModel, PublishedShape } from "./published-model.ts";

type Schema = Parameters<typeof NormalizedSchema.of>[0];
type OperationSchema = readonly [9, string, string, OperationTraits | 0, Schema, Schema];

interface OperationTraits {
  readonly http?: readonly [string, string, number];
}

interface ProtocolSettings {
  readonly version?: string;
  readonly serviceTarget?: string;
  readonly xmlNamespace?: string;
  readonly defaultNamespace: string;
  readonly awsQueryCompatible?: boolean;
  readonly errorTypeRegistries: readonly { readonly schemas: ReadonlyMap<string, Schema> }[];
}

interface Client {
  readonly config: {
    readonly protocol: { getShapeId(): string };
    readonly protocolSettings: ProtocolSettings;
  };
}

const PROTOCOLS: Readonly<Record<string, ServiceModel["protocol"]>> = {
  awsJson1_0: "json",
  awsJson1_1: "json",
  awsQuery: "query",
  ec2Query: "query",
  restJson1: "rest-json",
  restXml: "rest-xml",
};
/** Schemas that are numbers stand for types without traits. */
const DATE_FORMATS: Readonly<Record<number, NonNullable<Binding["format"]>>> = {
  5: "date-time",
  6: "http-date",
  7: "epoch-seconds",
};
const CONSTRAINTS = ["min", "max", "pattern"] as const;

/** Reads what the exports of a SDK package say about a service. */
export class ModelReader {
  readonly #exports: Readonly<Record<string, unknown>>;
  readonly #published: PublishedModel;
  readonly #shapes: Record<string, Shape> = {};
  /** Shapes by schema and published shape, so that recursion ends and names stay the same. */
  readonly #names = new Map<string, string>();

  constructor(exports: Readonly<Record<string, unknown>>, published: PublishedModel) {
    this.#exports = exports;
    this.#published = published;
  }

  /** @param wants whether an operation is to be in the model */
  read(wants: (operation: string) => boolean): Omit<ServiceModel, "sdk" | "constraints"> {
    const { protocol, protocolSettings: settings } = this.#client().config;
    const operations: Record<string, OperationModel> = {};
    for (const schema of Object.values(this.#exports))
      if (isOperation(schema) && wants(schema[2])) operations[schema[2]] = this.#operation(schema);
    return {
      protocol: PROTOCOLS[protocol.getShapeId().split("#")[1]!]!,
      version: settings.version ?? "",
      ...(settings.serviceTarget !== undefined && { target: settings.serviceTarget }),
      ...(settings.awsQueryCompatible && { errorNamespace: settings.defaultNamespace }),
      ...(settings.xmlNamespace !== undefined && { namespace: settings.xmlNamespace }),
      operations,
      errors: this.#errors(settings),
      shapes: this.#shapes,
    };
  }

  #client(): Client {
    const [, make] = Object.entries(this.#exports).find(
      ([name]) => /^\w+Client$/.test(name) && name !== "__Client",
    )!;
    return new (make as new (options: object) => Client)({ region: "us-east-1" });
  }

  #operation([, , name, traits, input, output]: OperationSchema): OperationModel {
    const published = this.#published.operations[name];
    const inputName = this.#structure(input, published?.input?.shape);
    const outputName = this.#structure(output, published?.output?.shape);
    const http = traits === 0 ? undefined : traits.http;
    return {
      ...(inputName !== undefined && { input: inputName }),
      ...(outputName !== undefined && { output: outputName }),
      ...(http && { http }),
    };
  }

  #structure(schema: Schema, published: string | undefined): string | undefined {
    const normalized = NormalizedSchema.of(schema);
    if (normalized.isUnitSchema()) return undefined;
    return this.#shape(normalized, published);
  }

  #errors({ errorTypeRegistries }: ProtocolSettings): Record<string, ErrorModel> {
    const errors: Record<string, ErrorModel> = {};
    for (const { schemas } of errorTypeRegistries)
      for (const [id, schema] of schemas) {
        if (id.startsWith("smithy.ts.sdk.synthetic")) continue;
        const normalized = NormalizedSchema.of(schema);
        const { error, httpError, awsQueryError } = normalized.getMergedTraits();
        const [code] = (awsQueryError ?? []) as readonly [string?];
        const name = normalized.getName()!;
        const members = this.#errorMembers(normalized, name);
        errors[name] = {
          status: (httpError as number | undefined) ?? (error === "server" ? 500 : 400),
          ...(code !== undefined && code !== name && { code }),
          ...(members && { members }),
        };
      }
    return errors;
  }

  #errorMembers(schema: NormalizedSchema, published: string): Record<string, Reference> | undefined {
    const members: Record<string, Reference> = {};
    for (const [name, member] of schema.structIterator())
      if (name.toLowerCase() !== "message")
        members[name] = this.#reference(member, this.#member(published, name));
    return Object.keys(members).length > 0 ? members : undefined;
  }

  #member(published: string | undefined, name: string): string | undefined {
    const shape = published === undefined ? undefined : this.#published.shapes[published];
    return shape?.members?.[name]?.shape;
  }

  #reference(schema: NormalizedSchema, published: string | undefined): Reference {
    const traits = schema.getMemberTraits();
    const binding: Omit<Binding, "shape"> = {
      ...(traits.httpLabel && { in: "label" }),
      ...(traits.httpQuery && { in: "query", name: traits.httpQuery }),
      ...(traits.httpQueryParams && { in: "query" }),
      ...(traits.httpHeader && { in: "header", name: traits.httpHeader }),
      ...(traits.httpPrefixHeaders !== undefined && { in: "headers", name: traits.httpPrefixHeaders }),
      ...(traits.httpPayload && { in: "payload" }),
      ...(traits.httpResponseCode && { in: "status" }),
      ...(traits.jsonName && { name: traits.jsonName }),
      ...(traits.xmlName && { xml: traits.xmlName }),
      ...(traits.xmlFlattened && { flat: true }),
      ...(traits.xmlAttribute && { attribute: true }),
      ...(traits.xmlNamespace && { xmlns: traits.xmlNamespace }),
      ...(schema.isStreaming() && schema.isUnionSchema() && { events: true }),
      ...(schema.isTimestampSchema() && formatOf(schema)),
    };
    const shape = this.#shape(schema, published);
    return Object.keys(binding).length > 0 ? { shape, ...binding } : shape;
  }

  /** Adds a shape to the model, unless it is a plain one. @returns its name there */
  #shape(schema: NormalizedSchema, published: string | undefined): string {
    const known = published === undefined ? undefined : this.#published.shapes[published];
    const name = published ?? (isAggregate(schema) ? schema.getName()! : typeOf(schema, known));
    if (!isAggregate(schema)) {
      const shape = simpleShape(schema, known);
      if (Object.keys(shape).length === 1) return shape.type;
      return this.#add(name, () => shape);
    }
    return this.#add(name, () => this.#aggregate(schema, known));
  }

  #add(name: string, make: () => Shape): string {
    const free = (PLAIN_TYPES as readonly string[]).includes(name) ? `${name}Shape` : name;
    const present = this.#names.get(free);
    if (present !== undefined) return present;
    this.#names.set(free, free);
    this.#shapes[free] = make();
    return free;
  }

  #aggregate(schema: NormalizedSchema, published: PublishedShape | undefined): Shape {
    const sensitive = schema.getOwnTraits().sensitive ? { sensitive: true as const } : {};
    if (schema.isListSchema())
      return {
        type: "list",
        of: this.#reference(schema.getValueSchema(), published?.member?.shape),
        ...boundsOf(published),
        ...sensitive,
      };
    if (schema.isMapSchema())
      return {
        type: "map",
        key: this.#reference(schema.getKeySchema(), published?.key?.shape),
        of: this.#reference(schema.getValueSchema(), published?.value?.shape),
        ...boundsOf(published),
        ...sensitive,
      };
    const members: Record<string, Reference> = {};
    for (const [name, member] of schema.structIterator())
      members[name] = this.#reference(member, published?.members?.[name]?.shape);
    const required = Object.keys(members).slice(0, requiredCount(schema));
    return {
      type: "structure",
      ...(required.length > 0 && { required }),
      members,
      ...(schema.isUnionSchema() && { union: true }),
      ...(schema.getOwnTraits().xmlName && { xml: schema.getOwnTraits().xmlName }),
      ...sensitive,
    };
  }
}

function isOperation(schema: unknown): schema is OperationSchema {
  return Array.isArray(schema) && schema[0] === 9;
}

function isAggregate(schema: NormalizedSchema): boolean {
  return schema.isListSchema() || schema.isMapSchema() || schema.isStructSchema();
}

/** The members of a structure begin with those that are required; their number is its seventh part. */
function requiredCount(schema: NormalizedSchema): number {
  const [, , , , , , count = 0] = schema.getSchema() as unknown as readonly [
    ...unknown[],
    number | undefined,
  ];
  return Number(count);
}

function formatOf(schema: NormalizedSchema): { format?: NonNullable<Binding["format"]> } {
  const format = DATE_FORMATS[Number(schema.getSchema())];
  return format === undefined ? {} : { format };
}

function simpleShape(schema: NormalizedSchema, published: PublishedShape | undefined): Shape {
  const type = typeOf(schema, published);
  const hidden = schema.getMergedTraits().sensitive || published?.sensitive;
  return {
    type,
    ...boundsOf(published),
    ...(published?.enum && { values: published.enum }),
    ...(hidden && { sensitive: true }),
  } as Shape;
}

function boundsOf(published: PublishedShape | undefined): object {
  const present = CONSTRAINTS.filter((name) => published?.[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, published![name]]));
}

function typeOf(schema: NormalizedSchema, published: PublishedShape | undefined): Shape["type"] {
  if (schema.isBlobSchema()) return "blob";
  if (schema.isTimestampSchema()) return "timestamp";
  if (schema.isDocumentSchema()) return "document";
  if (schema.isBooleanSchema()) return "boolean";
  if (schema.isStringSchema()) return "string";
  const whole = published?.type;
  return whole === "integer" || whole === "long" || whole === "float" ? whole : "double";
}

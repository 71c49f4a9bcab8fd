import { arnOf } from "../../kernel/arn.ts";
import {
  type CreatedResource,
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";
import { busName, DEFAULT_BUS } from "./event-bus.ts";

const busOf = ({ EventBusName }: Properties): string =>
  busName(EventBusName === undefined ? DEFAULT_BUS : String(EventBusName));

const targetsOf = ({ Targets = [] }: Properties) => Targets as readonly { readonly Id: string }[];

async function putRule(
  Name: string,
  properties: Properties,
  { call }: ResourceContext,
  made?: (arn: string) => void,
): Promise<string> {
  const { EventPattern, Tags } = properties;
  const { RuleArn } = await call<{ RuleArn: string }>("events", "PutRule", {
    Name,
    ...pick(properties, "Description", "ScheduleExpression", "State", "RoleArn"),
    EventBusName: busOf(properties),
    ...(EventPattern !== undefined && { EventPattern: JSON.stringify(EventPattern) }),
    ...(Tags !== undefined && { Tags }),
  });
  made?.(RuleArn);
  const Targets = targetsOf(properties);
  if (Targets.length > 0)
    await call("events", "PutTargets", { Rule: Name, EventBusName: busOf(properties), Targets });
  return RuleArn;
}

async function removeTargets(
  Rule: string,
  ids: readonly string[],
  properties: Properties,
  { call }: ResourceContext,
): Promise<void> {
  if (ids.length === 0) return;
  await unlessGone(call("events", "RemoveTargets", { Rule, EventBusName: busOf(properties), Ids: ids }));
}

/** `Ref` of a rule of another bus has the bus in front. */
function ruleName(id: string): string {
  return id.split("|").at(-1)!;
}

const rule: ResourceType = {
  async create(properties, context) {
    const name = String(properties["Name"] ?? context.generateName(64));
    const bus = busOf(properties);
    const id = bus === DEFAULT_BUS ? name : `${bus}|${name}`;
    const resource = (Arn: string) => ({ id, attributes: { Arn } });
    return resource(await putRule(name, properties, context, (Arn) => context.made(resource(Arn))));
  },
  replaces: changes("Name", "EventBusName"),
  async update(properties, existing, context, former) {
    const name = ruleName(existing.id);
    const kept = new Set(targetsOf(properties).map(({ Id }) => Id));
    const gone = targetsOf(former).filter(({ Id }) => !kept.has(Id));
    await removeTargets(
      name,
      gone.map(({ Id }) => Id),
      former,
      context,
    );
    await putRule(name, properties, context);
    return existing;
  },
  async delete(existing, context, properties) {
    const Name = ruleName(existing.id);
    await removeTargets(
      Name,
      targetsOf(properties).map(({ Id }) => Id),
      properties,
      context,
    );
    await unlessGone(context.call("events", "DeleteRule", { Name, EventBusName: busOf(properties) }));
  },
};

async function busResource(Name: string, { cloud }: ResourceContext): Promise<CreatedResource> {
  return { id: Name, attributes: { Arn: arnOf(cloud, "events", `event-bus/${Name}`), Name } };
}

async function putBusPolicy(
  EventBusName: string,
  { Policy }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  if (Policy !== undefined)
    await call("events", "PutPermission", { EventBusName, Policy: JSON.stringify(Policy) });
}

const BUS_SETTINGS = ["Description", "KmsKeyIdentifier", "DeadLetterConfig"];

const eventBus: ResourceType = {
  async create(properties, context) {
    const Name = String(properties["Name"]);
    const create = context.call("events", "CreateEventBus", {
      Name,
      ...pick(properties, "EventSourceName", "Tags", ...BUS_SETTINGS),
    });
    if (await unlessExists(create, "ResourceAlreadyExistsException"))
      context.made({ id: Name, attributes: {} });
    await putBusPolicy(Name, properties, context);
    return busResource(Name, context);
  },
  replaces: changes("Name", "EventSourceName"),
  async update(properties, existing, context) {
    await context.call("events", "UpdateEventBus", {
      Name: existing.id,
      ...pick(properties, ...BUS_SETTINGS),
    });
    await putBusPolicy(existing.id, properties, context);
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("events", "DeleteEventBus", { Name: existing.id })),
};

async function putStatement(properties: Properties, { call }: ResourceContext): Promise<CreatedResource> {
  const { StatementId, Statement, EventBusName = DEFAULT_BUS } = properties;
  if (Statement !== undefined) {
    const { Policy } = await call<{ Policy?: string }>("events", "DescribeEventBus", { Name: EventBusName });
    const present = JSON.parse(Policy ?? '{"Statement": []}') as { Statement: { Sid: string }[] };
    const others = present.Statement.filter(({ Sid }) => Sid !== StatementId);
    const own = { Sid: StatementId, ...(Statement as object) };
    const document = { Version: "2012-10-17", Statement: [...others, own] };
    await call("events", "PutPermission", { EventBusName, Policy: JSON.stringify(document) });
  } else
    await call("events", "PutPermission", {
      EventBusName,
      ...pick(properties, "StatementId", "Action", "Principal", "Condition"),
    });
  return { id: `${busOf(properties)}|${StatementId}`, attributes: {} };
}

const eventBusPolicy: ResourceType = {
  create: putStatement,
  replaces: changes("EventBusName", "StatementId"),
  update: (properties, _existing, context) => putStatement(properties, context),
  delete: (_existing, { call }, properties) =>
    unlessGone(call("events", "RemovePermission", pick(properties, "EventBusName", "StatementId"))),
};

export const EVENTS_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Events::Rule": rule,
  "AWS::Events::EventBus": eventBus,
  "AWS::Events::EventBusPolicy": eventBusPolicy,
};

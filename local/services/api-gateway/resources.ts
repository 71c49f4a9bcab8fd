import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "../../kernel/resource-type.ts";
import { openApis } from "./state.ts";

const SETTINGS = [
  "Name",
  "ProtocolType",
  "Description",
  "CorsConfiguration",
  "DisableExecuteApiEndpoint",
  "RouteSelectionExpression",
  "RouteKey",
  "Target",
  "Version",
  "Tags",
];

const FOREIGN_BODY = "Its definition is in a bucket, which the local cloud does not read: it has no routes.";

async function importBody(ApiId: string, properties: Properties, { call }: ResourceContext): Promise<void> {
  const { Body } = properties;
  if (Body !== undefined) await call("apigateway", "ReimportApi", { ApiId, Body: JSON.stringify(Body) });
}

function described(id: string, properties: Properties, { cloud }: ResourceContext) {
  const apis = cloud.state(openApis);
  const placeholder =
    properties["ProtocolType"] === "WEBSOCKET"
      ? "The local cloud does not have WebSocket APIs."
      : properties["BodyS3Location"] === undefined
        ? undefined
        : FOREIGN_BODY;
  return {
    id,
    attributes: { ApiId: id, ApiEndpoint: apis.addressOf(apis.get(id)) },
    ...(placeholder !== undefined && { placeholder }),
  };
}

const api: ResourceType = {
  async create(properties, context) {
    const { ApiId } = await context.call<{ ApiId: string }>("apigateway", "CreateApi", {
      Name: context.logicalId,
      ProtocolType: "HTTP",
      ...pick(properties, ...SETTINGS),
    });
    context.made({ id: ApiId, attributes: {} });
    await importBody(ApiId, properties, context);
    return described(ApiId, properties, context);
  },
  replaces: changes("ProtocolType"),
  async update(properties, existing, context) {
    const { ProtocolType: _fixed, ...settings } = pick(properties, ...SETTINGS);
    await context.call("apigateway", "UpdateApi", { ApiId: existing.id, ...settings });
    await importBody(existing.id, properties, context);
    return described(existing.id, properties, context);
  },
  delete: (existing, { call }) => unlessGone(call("apigateway", "DeleteApi", { ApiId: existing.id })),
};

/**
 * A part of an API, made, changed and removed by operations of one name.
 *
 * @param kind for example `"Route"`
 * @param identity the member that names it
 */
function partOfApi(
  kind: string,
  identity: string,
  attribute: string | undefined,
  ...kept: string[]
): ResourceType {
  return {
    async create(properties, { call }) {
      const made = await call<Record<string, string>>("apigateway", `Create${kind}`, {
        ...properties,
      });
      const id = made[identity]!;
      return { id, attributes: attribute === undefined ? {} : { [attribute]: id } };
    },
    replaces: changes("ApiId", ...kept),
    async update(properties, existing, { call }) {
      await call("apigateway", `Update${kind}`, {
        ...properties,
        [identity]: existing.id,
      });
      return existing;
    },
    delete: (existing, { call }, { ApiId }) =>
      unlessGone(call("apigateway", `Delete${kind}`, { ApiId, [identity]: existing.id })),
  };
}

const { update: _unchanged, ...deployment } = partOfApi("Deployment", "DeploymentId", "DeploymentId");

/** What stands beside an API and has no effect here. */
const accepted = (attributes: (id: string) => Record<string, unknown> = () => ({})): ResourceType => ({
  create: async (properties, { generateName }) => {
    const id = String(properties["DomainName"] ?? generateName(64));
    return { id, attributes: attributes(id) };
  },
  update: async (_properties, existing) => existing,
  delete: async () => {},
});

export const API_GATEWAY_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::ApiGatewayV2::Api": api,
  "AWS::ApiGatewayV2::ApiMapping": accepted((id) => ({ ApiMappingId: id })),
  "AWS::ApiGatewayV2::Authorizer": accepted((id) => ({ AuthorizerId: id })),
  "AWS::ApiGatewayV2::Deployment": deployment,
  "AWS::ApiGatewayV2::DomainName": accepted((id) => ({
    DomainName: id,
    RegionalDomainName: id,
    RegionalHostedZoneId: "ZLOCAL",
  })),
  "AWS::ApiGatewayV2::Integration": partOfApi("Integration", "IntegrationId", "IntegrationId"),
  "AWS::ApiGatewayV2::Route": partOfApi("Route", "RouteId", "RouteId"),
  "AWS::ApiGatewayV2::Stage": partOfApi("Stage", "StageName", undefined, "StageName"),
};

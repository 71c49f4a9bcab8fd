import type { Cloud, CloudService } from "../kernel/cloud.ts";
import type { ResourceType } from "../kernel/resource-type.ts";
import { customResourceType, isCustomResourceType } from "./custom-resources/custom-resource.ts";
import { INERT_RESOURCES } from "./inert-resources.ts";

/** Services whose types have another name than their requests are signed for. */
const SIGNED_AS: Readonly<Record<string, string>> = {
  apigatewayv2: "apigateway",
  cloudwatch: "monitoring",
  kinesisfirehose: "firehose",
};

/** The CloudFormation resource types that a cloud's services have. */
export class ResourceTypes {
  readonly #cloud: Cloud;
  readonly #found = new Map<string, ResourceType | undefined>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** @param type for example `"AWS::SQS::Queue"` */
  async find(type: string): Promise<ResourceType | undefined> {
    if (!this.#found.has(type)) this.#found.set(type, await this.#find(type));
    return this.#found.get(type);
  }

  /** Names of all types. */
  async names(): Promise<string[]> {
    const names = Object.keys(INERT_RESOURCES);
    for (const name of this.#cloud.serviceNames)
      names.push(...Object.keys((await this.#cloud.service(name))?.resources ?? {}));
    return names;
  }

  async #find(type: string): Promise<ResourceType | undefined> {
    if (Object.hasOwn(INERT_RESOURCES, type)) return INERT_RESOURCES[type];
    for (const name of this.#likelyFirst(type)) {
      const service = await this.#cloud.service(name);
      if (service && Object.hasOwn(service.resources ?? {}, type)) return ownType(service, type);
    }
    return isCustomResourceType(type) ? customResourceType(type) : undefined;
  }

  /** The services with the one first whose name the type has, so that the others need not be loaded. */
  #likelyFirst(type: string): string[] {
    const named = type.split("::")[1]?.toLowerCase() ?? "";
    const likely = SIGNED_AS[named] ?? named;
    return this.#cloud.serviceNames.sort((one, other) => Number(other === likely) - Number(one === likely));
  }
}

/** A cloud does not know what resource types are; services say that theirs are such. */
function ownType({ resources }: CloudService, type: string): ResourceType {
  return resources![type] as ResourceType;
}

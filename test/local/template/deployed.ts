import { dirname } from "node:path";
import { Cloud, type CloudOptions } from "../../../local/kernel/cloud.ts";
import { openStacks } from "../../../local/services/cloudformation/state.ts";
import { SERVICES } from "../../../local/services/list.ts";
import type { Deployment } from "../../../local/template/deployment.ts";
import { parseTemplate } from "../../../local/template/read-template.ts";
import type { Stack } from "../../../local/template/stack.ts";
import type { StackOptions } from "../../../local/template/stack-options.ts";

/** A cloud without ports, to deploy templates into and to call. */
export class TemplateCloud {
  readonly cloud: Cloud;
  readonly deployment: Deployment;

  constructor(options: CloudOptions = {}) {
    this.cloud = new Cloud({ clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) }, ...options });
    this.cloud.list(SERVICES);
    this.deployment = this.cloud.state(openStacks).deployment;
  }

  /** @param file that the text stands for, which code is looked for beside */
  async deploy(
    text: string,
    {
      name = "shop",
      parameters = {},
      file,
      ...options
    }: StackOptions & { name?: string; parameters?: Record<string, string>; file?: string } = {},
  ): Promise<Stack> {
    const template = parseTemplate(text, `${name}.yaml`);
    return this.deployment.deployStack(
      { name, template, parameters, assets: new Map(), ...(file !== undefined && { folder: dirname(file) }) },
      options,
    );
  }

  call<Output = Record<string, unknown>>(service: string, operation: string, input: object = {}) {
    return this.cloud.call<Output>(service, operation, input);
  }

  /** Messages of a log group, the oldest first. */
  async messages(logGroupName: string): Promise<string[]> {
    const { events } = await this.call<{ events: { message: string }[] }>("logs", "FilterLogEvents", {
      logGroupName,
    });
    return events.map(({ message }) => message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cloud.close();
  }
}

/** Physical ids of a stack's resources by logical id. */
export const idsOf = (stack: Stack): Record<string, string> =>
  Object.fromEntries(stack.resources.map(({ logicalId, id }) => [logicalId, id]));

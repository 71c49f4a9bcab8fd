import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import type { ResourceType } from "../../kernel/resource-type.ts";
import { TemplateError } from "../template-error.ts";

/** ARNs of the functions behind macros, by the names of these. */
export class Macros {
  readonly functions = new Map<string, string>();
}

/** Opens the macros of a cloud. */
export const openMacros = (): Macros => new Macros();

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-macro.html */
export const macroType: ResourceType = {
  remade: true,
  async create({ Name, FunctionName }, { cloud }) {
    cloud.state(openMacros).functions.set(String(Name), String(FunctionName));
    return { id: String(Name), attributes: {} };
  },
  replaces: (properties, former) => properties["Name"] !== former["Name"],
  async update({ Name, FunctionName }, existing, { cloud }) {
    cloud.state(openMacros).functions.set(String(Name), String(FunctionName));
    return existing;
  },
  async delete({ id }, { cloud }) {
    cloud.state(openMacros).functions.delete(id);
  },
};

/** What a macro is given. */
interface MacroInput {
  readonly fragment: unknown;
  /** Of the place where it is called. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly templateParameterValues: Readonly<Record<string, unknown>>;
}

interface MacroAnswer {
  readonly status?: string;
  readonly fragment?: unknown;
  readonly errorMessage?: string;
}

/**
 * What the function behind a macro makes of a part of a template.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
 *
 * @returns undefined when there is no macro of that name
 * @throws TemplateError when it fails, in CloudFormation's words
 */
export async function runMacro(
  cloud: Cloud,
  name: string,
  input: MacroInput,
): Promise<{ readonly fragment: unknown } | undefined> {
  const FunctionName = cloud.state(openMacros).functions.get(name);
  if (FunctionName === undefined) return undefined;
  const transformId = `${cloud.accountId}::${name}`;
  const event = {
    region: cloud.region,
    accountId: cloud.accountId,
    transformId,
    requestId: randomUUID(),
    ...input,
  };
  const Payload = Buffer.from(JSON.stringify(event));
  const { Payload: answered, FunctionError } = await cloud.call<{
    Payload: Uint8Array;
    FunctionError?: string;
  }>("lambda", "Invoke", { FunctionName, Payload });
  const answer = JSON.parse(Buffer.from(answered).toString() || "null") as MacroAnswer | null;
  if (FunctionError === undefined && answer?.status?.toLowerCase() === "success")
    return { fragment: answer.fragment };
  const reason = answer?.errorMessage ?? "the function did not answer with the status success";
  throw new TemplateError(`Transform ${transformId} failed with: ${reason}. Rollback requested by user.`);
}

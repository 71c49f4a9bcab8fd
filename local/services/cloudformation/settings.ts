import { isDeepStrictEqual } from "node:util";
import type { StackRecord, StackSettings } from "./stack-record.ts";
import { validationError } from "./template-text.ts";

/** The members that requests for stacks and change sets share. */
export interface SettingsInput {
  readonly Parameters?: readonly {
    readonly ParameterKey?: string | undefined;
    readonly ParameterValue?: string | undefined;
    readonly UsePreviousValue?: boolean | undefined;
  }[];
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
  readonly Capabilities?: readonly string[];
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[];
  readonly DisableRollback?: boolean | undefined;
  readonly TimeoutInMinutes?: number | undefined;
  readonly OnFailure?: string | undefined;
  readonly OnStackFailure?: string | undefined;
}

/** @throws ServiceError `ValidationError` when a former value is asked for beside another, or one that there is not */
export function settingsOf(input: SettingsInput, former: StackRecord | undefined): StackSettings {
  const before = new Map(
    (former?.settings.parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]),
  );
  return {
    parameters: (input.Parameters ?? []).map(({ ParameterKey = "", ParameterValue, UsePreviousValue }) => {
      if (UsePreviousValue && ParameterValue)
        throw validationError(
          `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
        );
      const value = UsePreviousValue
        ? (before.get(ParameterKey) ?? defaultOf(former, ParameterKey))
        : ParameterValue;
      if (value === undefined)
        throw validationError(
          `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
        );
      return { ParameterKey, ParameterValue: value };
    }),
    tags: input.Tags
      ? input.Tags.map(({ Key = "", Value = "" }) => ({ Key, Value }))
      : (former?.settings.tags ?? []),
    capabilities: input.Capabilities ?? [],
    roleArn: input.RoleARN ?? former?.settings.roleArn,
    notificationArns: input.NotificationARNs ?? former?.settings.notificationArns ?? [],
    disableRollback:
      input.DisableRollback === true ||
      input.OnFailure === "DO_NOTHING" ||
      input.OnStackFailure === "DO_NOTHING",
    timeoutInMinutes: input.TimeoutInMinutes ?? former?.settings.timeoutInMinutes,
    deletesOnFailure: input.OnFailure === "DELETE" || input.OnStackFailure === "DELETE",
  };
}

export const NO_SETTINGS: StackSettings = {
  parameters: [],
  tags: [],
  capabilities: [],
  roleArn: undefined,
  notificationArns: [],
  disableRollback: false,
  deletesOnFailure: false,
};

/** Whether a stack is to have other tags or topics: those alone make an update too. */
export function otherSettings(before: StackSettings, after: StackSettings): boolean {
  return (["tags", "notificationArns"] as const).some(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
}

function defaultOf(record: StackRecord | undefined, name: string): string | undefined {
  const value = record?.template?.source.template.Parameters?.[name]?.Default;
  return value === undefined ? undefined : String(value);
}

import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import {
  DESCRIBE_MAX_ITEMS,
  LOG_GROUP_MAX_TAGS,
  validateLogGroupName,
  validateRetentionInDays,
} from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroup } from "../log-group.ts";
import { groupNameOf, type LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { GROUP_NAME, INVALID_PARAMETER, TAGS } from "../shapes.ts";

const CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] as const;

const CREATE: Members = {
  kmsKeyId: { type: "string", maximum: 256 },
  tags: TAGS,
  logGroupClass: { type: "string", values: CLASSES },
  deletionProtectionEnabled: { type: "boolean" },
};

const DESCRIBE: Members = {
  logGroupNamePrefix: { type: "string", minimum: 1, maximum: 512, pattern: String.raw`[\.\-_/#A-Za-z0-9]+` },
  logGroupNamePattern: { type: "string", maximum: 512, pattern: String.raw`[\.\-_/#A-Za-z0-9]*` },
  limit: { type: "integer", minimum: 1, maximum: DESCRIBE_MAX_ITEMS },
  nextToken: { type: "string", minimum: 1 },
  logGroupClass: { type: "string", values: CLASSES },
  logGroupIdentifiers: {
    type: "list",
    minimum: 1,
    maximum: 50,
    of: { type: "string", minimum: 1, maximum: 2048 },
  },
  includeLinkedAccounts: { type: "boolean" },
};

const LIST: Members = {
  ...DESCRIBE,
  logGroupNamePattern: { type: "string", minimum: 3, maximum: 129 },
  limit: { type: "integer", minimum: 1, maximum: 1000 },
};

/** Log groups, their retention and their key. */
export function groupOperations(service: LogsService): Operations {
  const { store, cloud } = service;
  return {
    CreateLogGroup(input: Logs.CreateLogGroupRequest) {
      validateLogGroupName(input.logGroupName!);
      checkInput(input, CREATE, INVALID_PARAMETER);
      const name = input.logGroupName!;
      if (store.groups.has(name))
        throw new ServiceError("ResourceAlreadyExistsException", "The specified log group already exists");
      if (Object.keys(input.tags ?? {}).length > LOG_GROUP_MAX_TAGS)
        throw invalidParameter(`A log group can have at most ${LOG_GROUP_MAX_TAGS} tags.`);
      store.addGroup(name, {
        creationTime: cloud.clock.now(),
        logGroupClass: input.logGroupClass ?? "STANDARD",
        kmsKeyId: input.kmsKeyId,
        deletionProtectionEnabled: input.deletionProtectionEnabled,
        tags: { ...input.tags },
      });
      service.changed("AWS::Logs::LogGroup", name, "created");
    },

    DeleteLogGroup(input: Logs.DeleteLogGroupRequest) {
      checkInput(input, { logGroupName: { ...GROUP_NAME, required: true } }, INVALID_PARAMETER);
      const group = store.group(input.logGroupName!);
      if (group.settings.deletionProtectionEnabled)
        throw new ServiceError(
          "ValidationException",
          "The log group has deletion protection enabled. Disable deletion protection to delete it.",
        );
      store.deleteGroup(group);
      service.changed("AWS::Logs::LogGroup", group.name, "deleted");
    },

    DescribeLogGroups(input: Logs.DescribeLogGroupsRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
      const { logGroupNamePrefix, logGroupNamePattern, logGroupClass, logGroupIdentifiers } = input;
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
        throw invalidParameter(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        );
      const wanted = logGroupIdentifiers && new Set(logGroupIdentifiers.map(groupNameOf));
      const pattern = logGroupNamePattern?.toLowerCase();
      const found = [...store.groups.values()].filter(
        ({ name, settings }) =>
          (logGroupNamePrefix === undefined || name.startsWith(logGroupNamePrefix)) &&
          (pattern === undefined || name.toLowerCase().includes(pattern)) &&
          (logGroupClass === undefined || settings.logGroupClass === logGroupClass) &&
          (wanted === undefined || wanted.has(name)),
      );
      const { items, ...rest } = page(found, {
        scope: "DescribeLogGroups",
        keyOf: ({ name }) => [name],
        limit: input.limit ?? DESCRIBE_MAX_ITEMS,
        nextToken: input.nextToken,
      });
      const describeFound = logGroupNamePattern === undefined ? describe : describeMatch;
      return { logGroups: items.map(describeFound), ...rest };
    },

    ListLogGroups(input: Logs.ListLogGroupsRequest) {
      checkInput(input, LIST, INVALID_PARAMETER);
      const { logGroupNamePattern, logGroupClass } = input;
      const matches = logGroupNamePattern === undefined ? () => true : nameMatcher(logGroupNamePattern);
      const found = [...store.groups.values()].filter(
        ({ name, settings }) =>
          matches(name) && (logGroupClass === undefined || settings.logGroupClass === logGroupClass),
      );
      const { items, ...rest } = page(found, {
        scope: "ListLogGroups",
        keyOf: ({ name }) => [name],
        limit: input.limit ?? DESCRIBE_MAX_ITEMS,
        nextToken: input.nextToken,
      });
      const logGroups = items.map(({ name, arn, settings }) => ({
        logGroupName: name,
        logGroupArn: arn,
        logGroupClass: settings.logGroupClass,
      }));
      return { logGroups, ...rest };
    },

    PutRetentionPolicy(input: Logs.PutRetentionPolicyRequest) {
      checkInput(
        input,
        {
          logGroupName: { ...GROUP_NAME, required: true },
          retentionInDays: { type: "integer", required: true },
        },
        INVALID_PARAMETER,
      );
      validateRetentionInDays(input.retentionInDays!);
      const group = store.group(input.logGroupName!);
      group.settings.retentionInDays = input.retentionInDays;
      store.saveGroup(group);
      store.expire();
      service.changed("AWS::Logs::LogGroup", group.name, "updated");
    },

    DeleteRetentionPolicy(input: Logs.DeleteRetentionPolicyRequest) {
      checkInput(input, { logGroupName: { ...GROUP_NAME, required: true } }, INVALID_PARAMETER);
      const group = store.group(input.logGroupName!);
      group.settings.retentionInDays = undefined;
      store.saveGroup(group);
    },

    PutLogGroupDeletionProtection(input: Logs.PutLogGroupDeletionProtectionRequest) {
      checkInput(
        input,
        {
          logGroupIdentifier: { type: "string", minimum: 1, maximum: 2048, required: true },
          deletionProtectionEnabled: { type: "boolean", required: true },
        },
        INVALID_PARAMETER,
      );
      const group = service.groupOf(input);
      group.settings.deletionProtectionEnabled = input.deletionProtectionEnabled;
      store.saveGroup(group);
    },

    AssociateKmsKey(input: Logs.AssociateKmsKeyRequest) {
      checkInput(input, { kmsKeyId: { type: "string", maximum: 256, required: true } }, INVALID_PARAMETER);
      setKey(service, keyOwner(service, input), input.kmsKeyId);
    },

    DisassociateKmsKey(input: Logs.DisassociateKmsKeyRequest) {
      setKey(service, keyOwner(service, input), undefined);
    },
  };
}

function keyOwner(
  service: LogsService,
  { logGroupName, resourceIdentifier }: Logs.DisassociateKmsKeyRequest,
): LogGroup {
  return service.groupOf({ logGroupName, logGroupIdentifier: resourceIdentifier });
}

function setKey({ store }: LogsService, group: LogGroup, kmsKeyId: string | undefined): void {
  group.settings.kmsKeyId = kmsKeyId;
  store.saveGroup(group);
}

function describe(group: LogGroup): Logs.LogGroup {
  const { name, arn, settings, metricFilters, storedBytes } = group;
  return {
    logGroupName: name,
    creationTime: settings.creationTime,
    ...(settings.retentionInDays !== undefined && { retentionInDays: settings.retentionInDays }),
    metricFilterCount: metricFilters.size,
    arn: `${arn}:*`,
    storedBytes,
    ...(settings.kmsKeyId !== undefined && { kmsKeyId: settings.kmsKeyId }),
    ...(settings.dataProtectionPolicy && { dataProtectionStatus: "ACTIVATED" as const }),
    logGroupClass: settings.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: settings.deletionProtectionEnabled ?? false,
  };
}

/** What was found by a pattern comes out of an index, which knows less. */
function describeMatch(group: LogGroup): Logs.LogGroup {
  const { storedBytes: _bytes, deletionProtectionEnabled: _protection, ...known } = describe(group);
  return known;
}

/** ListLogGroups takes a list of substrings or, with `^`, prefixes, joined by `|`. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const alternatives = pattern.split("|");
  return (name) =>
    alternatives.some((part) =>
      part.startsWith("^") ? name.startsWith(part.slice(1)) : name.includes(part),
    );
}

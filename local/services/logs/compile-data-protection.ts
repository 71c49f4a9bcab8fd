import {
  type DataProtectionPolicy,
  readDataProtectionPolicy,
  type SensitiveData,
  sensitiveDataFinder,
} from "cumulog/semantics";
import { invalidParameter, logGroupMissing } from "./errors.ts";
import type { LogStore } from "./log-store.ts";

/** A policy as an API call stores it. */
export interface ProtectionSource {
  readonly policyDocument: string;
}

/** A policy with what finds its data. */
export interface CompiledProtection extends DataProtectionPolicy {
  find(message: string): SensitiveData[];
}

/** @throws InvalidParameterException, ServiceError for what cannot be done here, and for a group of findings that is not there */
export function compileDataProtection(store: LogStore, document: string): CompiledProtection {
  const policy = readDataProtectionPolicy(document);
  const { bucket, logGroup } = policy.audit ?? {};
  if (bucket !== undefined)
    throw invalidParameter("The local cloud writes findings to log groups and delivery streams, not to S3.");
  if (logGroup !== undefined && !store.groups.has(logGroup)) throw logGroupMissing();
  return { ...policy, find: sensitiveDataFinder(policy) };
}

import type { AccountPolicy, PolicyType, SubscriptionFilter } from "@aws-sdk/client-cloudwatch-logs";
import {
  compileTransformer,
  LimitExceededException,
  type LogGroupSelection,
  readIndexPolicy,
  readSelectionCriteria,
  type TransformerProcessor,
  validateSubscriptionFilter,
} from "cumulog/semantics";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import { compileDataProtection, type ProtectionSource } from "./compile-data-protection.ts";
import { invalidParameter } from "./errors.ts";
import { compileFilterPattern } from "./filter-pattern.ts";
import type { LogGroup } from "./log-group.ts";
import type { LogStore } from "./log-store.ts";
import type { TransformerSource } from "./transformers.ts";

type Kept = AccountPolicy & {
  readonly policyName: string;
  readonly policyType: PolicyType;
  readonly policyDocument: string;
  readonly lastUpdatedTime: number;
};

/** What is made of a policy once. */
interface Compiled {
  readonly selection: LogGroupSelection;
  readonly transformer?: TransformerSource;
  readonly subscription?: SubscriptionFilter;
}

/** Policies of an account by type. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html */
const MOST: Partial<Record<PolicyType, number>> = {
  DATA_PROTECTION_POLICY: 1,
  SUBSCRIPTION_FILTER_POLICY: 1,
  FIELD_INDEX_POLICY: 20,
  TRANSFORMER_POLICY: 20,
};

/** The policies of an account: what they say of a log group. */
export class AccountPolicies {
  readonly #store: LogStore;
  readonly #policies: StoredMap<Kept>;
  readonly #compiled = new WeakMap<Kept, Compiled>();

  constructor(store: LogStore) {
    this.#store = store;
    this.#policies = new StoredMap(store.collection("logs.account-policies"));
  }

  /**
   * Checks a policy. @returns the subscription filter that it is
   * @throws CloudWatchLogsError, ServiceError when the policy is wrong, cannot be run here, or is one too many
   */
  check(policy: Kept): SubscriptionFilter | undefined {
    const most = MOST[policy.policyType];
    if (most === undefined)
      throw invalidParameter(`The local cloud does not run account policies of type ${policy.policyType}.`);
    const others = this.list(policy.policyType).filter(({ policyName }) => policyName !== policy.policyName);
    if (others.length >= most) throw new LimitExceededException();
    const { prefix } = this.#check(policy);
    if (policy.policyType === "FIELD_INDEX_POLICY" || policy.policyType === "TRANSFORMER_POLICY")
      for (const other of others) {
        const { prefix: taken } = this.#compiledOf(other).selection;
        if (prefix.startsWith(taken) || taken.startsWith(prefix))
          throw invalidParameter(
            `The log groups of the policy ${policy.policyName} overlap with those of ${other.policyName}: prefixes must differ.`,
          );
      }
    return this.#compiledOf(policy).subscription;
  }

  put(policy: Kept): void {
    this.#policies.set(keyOf(policy.policyType, policy.policyName), policy);
  }

  list(type: string): Kept[] {
    return [...this.#policies.values()].filter(({ policyType }) => policyType === type);
  }

  get(type: string, name: string): Kept | undefined {
    return this.#policies.get(keyOf(type, name));
  }

  delete(type: string, name: string): boolean {
    return this.#policies.delete(keyOf(type, name));
  }

  dataProtection(): ProtectionSource | undefined {
    return this.list("DATA_PROTECTION_POLICY")[0];
  }

  transformerOf(group: LogGroup): TransformerSource | undefined {
    const policy = this.#selecting("TRANSFORMER_POLICY", group);
    return policy && this.#compiledOf(policy).transformer;
  }

  indexPolicyOf(group: LogGroup): Kept | undefined {
    return this.#selecting("FIELD_INDEX_POLICY", group);
  }

  subscriptionOf(group: LogGroup): SubscriptionFilter | undefined {
    const policy = this.#selecting("SUBSCRIPTION_FILTER_POLICY", group);
    return policy && this.#compiledOf(policy).subscription;
  }

  #selecting(type: PolicyType, { name, settings }: LogGroup): Kept | undefined {
    if (this.#policies.size === 0 || settings.logGroupClass !== "STANDARD") return undefined;
    return this.list(type).find((policy) => this.#compiledOf(policy).selection.selects(name));
  }

  #check(policy: Kept): LogGroupSelection {
    const { policyType, policyDocument, selectionCriteria } = policy;
    const selection = readSelectionCriteria(policyType, selectionCriteria);
    if (policyType === "DATA_PROTECTION_POLICY") compileDataProtection(this.#store, policyDocument);
    else if (policyType === "FIELD_INDEX_POLICY") readIndexPolicy(policyDocument);
    else if (policyType === "TRANSFORMER_POLICY") compileTransformer(processorsOf(policyDocument));
    else {
      const filter = subscriptionOf(policy);
      const { filterName = "", filterPattern = "", destinationArn = "", roleArn, distribution } = filter;
      validateSubscriptionFilter({
        filterName,
        filterPattern,
        destinationArn,
        ...(roleArn !== undefined && { roleArn }),
        ...(distribution !== undefined && { distribution }),
      });
      compileFilterPattern(filterPattern);
    }
    return selection;
  }

  #compiledOf(policy: Kept): Compiled {
    let compiled = this.#compiled.get(policy);
    if (compiled === undefined) {
      const { policyType, policyDocument, selectionCriteria } = policy;
      compiled = {
        selection: readSelectionCriteria(policyType, selectionCriteria),
        ...(policyType === "TRANSFORMER_POLICY" && {
          transformer: { transformerConfig: processorsOf(policyDocument) },
        }),
        ...(policyType === "SUBSCRIPTION_FILTER_POLICY" && { subscription: subscriptionOf(policy) }),
      };
      this.#compiled.set(policy, compiled);
    }
    return compiled;
  }
}

const keyOf = (type: string, name: string): string => `${type}/${name}`;

/** The processors of a transformer policy. @throws ServiceError */
export function processorsOf(document: string): readonly TransformerProcessor[] {
  try {
    const processors: unknown = JSON.parse(document);
    if (Array.isArray(processors)) return processors as readonly TransformerProcessor[];
  } catch {
    // Answered below like every other document that is no list.
  }
  throw invalidParameter("The policy document of a transformer must be a JSON list of processors.");
}

function subscriptionOf({ policyName, policyDocument, lastUpdatedTime }: Kept): SubscriptionFilter {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(policyDocument) as Record<string, unknown>;
  } catch {
    throw invalidParameter("The policy document is not a valid JSON object.");
  }
  const { DestinationArn, FilterPattern, RoleArn, Distribution = "ByLogStream" } = document;
  if (typeof DestinationArn !== "string" || typeof FilterPattern !== "string")
    throw invalidParameter("A subscription filter policy must have DestinationArn and FilterPattern.");
  return {
    filterName: policyName,
    destinationArn: DestinationArn,
    filterPattern: FilterPattern,
    ...(typeof RoleArn === "string" && { roleArn: RoleArn }),
    distribution: Distribution as "ByLogStream" | "Random",
    creationTime: lastUpdatedTime,
  };
}
